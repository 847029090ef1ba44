"""Notes to test with: whole notebooks of quotations from the shelf, good and spoilt."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

from hypothesis import strategies as st

from rag.cite.notes import FORMAT, VERSION, Note, Notebook, NotedQuotation, quotation_of
from rag.cite.verify_notes import Library
from rag.corpus import parse_text
from rag.types import Document, QueryError, Section, Span

ODD = "「社區」“Q”\n\n 、*_[]()#`~|<>&\\^$=%{}@!-+.:;'\"\t\u3000\xa0é𠀀1）=[^1]<b>&amp;\u2028"
ODD_TEXT = st.text(alphabet=st.sampled_from(ODD), max_size=40)


class OneDocument:
    """A library of one document, `garden`, as it is now."""

    def __init__(self, text: str, *, title: str = "公園管理辦法") -> None:
        self.parsed = parse_text("garden", text, title=title)

    def document(self, doc_id: str) -> Document:
        if doc_id != "garden":
            raise QueryError(f"no document {doc_id}")
        return self.parsed.document

    def sections(self, doc_id: str) -> tuple[Section, ...]:
        return self.parsed.sections


def quoting(library: Library, doc_id: str, words: str) -> NotedQuotation:
    """The first place of `words` in a document, with its proof."""
    document = library.document(doc_id)
    start = document.text.index(words)
    span = Span(start, start + len(words))
    around = [s for s in library.sections(doc_id) if s.span.contains(span)]
    return quotation_of(document, min(around, key=lambda s: len(s.span)), span)


def note_of(*quotations: NotedQuotation, comment: str = "", question: str = "什麼是遊客?") -> Note:
    """A note of some quotations."""
    return Note("n1", "2026-11-24T09:00:00Z", question, comment, ("社區", "exam 1"), quotations)


def notebook(*notes: Note, title: str = "期末複習") -> Notebook:
    """A notebook of some notes."""
    return Notebook(title, notes)


def with_quote(quotation: NotedQuotation, quote: str) -> NotedQuotation:
    """The quotation, its words changed by someone."""
    return replace(quotation, quote=quote)


def notes_to_json(notes: Notebook) -> dict[str, Any]:
    """The notes file, to be written as JSON."""
    return {"format": FORMAT, "version": VERSION, **asdict(notes)}


def write_notebook(notes: Notebook) -> bytes:
    """The bytes of the notes file, set as the page sets it."""
    return json.dumps(notes_to_json(notes), ensure_ascii=False, indent=1).encode("utf-8")
