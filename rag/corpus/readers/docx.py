"""Word documents: paragraphs and tables in their order, with the numbers that Word shows."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rag.corpus.readers.extracted import Extracted, ReadError, TextLine, joined_lines
from rag.corpus.readers.numbering import Numbering
from rag.corpus.readers.zips import open_zip

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_HEADING_STYLE = re.compile(r"(?:heading|標題|标题)\s*([1-6])", re.IGNORECASE)

_LOWEST_LEVEL = 6


def read_docx(data: bytes) -> Extracted:
    """The document's text, one line for each paragraph or row of a table.

    Numbers that Word counts itself (一、二、三) are written out, for readers see and cite them.
    Running heads and comments are no part of a document's text, and are not read.
    """
    open_zip(data).close()
    import docx  # loads lxml and its templates; only this format needs it
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(data))
        lines = list(_lines(document.iter_inner_content(), Numbering(document.part)))
    except (OpcError, KeyError, ValueError, SyntaxError, AttributeError) as error:
        raise ReadError(
            f"it is not a Word document, or damaged ({error}); save it again"
        ) from error
    return joined_lines(lines, "utf-8", document.core_properties.title or "")


def _lines(blocks: Iterator[Paragraph | Table], numbering: Numbering) -> Iterator[TextLine]:
    for block in blocks:
        if hasattr(block, "rows"):
            yield from _rows(block, numbering)
        else:
            yield from _paragraph_lines(block, numbering)


def _paragraph_lines(paragraph: Any, numbering: Numbering) -> Iterator[TextLine]:
    label = numbering.next_label(paragraph)
    level = _heading_level(paragraph)
    for index, line in enumerate(paragraph.text.split("\n")):
        yield TextLine((label if index == 0 else "") + line, level if index == 0 else 0)


def _heading_level(paragraph: Any) -> int:
    name = paragraph.style.name or "" if paragraph.style is not None else ""
    if name in ("Title", "標題", "标题"):
        return 1
    match = _HEADING_STYLE.fullmatch(name)
    return min(int(match[1]) + 1, _LOWEST_LEVEL) if match else 0


def _rows(table: Any, numbering: Numbering) -> Iterator[TextLine]:
    """One line for each row; merged cells are read once."""
    for row in table.rows:
        seen: list[Any] = []
        cells: list[str] = []
        for cell in row.cells:
            if cell._tc in seen:
                continue
            seen.append(cell._tc)
            inner = _lines(cell.iter_inner_content(), numbering)
            cells.append(" ".join(line.text.strip() for line in inner if line.text.strip()))
        if len(cells) == 1:
            yield TextLine(cells[0])
        else:
            yield TextLine(" | ".join(cells))
