"""PDF files that hold text: pages in order, hard line ends taken back, running heads left out."""

from __future__ import annotations

import io
import re
import statistics
from collections import Counter

from rag.corpus.label import SENTENCE_END
from rag.corpus.labels import read_labels
from rag.corpus.readers.extracted import Extracted, ReadError, TextLine, joined_lines

_MOST_PAGES = 5_000
_LONGEST_TEXT = 20_000_000
_FEWEST_REPEATS = 3
_FULL_LINE_SHARE = 0.8
_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*(?:第\s*)?\d{1,4}\s*(?:頁|页)?(?:\s*[/,,]?\s*共?\s*\d{1,4}\s*[頁页]?)?[-—–·\s]*"
)
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—]")


def read_pdf(data: bytes) -> Extracted:
    """The text of all pages. A page line that was broken for its width is one line again.

    Running heads and page numbers are furniture. ReadError if there is no text: a scan needs
    character recognition first.
    """
    pages = [page.split("\n") for page in _page_texts(data)]
    heads = _running_heads(pages)
    lines: list[TextLine] = []
    body: list[str] = []
    for page in pages:
        visible = [line.strip() for line in page if line.strip()]
        for index, line in enumerate(visible):
            is_edge = index in (0, 1, len(visible) - 2, len(visible) - 1)
            if is_edge and (_without_digits(line) in heads or _PAGE_NUMBER.fullmatch(line)):
                reason = "page number" if _PAGE_NUMBER.fullmatch(line) else "running head"
                lines.append(TextLine(line, furniture=reason))
            else:
                body.append(line)
    return joined_lines([*map(TextLine, _rejoined(body)), *lines], "utf-8")


def _page_texts(data: bytes) -> list[str]:
    import pypdf  # only this format needs it
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("it is protected by a password; save it without")
        if len(reader.pages) > _MOST_PAGES:
            raise ReadError(f"it has {len(reader.pages)} pages, more than {_MOST_PAGES}; split it")
        texts: list[str] = []
        for page in reader.pages:
            texts.append(page.extract_text())
            if sum(map(len, texts)) > _LONGEST_TEXT:
                raise ReadError("its text is too long; split it")
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ReadError(f"it is damaged ({error}); save it again") from error
    if not any(text.strip() for text in texts):
        raise ReadError("it holds pictures of text and no text; run character recognition first")
    return texts


def _without_digits(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _running_heads(pages: list[list[str]]) -> frozenset[str]:
    """Lines at the edges of pages that come again on most pages, but for a number in them."""
    counts: Counter[str] = Counter()
    for page in pages:
        visible = [line.strip() for line in page if line.strip()]
        counts.update({_without_digits(line) for line in [*visible[:2], *visible[-2:]]})
    fewest = max(_FEWEST_REPEATS, len(pages) // 2)
    return frozenset(line for line, count in counts.items() if count >= fewest)


def _rejoined(lines: list[str]) -> list[str]:
    """Lines that were broken only because the page is so wide, whole again."""
    widths = sorted(map(_width, lines))
    full = _FULL_LINE_SHARE * statistics.quantiles(widths, n=10)[-1] if len(widths) > 1 else 0
    joined: list[str] = []
    may_go_on = False
    for line in lines:
        if may_go_on and not read_labels(line):
            joined[-1] += ("" if _needs_no_space(joined[-1], line) else " ") + line
        else:
            joined.append(line)
        may_go_on = _width(line) >= full and line[-1] not in SENTENCE_END + ":：.”』」"
    return joined


def _width(line: str) -> int:
    return len(line) + len(_WIDE.findall(line))


def _needs_no_space(before: str, after: str) -> bool:
    return bool(_WIDE.match(before[-1]) or _WIDE.match(after[0]))
