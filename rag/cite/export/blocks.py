"""A study pack as a run of blocks, which each paged format sets in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.cite.export.study_pack import StudyPack, place_of, settable, single_line
from rag.cite.verify_notes import ComparedNote, ComparedQuotation
from rag.types import Citation, Document


@dataclass(frozen=True, slots=True)
class NoteHeading:
    """Where a note begins."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the source, proved: the only block that is set as a quotation."""

    citation: Citation
    document: Document
    place: str
    link: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What a note says that the source does not, under a warning. Set as anything but a quotation.

    If `leads_on`, what the source does say comes next.
    """

    warning: str
    noted: str
    place: str
    leads_on: bool


@dataclass(frozen=True, slots=True)
class Comment:
    """The reader's own words about a note; may have several lines."""

    text: str


@dataclass(frozen=True, slots=True)
class Tags:
    """The reader's tags of a note."""

    tags: tuple[str, ...]


Block = NoteHeading | Quote | Mark | Comment | Tags


def blocks(pack: StudyPack) -> Iterator[Block]:
    """Every note: its heading, each of its quotations, the comment and the tags."""
    for number, note in enumerate(pack.notes, start=1):
        yield NoteHeading(_heading(pack, number, note))
        for quotation in note.quotations:
            yield from _quotation(pack, quotation)
        if comment := settable(note.note.comment).strip():
            yield Comment(comment)
        if tags := tuple(filter(None, map(single_line, note.note.tags))):
            yield Tags(tags)


def _heading(pack: StudyPack, number: int, note: ComparedNote) -> str:
    return single_line(note.note.question) or pack.labels.say("note", n=number)


def _quotation(pack: StudyPack, quotation: ComparedQuotation) -> Iterator[Block]:
    if not quotation.holds:
        yield Mark(
            pack.mark(quotation),
            quotation.noted.quote,
            single_line(f"{quotation.noted.doc_id} {quotation.noted.address}"),
            leads_on=quotation.source is not None,
        )
    if quotation.source is not None and quotation.document is not None:
        yield Quote(
            quotation.source,
            quotation.document,
            place_of(quotation.document, quotation.source),
            pack.link(quotation.source),
        )
