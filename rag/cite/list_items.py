"""The clauses of a list that a quotation announces."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.verify import cite
from rag.types import Citation, Document, Section, Span

_FEWEST_ITEMS = 2


def list_items(
    document: Document, sections: Sequence[Section], citation: Citation
) -> tuple[Citation, ...]:
    """Each clause below the one quoted, its label and heading verbatim; none if it has no list.

    A clause without a heading is given with its own words. A quotation announces a list if it holds
    the heading above it, or the end of the words that lead to it.
    """
    quoted = next((s for s in sections if s.address == citation.address), None)
    if quoted is None:
        return ()
    below = [s for s in sections if s.parent == quoted.address and s.kind != "paragraph"]
    if len(below) < _FEWEST_ITEMS or not _announces(citation.span, quoted, below[0]):
        return ()
    return tuple(cite(document, s.address, s.heading, _item(document, s)) for s in below)


def _announces(span: Span, quoted: Section, first: Section) -> bool:
    has_heading = bool(quoted.heading) and span.contains(quoted.heading_span)
    has_introduction = bool(quoted.body_span) and span.end >= quoted.body_span.end
    return span.start < first.span.start and (has_heading or has_introduction)


def _item(document: Document, section: Section) -> Span:
    end = section.heading_span.end if section.heading else section.body_span.end
    words = Span(section.span.start, max(end, section.span.start)).of(document.text)
    if not words.strip():
        words = section.span.of(document.text)
    return Span(section.span.start, section.span.start + len(words.rstrip()))
