"""Words of a query that occur nowhere, and the nearest that do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.index import Store, phrase_spans
from rag.search.results import MissingWord
from rag.text import Span, fold, is_han, segment

_OFFERED = 3
_READ_PER_BEGINNING = 200
_LEAST_LIKENESS = 50.0
_MOST_MISSING = 8


def missing_words(store: Store, words: Sequence[str], query: str) -> tuple[MissingWord, ...]:
    """The folded `words`, all of which are missing, each with words of the texts that are like it.

    A word is given as the query writes it, the nearest as the texts write them. They are offered
    for the first eight words only.
    """
    distinct = list(dict.fromkeys(words))
    return tuple(
        MissingWord(typed, _nearest(store, word) if number < _MOST_MISSING else ())
        for number, (word, typed) in enumerate(
            zip(distinct, as_typed(query, distinct), strict=True)
        )
    )


def as_typed(query: str, words: Sequence[str]) -> list[str]:
    """Each of the folded `words` as the query writes it; as it is, where the query has it not.

    >>> as_typed("社區 Policy", ["policy", "社区", "居民"])
    ['Policy', '社區', '居民']
    """
    view = fold(query)
    starts = [view.text.find(word) for word in words]
    return [
        word if at < 0 else view.offsets.to_source(Span(at, at + len(word))).of(query)
        for word, at in zip(words, starts, strict=True)
    ]


def _nearest(store: Store, word: str) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process  # only a search with a missing word needs it

    likes = process.extract(
        word, sorted(_candidates(store, word)), scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS
    )
    in_order = sorted(likes, key=lambda like: (-like[1], like[0]))
    written = (_as_written(store, term) for term, _, _ in in_order)
    return tuple(dict.fromkeys(filter(None, written)))[:_OFFERED]


def _candidates(store: Store, word: str) -> Iterable[str]:
    """Words of the texts that share a character with a Han word, or their first with a Latin one.

    Bigrams of two halves of words are no words.
    """
    if is_han(word[:1]):
        found = {t for c in word[:20] for t in store.terms_with_prefix(c, _READ_PER_BEGINNING)}
        return {term for term in found if len(term) > 1 and segment(term) == [term]}
    return set(store.words_with_prefix(word[:2], _READ_PER_BEGINNING)) - {word}


def _as_written(store: Store, term: str) -> str:
    """A folded term as the first passage that has it writes it; empty if none has it as a word."""
    for row in store.phrase(term, 1):
        passage = store.passage(row)
        view = fold(passage.text)
        for span in phrase_spans(view.text, term)[:1]:
            return view.offsets.to_source(span).of(passage.text)
    return ""
