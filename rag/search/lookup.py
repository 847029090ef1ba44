"""A search from text to result: plain words, the query language, or an address."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Protocol

from rag.corpus import DOCUMENTS_LEAFED, clauses_meant, looks_like_address, nearest_clauses
from rag.index import Matches, Phrase, phrase_spans
from rag.index import unwanted_phrases as unwanted
from rag.index import wanted_phrases as wanted
from rag.search.counts import counts_of, rows_in
from rag.search.missing import missing_words
from rag.search.parse import check_readable
from rag.search.places import place_named
from rag.search.query_language import Scope, StructuredQuery, parse_structured
from rag.search.results import SearchResult, is_exact
from rag.search.searcher import Searcher
from rag.text import Span, fold, folded, merged
from rag.types import Hit, Passage, Query, QueryError, Section, Why

_NEAR_SHOWN = 5
_NEAREST_READ = 50
_OTHERS_NAMED = 8


class Rerank(Protocol):
    """Puts the best hits of a question in another order."""

    @property
    def depth(self) -> int:
        """So many of the best hits take part, however few are wanted."""
        ...

    def __call__(self, query: Query, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The same hits."""
        ...


def asks(text: str) -> bool:
    """True for a query that ends in a question mark."""
    return unicodedata.normalize("NFKC", text).rstrip().endswith("?")


def look_up(searcher: Searcher, text: str, k: int, *, rerank: Rerank | None = None) -> SearchResult:
    """The at most `k` best hits for a query of any kind, and what else a reader wants to know.

    A query that asks, by its question mark, has them in the order of `rerank`, if any.
    """
    check_readable(text)
    # A question may quote a word without demanding it: only queries that are not asked demand.
    is_asked = asks(text)
    structured = None if is_asked else parse_structured(text)
    if structured is not None:
        return _structured(searcher, text, structured, k)
    return _plain(searcher, text, k, rerank if is_asked else None)


def _plain(searcher: Searcher, text: str, k: int, rerank: Rerank | None) -> SearchResult:
    query = searcher.parse(text)
    clauses = _addressed(searcher, text)
    addressed = {passage for passage, _ in clauses}
    depth = max(k, rerank.depth if rerank else 0) + len(clauses)
    found: Sequence[Hit] = [
        hit for hit in searcher.search(query, depth) if hit.passage not in addressed
    ]
    found = rerank(query, found) if rerank and found else found
    best = max((hit.score for hit in found), default=0.0) + 1.0
    first = [Hit(passage, best, 0, Why(1, best)) for passage, _ in clauses]
    hits = tuple(replace(hit, rank=rank) for rank, hit in enumerate([*first, *found][:k], start=1))
    exact = [hit for hit in hits if is_exact(hit)]
    rows = sorted(row for hit in exact for row in rows_in(searcher.store, *_place(hit)))
    absent = [word.text for word in query.words if searcher.frequency(word) == 0]
    return SearchResult(
        text,
        hits,
        total=len(exact),
        counts=counts_of(searcher.store, rows),
        missing=() if clauses else missing_words(searcher.store, absent, text),
        read_as=query.read_as,
    )


def _structured(searcher: Searcher, text: str, query: StructuredQuery, k: int) -> SearchResult:
    store = searcher.store
    ranges = _ranges(searcher, query.scope)
    matches = store.matching(query.condition, k, ranges)
    phrases = list(wanted(query.condition))
    hits = tuple(
        _exact_hit(store.passage(row), score, rank, phrases)
        for rank, (row, score) in enumerate(matches.best, start=1)
    )
    absent = [p.text for p in phrases if not store.occurs(p)]
    return SearchResult(
        text,
        hits,
        total=len(matches.rows),
        counts=counts_of(store, matches.rows),
        near=_near(searcher, query, matches, ranges),
        missing=missing_words(store, absent, text),
        is_structured=True,
    )


def _exact_hit(passage: Passage, score: float, rank: int, phrases: Sequence[Phrase]) -> Hit:
    return Hit(passage, score, rank, Why(rank, score, matched=_spans(passage, phrases)))


def _spans(passage: Passage, phrases: Sequence[Phrase]) -> tuple[Span, ...]:
    """Where the phrases stand, as spans of the cited text."""
    view = fold(passage.text)
    found = (phrase_spans(view.text, p.text, is_prefix=p.is_prefix) for p in phrases)
    return merged(
        view.offsets.to_source(span).shifted(passage.span.start)
        for span in chain.from_iterable(found)
    )


