"""Conditions as queries that tantivy runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tantivy import FieldType, Occur, Query, Schema

from rag.index.conditions import AllOf, AnyOf, Condition, NoneOf, Phrase
from rag.index.phrases import bounded, phrase_words
from rag.text import is_han
from rag.types import QueryError

MOST_WORDS = 1_000
WordsBeginning = Callable[[str], Sequence[str]]
"""The words that begin so: all of them, or more than MOST_WORDS."""


def condition_query(
    schema: Schema,
    condition: Condition,
    scope: Sequence[range] | None,
    words_beginning: WordsBeginning,
) -> Query:
    """The query that finds the rows of `scope` that meet the condition."""
    query = _query(schema, condition, words_beginning)
    if scope is None:
        return query
    anywhere = [(Occur.Should, _rows(schema, rows)) for rows in scope if len(rows)]
    if not anywhere:
        return Query.empty_query()
    inside = Query.const_score_query(Query.boolean_query(anywhere), 0.0)
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, inside)])


def phrase_query(schema: Schema, words: Sequence[str]) -> Query:
    """The query for one or more words that stand together."""
    if len(words) == 1:
        return Query.term_query(schema, "words", bounded(words[0]))
    return Query.phrase_query(schema, "words", list(map(bounded, words)))


def _query(schema: Schema, condition: Condition, words_beginning: WordsBeginning) -> Query:
    match condition:
        case Phrase(text, is_prefix):
            words = phrase_words(text)
            if not is_prefix or is_han(words[-1]):
                return phrase_query(schema, words)
            return _prefix_query(schema, words, words_beginning)
        case NoneOf(part):
            return Query.boolean_query(
                [_everything(), (Occur.MustNot, _query(schema, part, words_beginning))]
            )
        case AnyOf(parts):
            queries = [_query(schema, part, words_beginning) for part in parts]
            return Query.boolean_query([(Occur.Should, query) for query in queries])
        case AllOf(parts):
            found = [_clause(schema, part, words_beginning) for part in parts]
            is_all_negative = all(occur is Occur.MustNot for occur, _ in found)
            return Query.boolean_query([_everything(), *found] if is_all_negative else found)


def _clause(
    schema: Schema, part: Condition, words_beginning: WordsBeginning
) -> tuple[Occur, Query]:
    if isinstance(part, NoneOf):
        return Occur.MustNot, _query(schema, part.part, words_beginning)
    return Occur.Must, _query(schema, part, words_beginning)


def _prefix_query(schema: Schema, words: Sequence[str], words_beginning: WordsBeginning) -> Query:
    *before, beginning = words
    endings = words_beginning(beginning)
    if len(endings) > MOST_WORDS:
        raise QueryError(
            f"more than {MOST_WORDS:,} words begin with {beginning}; write more letters before *",
            "prefix_short",
            most=f"{MOST_WORDS:,}",
            word=beginning,
        )
    # In one order, whatever the order of the vocabulary: sums of scores depend on it.
    phrases = [phrase_query(schema, [*before, ending]) for ending in sorted(endings)]
    return Query.boolean_query([(Occur.Should, phrase) for phrase in phrases])


def _everything() -> tuple[Occur, Query]:
    return Occur.Must, Query.const_score_query(Query.all_query(), 0.0)


def _rows(schema: Schema, rows: range) -> Query:
    return Query.range_query(
        schema, "row", FieldType.Unsigned, rows.start, rows.stop, include_upper=False
    )
