"""The language of searches: "phrases", AND OR NOT (且 或 非), parentheses, prefix*, in: and doc:.

A query is in this language only if one of its signs stands on its own, between spaces, parentheses
or the ends: so 非 in 非政府組織, a lower-case "and", or 「四有」 inside a sentence are never signs,
and such a query is searched as plain words. Words side by side must all be there.

    query   = both { OR both }
    both    = one { [ AND ] one }
    one     = NOT one | "(" query ")" | phrase | word | word*
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rag.index import AllOf, AnyOf, Condition, NoneOf, Phrase
from rag.text import folded, is_word
from rag.types import QueryError

DEEPEST = 32
_OPERATORS = {"AND": "AND", "OR": "OR", "NOT": "NOT", "且": "AND", "或": "OR", "非": "NOT"}
_SCOPE = re.compile(r"(in|doc):(.*)", re.IGNORECASE | re.DOTALL)
_CLOSING = {
    **dict.fromkeys('"＂“”„', '"＂”“'),
    **dict.fromkeys("'＇‘", "'＇’"),
    **{"「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄", "｢": "｣"},
}
# An apostrophe may begin a word ('tis); other marks open a phrase that must be closed.
_MAYBE_APOSTROPHE = "'＇‘’"
_PARENTHESES = {"(": "(", "（": "(", ")": ")", "）": ")"}


class Sign(StrEnum):
    """What a token is."""

    WORD, PHRASE, PREFIX = "word", "phrase", "prefix"
    AND, OR, NOT = "AND", "OR", "NOT"
    OPEN, CLOSE = "(", ")"
    IN, DOC = "in:", "doc:"


@dataclass(frozen=True, slots=True)
class Token:
    """A sign of the language: its words as typed, and where it begins (from 1)."""

    sign: Sign
    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: the document, the clause (as typed), and where each is typed (from 1)."""

    doc_id: str = ""
    address: str = ""
    doc_position: int = 0
    address_position: int = 0


@dataclass(frozen=True, slots=True)
class StructuredQuery:
    """A query in the language: what passages must hold, and where; `words` as typed, unquoted."""

    condition: Condition
    scope: Scope
    words: tuple[str, ...]


def parse_structured(text: str) -> StructuredQuery | None:
    """The query that `text` is in the language; None if it is in plain words.

    QueryError, naming the character, if it is in the language but not well formed.

    >>> parse_structured('社區 NOT "城市"').condition
    AllOf(parts=(Phrase(text='社区', is_prefix=False), NoneOf(part=Phrase(text='城市', \
is_prefix=False))))
    >>> parse_structured("社區或城市") is None
    True
    """
    tokens = list(_tokens(text))
    if all(token.sign in (Sign.WORD, Sign.OPEN, Sign.CLOSE) for token in tokens):
        return None
    scope, tokens = _without_scope(tokens)
    words = tuple(t.text for t in tokens if t.sign in (Sign.WORD, Sign.PHRASE, Sign.PREFIX))
    if not tokens:
        return StructuredQuery(AllOf(()), scope, words)
    return StructuredQuery(_Parser(tokens, len(text)).parse(), scope, words)


def without_scope(text: str) -> str:
    """The query with its `in:` and `doc:` taken out."""
    kept = text
    for token in reversed(list(_tokens(text))):
        if token.sign in (Sign.IN, Sign.DOC):
            start = token.position - 1
            kept = kept[:start] + kept[_word_end(text, start) :]
    return " ".join(kept.split())


def _tokens(text: str) -> Iterator[Token]:
    position = 0
    while position < len(text):
        character = text[position]
        if character.isspace():
            position += 1
        elif character in _PARENTHESES:
            yield Token(Sign(_PARENTHESES[character]), character, position + 1)
            position += 1
        elif (end := _phrase_end(text, position)) is not None:
            words = text[position + 1 : end]
            if not is_word(words):
                raise _error(
                    "the quotation marks hold no words; write some between them",
                    position,
                    "phrase_empty",
                )
            yield Token(Sign.PHRASE, words, position + 1)
            position = end + 1
        else:
            end = _word_end(text, position)
            yield _word_token(text[position:end], position)
            position = end


def _phrase_end(text: str, start: int) -> int | None:
    """Where the phrase that opens at `start` closes; None if no phrase is there."""
    end = _quotation_end(text, start)
    is_phrase = end is not None and (end + 1 == len(text) or _separates(text[end + 1]))
    return end if is_phrase else None


def _quotation_end(text: str, start: int) -> int | None:
    """Where the quotation mark at `start` is closed; None if there is none that opens."""
    closing = _CLOSING.get(text[start : start + 1])
    if closing is None:
        return None
    end = next((i for i in range(start + 1, len(text)) if text[i] in closing), None)
    if end is None and text[start] not in _MAYBE_APOSTROPHE:
        raise _error(
            f"the quotation mark {text[start]} is never closed; close it",
            start,
            "phrase_open",
            sign=text[start],
        )
    return end


def _word_end(text: str, start: int) -> int:
    """Where a word ends: at a space or parenthesis; but what a scope names may be in quotation
    marks, and an address may have parentheses."""
    scope = _SCOPE.match(unicodedata.normalize("NFKC", text[start : start + 5]))
    if scope is None:
        return next((i for i in range(start, len(text)) if _separates(text[i])), len(text))
    named = start + len(scope[1]) + 1
    if (end := _quotation_end(text, named)) is not None:
        return end + 1
    is_document = scope[1].lower() == "doc"
    depth, end = 0, start
    while end < len(text) and not text[end].isspace():
        depth += {"(": 1, ")": -1}.get(_PARENTHESES.get(text[end], ""), 0)
        if depth < 0 or (depth and is_document):
            break
        end += 1
    return end


