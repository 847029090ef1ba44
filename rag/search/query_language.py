"""The language of searches: "phrases", AND OR NOT (且 或 非), parentheses, prefix*, in: and doc:.

A query is in this language only if one of its signs stands on its own, between spaces, parentheses
or the ends: so 非 in 非政府組織, a lower-case "and", or 「四有」 inside a sentence are never signs,
and such a query is searched as plain words. Words side by side must all be there.

    query   = both { OR both }
    both    = one { [ AND ] one }
    one     = NOT one | "(" query ")" | phrase | word | word*
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.index import AllOf, AnyOf, Condition, NoneOf, Phrase
from rag.search.query_tokens import Sign, Token, query_error, scope_of, tokens_of, word_end
from rag.text import folded, is_word
from rag.types import QueryError

DEEPEST = 32


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
    tokens = list(tokens_of(text))
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
    for token in reversed(list(tokens_of(text))):
        if token.sign in (Sign.IN, Sign.DOC):
            start = token.position - 1
            kept = kept[:start] + kept[word_end(text, start) :]
    return " ".join(kept.split())


def narrowed(text: str, doc_id: str, address: str = "") -> str:
    """The query within a document, or a clause of it, whatever its scope was.

    >>> narrowed("社區 in:二", "my notes", "Article 1")
    '社區 doc:"my notes" in:"Article 1"'
    """
    scopes = [scope_of(Sign.DOC, doc_id)]
    scopes += [scope_of(Sign.IN, address)] if address else []
    return " ".join([without_scope(text), *scopes]).strip()


def _without_scope(tokens: Sequence[Token]) -> tuple[Scope, list[Token]]:
    """The scope, and the other tokens; an AND that joins a scope to the rest says nothing more."""
    scopes: dict[Sign, Token] = {}
    rest: list[Token] = []
    is_after_scope = False
    for token in tokens:
        if token.sign in (Sign.IN, Sign.DOC):
            if token.sign in scopes:
                raise query_error(
                    f"a second {token.sign}; keep one",
                    token.position - 1,
                    "scope_twice",
                    sign=token.sign,
                )
            if rest and rest[-1].sign in (Sign.OR, Sign.NOT):
                raise query_error(
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
            raise query_error(
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
            raise query_error(
                f"more than {DEEPEST} parentheses inside one another; take some away",
                opening.position - 1,
                "group_deep",
                most=DEEPEST,
            )
        self.at += 1
        inside = self._either()
        if not self._next_is(Sign.CLOSE):
            raise query_error(
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
            raise query_error(
                f"{token.text} has no words; remove it",
                token.position - 1,
                "word_empty",
                word=token.text,
            )
        return Phrase(view, token.sign is Sign.PREFIX)

    def _missing_operand(self, found: Token | None) -> QueryError:
        before = self.tokens[self.at - 1] if self.at else None
        if before is not None and before.sign in (Sign.AND, Sign.OR, Sign.NOT):
            return query_error(
                f"{before.text} has nothing after it; write a word there, or put {before.text} in "
                "quotation marks to search for it",
                before.position - 1,
                "nothing_after",
                sign=before.text,
            )
        if found is not None and found.sign is Sign.CLOSE:
            return query_error(
                "this parenthesis closes nothing; remove it", found.position - 1, "group_empty"
            )
        if found is not None:
            return query_error(
                f"{found.text} has nothing before it; write a word there, or put {found.text} in "
                "quotation marks to search for it",
                found.position - 1,
                "nothing_before",
                sign=found.text,
            )
        opening = before.position - 1 if before is not None else 0
        return query_error("this parenthesis is never closed; close it", opening, "group_open")

    def _next(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _next_is(self, sign: Sign) -> bool:
        token = self._next()
        return token is not None and token.sign is sign
