"""Words of a document with their proof, as a note keeps them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from rag.cite.notes import LONGEST_QUOTATION, quotation_of
from rag.text import Span
from rag.types import QueryError, Section

if TYPE_CHECKING:
    from rag.engine import Engine
    from rag.serialize import Json


def quotation_at(engine: Engine, doc_id: str, span: Span) -> Json:
    """The quotation at a span of a document's cited text, without the white space at its ends.

    QueryError if the span is outside the text, blank, too long, or in no single clause.
    """
    document = engine.document(doc_id)
    text = document.text
    if span.end > len(text):
        raise QueryError(f"{doc_id} has {len(text):,} characters; choose a place inside it")
    span = _trimmed(span, text)
    if not span:
        raise QueryError("nothing but white space was chosen; choose some words")
    if len(span) > LONGEST_QUOTATION:
        raise QueryError(
            f"{len(span):,} characters are too many to quote, {LONGEST_QUOTATION:,} are the most; "
            "choose a part"
        )
    section = _innermost(engine.sections(doc_id), span)
    try:
        return asdict(quotation_of(document, section, span))
    except ValueError as error:
        raise QueryError(f"what was chosen cannot be noted: {error}; choose a part") from error


def _trimmed(span: Span, text: str) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(span.start + len(words.rstrip()), start))


def _innermost(sections: tuple[Section, ...], span: Span) -> Section:
    around = [section for section in sections if section.span.contains(span)]
    if not around:
        raise QueryError("what was chosen is in no single clause; choose words of one clause")
    return min(around, key=lambda section: len(section.span))
