"""CSV: a row for each quotation, for spreadsheets and programs."""

from __future__ import annotations

import csv
import io
import re

from rag.cite.export.study_pack import StudyPack, settable, title_of
from rag.cite.verify_notes import ComparedNote, ComparedQuotation

COLUMNS = (
    *("note", "created", "question", "comment", "tags", "status", "doc_id", "title", "address"),
    *("heading", "start", "end", "quote", "noted", "link", "guarded"),
)
# What spreadsheets take for a formula, also in full width.
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_GUARD = "'"


def to_csv(pack: StudyPack) -> bytes:
    """A table in UTF-8 with the mark that spreadsheets know it by.

    `quote` is always a verbatim slice of the source, or empty; `noted` is what the note says
    instead, where the source does not say it. A cell that a spreadsheet would take for a formula
    gets an apostrophe before it, and `guarded` names the columns of the row that got one, so that
    a program can take it off again. A note without quotations has a row with its comment.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, note in enumerate(pack.notes, start=1):
        for quotation in note.quotations or (None,):
            writer.writerow(_guarded(_row(pack, number, note, quotation)))
    return out.getvalue().encode("utf-8-sig")


def _row(
    pack: StudyPack, number: int, note: ComparedNote, quotation: ComparedQuotation | None
) -> dict[str, str]:
    row = dict.fromkeys(COLUMNS, "")
    row |= {
        "note": str(number),
        "created": settable(note.note.created),
        "question": settable(note.note.question),
        "comment": settable(note.note.comment),
        "tags": settable(", ".join(note.note.tags)),
    }
    return row | _place(pack, quotation) if quotation is not None else row


def _place(pack: StudyPack, quotation: ComparedQuotation) -> dict[str, str]:
    noted, source, document = quotation.noted, quotation.source, quotation.document
    place = {
        "status": str(quotation.status),
        "doc_id": settable(noted.doc_id),
        "title": title_of(document) if document else "",
        "noted": "" if quotation.holds else noted.quote,
    }
    if source is None:
        return place | {"address": settable(noted.address), "heading": settable(noted.heading)}
    return place | {
        "address": source.address,
        "heading": source.heading,
        "start": str(source.span.start),
        "end": str(source.span.end),
        "quote": source.quote,
        "link": pack.link(source),
    }


def _guarded(row: dict[str, str]) -> list[str]:
    guarded = [name for name, cell in row.items() if _FORMULA.match(cell)]
    row |= {name: _GUARD + row[name] for name in guarded}
    return list((row | {"guarded": " ".join(guarded)}).values())
