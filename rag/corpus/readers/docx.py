"""Word documents: paragraphs and tables in their order, with the numbers that Word shows."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rag.corpus.readers.extracted import Extracted, ReadError, TextLine, joined_lines
from rag.corpus.readers.numbering import Numbering, W
from rag.corpus.readers.zips import open_zip

_HEADING_STYLE = re.compile(r"(?:heading|標題|标题)\s*([1-6])", re.IGNORECASE)

_LOWEST_LEVEL = 6
# What Word wraps words or paragraphs of the text in: links, what it took for a date or a place,
# fields, controls, and what was inserted or moved there while changes were tracked.
_WRAPPERS = {
    f"{W}{name}"
    for name in (
        *("hyperlink", "smartTag", "fldSimple", "sdt", "sdtContent", "customXml"),
        *("ins", "moveTo", "bdo", "dir"),
    )
}
_CONTENTS = f"{W}sdtPr/{W}docPartObj/{W}docPartGallery[@{W}val='Table of Contents']"


def read_docx(data: bytes) -> Extracted:
    """The document's text, one line for each paragraph or row of a table.

    Numbers that Word counts itself (一、二、三) are written out, for readers see and cite them.
    Running heads and comments are no part of a document's text, and are not read; nor is what was
    deleted while changes were tracked. A table of contents that Word made is furniture.
    """
    open_zip(data).close()
    import docx  # loads lxml and its templates; only this format needs it
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        lines = list(_lines(body, document._body, Numbering(document.part)))
    except (OpcError, KeyError, ValueError, SyntaxError, AttributeError) as error:
        raise ReadError(
            f"it is not a Word document, or damaged ({error}); save it again"
        ) from error
    return joined_lines(lines, "utf-8", document.core_properties.title or "")


def _lines(element: Any, container: Any, numbering: Numbering) -> Iterator[TextLine]:
    """The lines of the paragraphs and tables in `element`, a part of the body or of a cell."""
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for block in element:
        if block.tag == f"{W}p":
            yield from _paragraph_lines(Paragraph(block, container), numbering)
        elif block.tag == f"{W}tbl":
            yield from _rows(Table(block, container), numbering)
        elif block.tag in _WRAPPERS:
            reason = "" if block.find(_CONTENTS) is None else "table of contents"
            for line in _lines(block, container, numbering):
                yield replace(line, furniture=line.furniture or reason)


def _paragraph_lines(paragraph: Any, numbering: Numbering) -> Iterator[TextLine]:
    words = _words(paragraph._p)
    label = numbering.next_label(paragraph) if words.strip() else ""
    level = _heading_level(paragraph)
    for index, line in enumerate(words.split("\n")):
        yield TextLine((label if index == 0 else "") + line, level if index == 0 else 0)


def _words(element: Any) -> str:
    """What is shown of a paragraph; python-docx's own `text` leaves out most of what is wrapped."""
    return "".join(
        str(child.text) if child.tag == f"{W}r" else _words(child)
        for child in element
        if child.tag == f"{W}r" or child.tag in _WRAPPERS
    )


def _heading_level(paragraph: Any) -> int:
    name = paragraph.style.name or "" if paragraph.style is not None else ""
    if name in ("Title", "標題", "标题"):
        return 1
    match = _HEADING_STYLE.fullmatch(name)
    return min(int(match[1]) + 1, _LOWEST_LEVEL) if match else 0


def _rows(table: Any, numbering: Numbering) -> Iterator[TextLine]:
    """One line for each row. A cell that is merged across stands in it once, one that is merged
    down in each of its rows, with the same number."""
    read: dict[Any, str] = {}
    for row in table.rows:
        for cell in row.cells:
            if cell._tc not in read:
                inner = _lines(cell._tc, cell, numbering)
                words = " ".join(line.text.strip() for line in inner if line.text.strip())
                read[cell._tc] = words
        cells = [read[held] for held in dict.fromkeys(cell._tc for cell in row.cells)]
        if len(cells) == 1:
            yield TextLine(cells[0])
        else:
            yield TextLine(" | ".join(cells))