def _word_token(word: str, start: int) -> Token:
    plain = unicodedata.normalize("NFKC", word)
    if plain in _OPERATORS:
        return Token(Sign(_OPERATORS[plain]), word, start + 1)
    if scope := _SCOPE.fullmatch(plain):
        named = scope[2]
        if _quotation_end(named, 0) == len(named) - 1:
            named = named[1:-1]
        if not is_word(named):
            after = "a clause, such as in:二/4" if scope[1].lower() == "in" else "a document's id"
            raise _error(
                f"{word} names nothing; write {after}",
                start + len(word),
                f"{scope[1].lower()}_empty",
                sign=word,
            )
        return Token(Sign(scope[1].lower() + ":"), named, start + 1)
    if plain.endswith("*"):
        if not is_word(plain):
            raise _error(
                "the * has no letters before it; write the beginning of a word",
                start,
                "prefix_empty",
            )
        return Token(Sign.PREFIX, plain.rstrip("*"), start + 1)
    return Token(Sign.WORD, word, start + 1)


def _separates(character: str) -> bool:
    return character.isspace() or character in _PARENTHESES


def _without_scope(tokens: Sequence[Token]) -> tuple[Scope, list[Token]]:
    """The scope, and the other tokens; an AND that joins a scope to the rest says nothing more."""
    scopes: dict[Sign, Token] = {}
    rest: list[Token] = []
    is_after_scope = False
    for token in tokens:
        if token.sign in (Sign.IN, Sign.DOC):
            if token.sign in scopes:
                raise _error(
                    f"a second {token.sign}; keep one",
                    token.position - 1,
                    "scope_twice",
                    sign=token.sign,
                )
            if rest and rest[-1].sign in (Sign.OR, Sign.NOT):
                raise _error(
                    f"{rest[-1].text} cannot stand before {token.sign}, which holds for the whole "
                    "query; put it at the end",
                    token.position - 1,
                    "scope_joined",
                    before=rest[-1].text,
                    sign=token.sign,
                )
            if rest and rest[-1].sign is Sign.AND:
                rest.pop()
            scopes[token.sign] = token
            is_after_scope = True
        elif not (is_after_scope and token.sign is Sign.AND):
            rest.append(token)
            is_after_scope = False
    nowhere = Token(Sign.IN, "", 0)
    doc, place = scopes.get(Sign.DOC, nowhere), scopes.get(Sign.IN, nowhere)
    return Scope(doc.text, place.text, doc.position, place.position), rest


@dataclass(slots=True)
class _Parser:
    """Recursive descent over the tokens of one query."""

    tokens: Sequence[Token]
    length: int
    at: int = 0
    opened: list[Token] = field(default_factory=list)

    def parse(self) -> Condition:
        condition = self._either()
        if (left := self._next()) is not None:
            raise _error(
                "this parenthesis was never opened; remove it", left.position - 1, "group_unopened"
            )
        return condition

    def _either(self) -> Condition:
        parts = [self._both()]
        while self._next_is(Sign.OR):
            self.at += 1
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _both(self) -> Condition:
        parts = [self._one()]
        while (token := self._next()) and token.sign not in (Sign.OR, Sign.CLOSE):
            if token.sign is Sign.AND:
                self.at += 1
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _one(self) -> Condition:
        is_negated = False
        while self._next_is(Sign.NOT):
            is_negated = not is_negated
            self.at += 1
        one = self._group() if self._next_is(Sign.OPEN) else self._operand()
        return NoneOf(one) if is_negated else one

    def _group(self) -> Condition:
        opening = self.tokens[self.at]
        self.opened.append(opening)
        if len(self.opened) > DEEPEST:
            raise _error(
                f"more than {DEEPEST} parentheses inside one another; take some away",
                opening.position - 1,
                "group_deep",
                most=DEEPEST,
            )
        self.at += 1
        inside = self._either()
        if not self._next_is(Sign.CLOSE):
            raise _error(
                "this parenthesis is never closed; close it", opening.position - 1, "group_open"
            )
        self.at += 1
        self.opened.pop()
        return inside

    def _operand(self) -> Condition:
        token = self._next()
        if token is None or token.sign not in (Sign.WORD, Sign.PHRASE, Sign.PREFIX):
            raise self._missing_operand(token)
        self.at += 1
        view = folded(token.text).strip()
        if not is_word(view):
            raise _error(
                f"{token.text} has no words; remove it",
                token.position - 1,
                "word_empty",
                word=token.text,
            )
        return Phrase(view, token.sign is Sign.PREFIX)

    def _missing_operand(self, found: Token | None) -> QueryError:
        before = self.tokens[self.at - 1] if self.at else None
        if before is not None and before.sign in (Sign.AND, Sign.OR, Sign.NOT):
            return _error(
                f"{before.text} has nothing after it; write a word there, or put {before.text} in "
                "quotation marks to search for it",
                before.position - 1,
                "nothing_after",
                sign=before.text,
            )
        if found is not None and found.sign is Sign.CLOSE:
            return _error(
                "this parenthesis closes nothing; remove it", found.position - 1, "group_empty"
            )
        if found is not None:
            return _error(
                f"{found.text} has nothing before it; write a word there, or put {found.text} in "
                "quotation marks to search for it",
                found.position - 1,
                "nothing_before",
                sign=found.text,
            )
        opening = before.position - 1 if before is not None else 0
        return _error("this parenthesis is never closed; close it", opening, "group_open")

    def _next(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _next_is(self, sign: Sign) -> bool:
        token = self._next()
        return token is not None and token.sign is sign


def _error(what: str, index: int, key: str, **values: str | int) -> QueryError:
    return QueryError(f"character {index + 1} of the query: {what}", key, n=index + 1, **values)
