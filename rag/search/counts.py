"""How many of the passages found stand in each document and each of its top clauses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from rag.index import Store
from rag.search.results import DocumentCount, SectionCount
from rag.text import Span

# Clauses are counted in so many documents, those with the most passages found.
SECTIONED_DOCUMENTS = 10
_MOST_TOPS = 30


def counts_of(store: Store, rows: Sequence[int]) -> tuple[DocumentCount, ...]:
    """The counts of rows in ascending order: most passages first, ties in order of the corpus."""
    counts = []
    first = 0
    summaries = store.documents() if rows else ()
    for summary in summaries:
        last_row = first + summary.passages
        low, high = bisect_left(rows, first), bisect_left(rows, last_row)
        if high > low:
            counts.append(DocumentCount(summary.doc_id, summary.title, high - low))
        first = last_row
    counts.sort(key=lambda count: -count.passages)
    with_sections = [_sectioned(store, c, rows) for c in counts[:SECTIONED_DOCUMENTS]]
    return (*with_sections, *counts[SECTIONED_DOCUMENTS:])


def rows_in(store: Store, doc_id: str, span: Span) -> range:
    """The rows of a document's passages that begin within a span of its text."""
    rows = store.rows_of(doc_id)

    def starts(row: int) -> int:
        return store.passage(row).span.start

    low = bisect_left(rows, span.start, key=starts)
    high = bisect_left(rows, span.end, lo=low, key=starts)
    return rows[low:high]


def _sectioned(store: Store, count: DocumentCount, rows: Sequence[int]) -> DocumentCount:
    """The count with its clauses. A law of hundreds of articles without chapters has none."""
    tops = [section for section in store.sections(count.doc_id) if not section.parent]
    if len(tops) > _MOST_TOPS:
        return count
    found = []
    for section in tops:
        inside = rows_in(store, section.doc_id, section.span)
        passages = bisect_left(rows, inside.stop) - bisect_left(rows, inside.start)
        if passages:
            found.append(SectionCount(section.address, section.heading, passages))
    return DocumentCount(count.doc_id, count.title, count.passages, tuple(found))
