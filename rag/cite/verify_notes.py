"""Whether the documents still say what notes quote from them, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Protocol

from rag.answer.verify import cite, is_exact
from rag.cite.find_quote import find_exact, find_near
from rag.cite.list_items import list_items
from rag.cite.notes import Note, Notebook, NotedQuotation, quotable_part, text_hash
from rag.text import MappedText, fold
from rag.types import Citation, Document, QueryError, Section, Span


class NotedStatus(StrEnum):
    """What became of a noted quotation.

    VERIFIED  the document is the same, and says these words in this clause
    MOVED     it says these words, but it has changed, or they stand elsewhere than noted
    ALTERED   it says nearly these words
    MISSING   it says nothing like them, or there is no such document
    """

    VERIFIED = "verified"
    MOVED = "moved"
    ALTERED = "altered"
    MISSING = "missing"


class Library(Protocol):
    """Where documents are looked up, QueryError if there is none: an `Engine` is one."""

    def document(self, doc_id: str) -> Document:
        """A document with its cited text."""

    def sections(self, doc_id: str) -> tuple[Section, ...]:
        """Its clause tree, in document order."""


@dataclass(frozen=True, slots=True)
class ComparedQuotation:
    """A noted quotation beside what the source says.

    `source` is what may be quoted, proved against `document`: the noted words where they stand
    now, or, if the status is ALTERED, the words nearest to them. It is None exactly when the
    status is MISSING; `document` is then None if it is gone. `items` are the clauses of the list
    that the quotation announces, if it does.
    """

    noted: NotedQuotation
    status: NotedStatus
    document: Document | None = None
    source: Citation | None = None
    items: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        if (self.source is None) != (self.status is NotedStatus.MISSING):
            raise ValueError(f"a {self.status} quotation with source {self.source}")

    @property
    def holds(self) -> bool:
        """True if the source says the noted words."""
        return self.status in (NotedStatus.VERIFIED, NotedStatus.MOVED)


@dataclass(frozen=True, slots=True)
class ComparedNote:
    """A note with each of its quotations checked, in its order; none is left out."""

    note: Note
    quotations: tuple[ComparedQuotation, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    document: Document
    sections: tuple[Section, ...]
    sha256: str


def verify_notes(notes: Notebook, library: Library) -> tuple[ComparedNote, ...]:
    """Every note, each quotation checked against the library's documents as they are now."""

    @cache
    def source(doc_id: str) -> _Source | None:
        try:
            document = library.document(doc_id)
        except QueryError:
            return None
        return _Source(document, library.sections(doc_id), text_hash(document.text))

    @cache
    def view(doc_id: str) -> MappedText:
        return fold(library.document(doc_id).text)

    def checked(quotation: NotedQuotation) -> ComparedQuotation:
        found = source(quotation.doc_id)
        if found is None:
            return ComparedQuotation(quotation, NotedStatus.MISSING)
        return _checked(quotation, found, view)

    return tuple(ComparedNote(note, tuple(map(checked, note.quotations))) for note in notes.notes)


def count_statuses(notes: Iterable[ComparedNote]) -> Counter[NotedStatus]:
    """How many quotations have each status."""
    return Counter(quotation.status for note in notes for quotation in note.quotations)


def _checked(
    noted: NotedQuotation, source: _Source, view: Callable[[str], MappedText]
) -> ComparedQuotation:
    is_same = noted.sha256 == source.sha256
    if is_same and is_exact(noted.quote, noted.span, source.document.text):
        cited = _cited(noted, source, noted.span)
        status = NotedStatus.VERIFIED if cited.address == noted.address else NotedStatus.MOVED
        return _found(noted, status, source, cited)
    exact = find_exact(noted, source.document.text)
    if exact is not None:
        return _found(noted, NotedStatus.MOVED, source, _cited(noted, source, exact))
    near = find_near(noted.quote, view(noted.doc_id))
    if near is not None and (part := quotable_part(source.document.text, near)):
        return _found(noted, NotedStatus.ALTERED, source, _cited(noted, source, part))
    return ComparedQuotation(noted, NotedStatus.MISSING, source.document)


def _found(
    noted: NotedQuotation, status: NotedStatus, source: _Source, cited: Citation
) -> ComparedQuotation:
    items = list_items(source.document, source.sections, cited)
    return ComparedQuotation(noted, status, source.document, cited, items)


def _cited(noted: NotedQuotation, source: _Source, span: Span) -> Citation:
    """The words at a span under the noted clause, if they stand in it; else the innermost one."""
    around = [s for s in source.sections if s.span.contains(span)] or [
        s for s in source.sections if s.span.start <= span.start < s.span.end
    ]
    named = [section for section in around if section.address == noted.address]
    section = min(named or around, key=lambda s: len(s.span), default=None)
    if section is None:
        return cite(source.document, "", "", span)
    return cite(source.document, section.address, section.heading, span)