def _near(
    searcher: Searcher,
    query: StructuredQuery,
    matches: Matches,
    ranges: Sequence[range] | None,
) -> tuple[Hit, ...]:
    """Passages near in meaning to the words, that neither meet the condition nor hold a NOT."""
    phrases = list(wanted(query.condition))
    if not phrases or not len(searcher.store):
        return ()
    excluded = set(matches.rows)
    vector = searcher.encoder.encode([" ".join(phrase.text for phrase in phrases)])[0]
    hits: list[Hit] = []
    for rank, (row, score) in enumerate(searcher.store.dense(vector, _NEAREST_READ), start=1):
        is_inside = ranges is None or any(row in rows for rows in ranges)
        if len(hits) == _NEAR_SHOWN or row in excluded or not is_inside:
            continue
        passage = searcher.store.passage(row)
        if not _spans(passage, list(unwanted(query.condition))):
            why = Why(dense_rank=rank, dense_score=score, matched=_spans(passage, phrases))
            hits.append(Hit(passage, score, len(hits) + 1, why))
    return tuple(hits)


def _addressed(searcher: Searcher, text: str) -> list[tuple[Passage, Section]]:
    """The clauses that the whole query is the address of, each with its first passage."""
    store = searcher.store
    doc_ids = [summary.doc_id for summary in store.documents()]
    address = text
    if named := place_named(text, store.documents()):
        address, doc_ids = named[0], [named[1]]
    elif not looks_like_address(text) or len(doc_ids) > DOCUMENTS_LEAFED:
        return []
    sections = chain.from_iterable(map(store.sections, doc_ids))
    found = []
    for section in clauses_meant(sections, address, lambda id_: store.document(id_).text):
        for row in rows_in(store, section.doc_id, section.span)[:1]:
            found.append((store.passage(row), section))
    return found


def _ranges(searcher: Searcher, scope: Scope) -> list[range] | None:
    """The rows of a scope; None for everywhere."""
    store = searcher.store
    if not scope.doc_id and not scope.address:
        return None
    if scope.doc_id:
        doc_ids = [_document(searcher, scope)]
    else:
        doc_ids = [summary.doc_id for summary in store.documents()]
    if not scope.address:
        return [store.rows_of(doc_id) for doc_id in doc_ids]
    where = f"character {scope.address_position} of the query"
    if len(doc_ids) > DOCUMENTS_LEAFED:
        raise QueryError(
            f"{where}: in:{scope.address} could be in any of {len(doc_ids):,} documents; "
            "name one with doc:ID",
            "scope_wide",
            n=scope.address_position,
            clause=scope.address,
            documents=f"{len(doc_ids):,}",
        )
    sections = list(chain.from_iterable(map(store.sections, doc_ids)))
    chosen = clauses_meant(sections, scope.address, lambda id_: store.document(id_).text)
    if not chosen:
        near = nearest_clauses(sections, scope.address)
        others = list(near) or [section for section in sections if not section.parent]
        named = ", ".join(dict.fromkeys(section.address for section in others[:_OTHERS_NAMED]))
        raise QueryError(
            f"{where}: no clause {scope.address}; the {'nearest' if near else 'top'} ones are: "
            f"{named}",
            "scope_clause",
            n=scope.address_position,
            clause=scope.address,
            clauses=named.replace(", ", "、"),
        )
    return [rows_in(store, section.doc_id, section.span) for section in chosen]


def _document(searcher: Searcher, scope: Scope) -> str:
    """The document that a scope names: its id, or a part of one document's id or title."""
    summaries = searcher.store.documents()
    if any(summary.doc_id == scope.doc_id for summary in summaries):
        return scope.doc_id
    view = folded(scope.doc_id)
    found = [s.doc_id for s in summaries if view in folded(s.doc_id) or view in folded(s.title)]
    if len(found) == 1:
        return found[0]
    ids = found or [summary.doc_id for summary in summaries]
    more = f" and {len(ids) - 5} more" if len(ids) > 5 else ""
    raise QueryError(
        f"character {scope.doc_position} of the query: "
        f"{'more than one' if found else 'no'} document {scope.doc_id}; there are: "
        f"{', '.join(ids[:5])}{more}",
        "scope_documents" if found else "scope_document",
        n=scope.doc_position,
        document=scope.doc_id,
        ids="、".join(ids[:5]) + ("…" if more else ""),
    )


def _place(hit: Hit) -> tuple[str, Span]:
    return hit.passage.doc_id, hit.passage.span
