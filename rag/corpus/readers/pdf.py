"""PDF files that hold text: pages in order, hard line ends taken back, running heads left out."""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from dataclasses import replace
from typing import Any

from rag.corpus.labels import read_labels
from rag.corpus.readers.extracted import Extracted, ReadError, TextLine, joined_lines
from rag.corpus.readers.glyphs import characters_of
from rag.corpus.readers.pdf_paragraphs import PageLine, paragraphs

_MOST_PAGES = 5_000
_LONGEST_TEXT = 20_000_000
_FEWEST_REPEATS = 3
_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*(?:第\s*)?\d{1,4}\s*(?:頁|页)?(?:\s*[/,,]?\s*共?\s*\d{1,4}\s*[頁页]?)?[-—–·\s]*"
)
# What a browser prints above and below a page: the time and the title, the address and the page.
_PRINTED = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s.{0,4}\d{1,2}:\d{2}(?:\s?[AP]M)?(?:\s.*)?"
    r"|(?:https?|file):/\S+(?:\s+\d{1,4}/\d{1,4})?"
)


def read_pdf(data: bytes) -> Extracted:
    """The text of all pages. A page line that was broken for its width is one line again.

    Running heads and page numbers are furniture. Shapes that two characters share are read as the
    commoner (see `glyphs`). ReadError if there is no text: a scan needs character recognition
    first.
    """
    pages = _pages(data)
    heads = _running_heads(pages)
    furniture: list[TextLine] = []
    body: list[PageLine] = []
    for page in pages:
        for index, line in enumerate(page):
            is_edge = index in (0, 1, len(page) - 2, len(page) - 1)
            reason = _furniture(line.text, heads) if is_edge else ""
            if reason:
                furniture.append(TextLine(line.text, furniture=reason))
            else:
                body.append(line)
    return joined_lines([*map(TextLine, paragraphs(body)), *furniture], "utf-8")


def _furniture(line: str, heads: frozenset[str]) -> str:
    """Why a line at the edge of a page is no text; empty if it is."""
    if _PAGE_NUMBER.fullmatch(line):
        return "page number"
    return "running head" if _without_digits(line) in heads or _PRINTED.fullmatch(line) else ""


def _pages(data: bytes) -> list[list[PageLine]]:
    """The lines of each page that are not blank."""
    import pypdf  # only this format needs it
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("it is protected by a password; save it without")
        if len(reader.pages) > _MOST_PAGES:
            raise ReadError(f"it has {len(reader.pages)} pages, more than {_MOST_PAGES}; split it")
        pages: list[list[PageLine]] = []
        length = 0
        for page in reader.pages:
            pages.append(_lines_of(page))
            length += sum(len(line.text) for line in pages[-1])
            if length > _LONGEST_TEXT:
                raise ReadError("its text is too long; split it")
    except DependencyError as error:
        raise ReadError(f"it is encrypted ({error}); save it without protection") from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ReadError(f"it is damaged ({error}); save it again") from error
    if not any(pages):
        raise ReadError("it holds pictures of text and no text; run character recognition first")
    return pages


def _lines_of(page: Any) -> list[PageLine]:
    """The lines of a page, each where its first visible piece stands."""
    pieces: list[tuple[str, PageLine]] = []

    def visit(text: str, user: list[float], matrix: list[float], _: object, size: float) -> None:
        left = matrix[4] * user[0] + matrix[5] * user[2] + user[4]
        height = matrix[4] * user[1] + matrix[5] * user[3] + user[5]
        scale = math.hypot(*matrix[:2]) * math.hypot(*user[:2])
        pieces.append((text, PageLine("", left, -height, abs(size) * scale)))

    text = page.extract_text(visitor_text=visit)
    is_placed = "".join(piece for piece, _ in pieces) == text
    if not is_placed:
        return [PageLine(characters_of(line.strip())) for line in text.split("\n") if line.strip()]
    lines: list[PageLine] = []
    words, place = "", None
    for piece, stands in pieces:
        for index, part in enumerate(piece.split("\n")):
            if index:
                lines += _placed(words, place)
                words, place = "", None
            words += part
            place = place or (stands if part.strip() else None)
    return lines + _placed(words, place)


def _placed(words: str, place: PageLine | None) -> list[PageLine]:
    return [replace(place, text=characters_of(words.strip()))] if place else []


def _without_digits(line: str) -> str:
    """The line without what may be the number of its page: a clause's own number is none."""
    labels = read_labels(line)
    is_clause = bool(labels) and (labels[0].is_strong or labels[0].kind != "item")
    kept = labels[0].end if is_clause else 0
    return line[:kept] + re.sub(r"\d+", "#", line[kept:])


def _running_heads(pages: list[list[PageLine]]) -> frozenset[str]:
    """Lines at the edges of pages that come again on most pages, but for a number in them."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_without_digits(line.text) for line in [*page[:2], *page[-2:]]})
    fewest = max(_FEWEST_REPEATS, len(pages) // 2)
    return frozenset(line for line, count in counts.items() if count >= fewest)
