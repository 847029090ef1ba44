"""The signs of the language of searches, as they stand in what was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rag.text import is_word
from rag.types import QueryError

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


def tokens_of(text: str) -> Iterator[Token]:
    """The signs and words of a query, in order; QueryError if a phrase or scope is not whole."""
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
                raise query_error(
                    "the quotation marks hold no words; write some between them",
                    position,
                    "phrase_empty",
                )
            yield Token(Sign.PHRASE, words, position + 1)
            position = end + 1
        else:
            end = word_end(text, position)
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
        raise query_error(
            f"the quotation mark {text[start]} is never closed; close it",
            start,
            "phrase_open",
            sign=text[start],
        )
    return end


def word_end(text: str, start: int) -> int:
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


def scope_of(sign: Sign, name: str) -> str:
    """A scope as it is typed: the name in quotation marks, where it would else end too early.

    >>> [scope_of(Sign.IN, address) for address in ("三/(1)", "Article 1")]
    ['in:三/(1)', 'in:"Article 1"']
    """
    bare = f"{sign}{name}"
    if name[:1] not in _CLOSING and word_end(bare, 0) == len(bare):
        return bare
    pairs = (('"', '"'), ("「", "」"), ("『", "』"))
    fitting = (pair for pair in pairs if not set(_CLOSING[pair[0]]) & set(name))
    opening, closing = next(fitting, ("'", "'"))
    return f"{sign}{opening}{name}{closing}"


def _word_token(word: str, start: int) -> Token:
    plain = unicodedata.normalize("NFKC", word)
    if plain in _OPERATORS:
        return Token(Sign(_OPERATORS[plain]), word, start + 1)
    if scope := _SCOPE.fullmatch(plain):
        named = word[len(scope[1]) + 1 :]  # as typed: an id may have signs in full width
        if _quotation_end(named, 0) == len(named) - 1:
            named = named[1:-1]
        if not is_word(named):
            after = "a clause, such as in:二/4" if scope[1].lower() == "in" else "a document's id"
            raise query_error(
                f"{word} names nothing; write {after}",
                start + len(word),
                f"{scope[1].lower()}_empty",
                sign=word,
            )
        return Token(Sign(scope[1].lower() + ":"), named, start + 1)
    if plain.endswith("*"):
        if not is_word(plain):
            raise query_error(
                "the * has no letters before it; write the beginning of a word",
                start,
                "prefix_empty",
            )
        return Token(Sign.PREFIX, plain.rstrip("*"), start + 1)
    return Token(Sign.WORD, word, start + 1)


def _separates(character: str) -> bool:
    return character.isspace() or character in _PARENTHESES


def query_error(what: str, index: int, key: str, **values: str | int) -> QueryError:
    """That the character at an index is wrong: a line, and its key and values for the page."""
    return QueryError(f"character {index + 1} of the query: {what}", key, n=index + 1, **values)
