"""The proof: what is shown as a quotation stands in the document, character for character."""

from __future__ import annotations

from rag.types import Citation, CitationError, Document, Span


def cite(document: Document, address: str, heading: str, span: Span) -> Citation:
    """The citation of `document.text[span]`; CitationError if that is no text at all."""
    citation = Citation(document.doc_id, address, heading, span, span.of(document.text))
    verify(citation, document)
    return citation


def verify(citation: Citation, document: Document) -> None:
    """Raise CitationError unless the quotation is exactly what stands at its place."""
    if citation.doc_id != document.doc_id:
        raise CitationError(
            f"{citation.doc_id} {citation.address}: not a part of {document.doc_id}"
        )
    if not is_exact(citation.quote, citation.span, document.text):
        raise CitationError(
            f"{citation.doc_id} {citation.address}: the quotation is not the text at "
            f"{citation.span.start}..{citation.span.end}"
        )


def is_exact(quote: str, span: Span, text: str) -> bool:
    """True if `quote` is what stands at `span` of `text`, to the last code point, and is not empty.

    >>> is_exact("以人為本", Span(2, 6), "1.以人為本,服務居民")
    True
    >>> is_exact("以人为本", Span(2, 6), "1.以人為本,服務居民")
    False
    """
    return bool(quote) and span.end <= len(text) and span.of(text) == quote
