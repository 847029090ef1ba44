"""Web pages: the words of the page in their order, with what its markup says is not the text.

Nothing is fetched, no script is run, and what a reader of the page cannot see is not text.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

from rag.corpus.labels import read_labels
from rag.corpus.readers.extracted import Extracted, ReadError, TextLine, joined_lines
from rag.corpus.readers.plain import BYTE_ORDER_MARKS, detect_encoding

_CHARSET = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]+encoding=[\"']([\w-]+)", re.IGNORECASE
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
_NOT_SHOWN = (
    *("script", "style", "template", "svg", "iframe", "object", "select", "button", "textarea"),
    *("audio", "video", "canvas", "noscript"),
)
_BLOCKS = {
    *("p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "form", "hr"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "caption", "blockquote", "pre", "br"),
    *("figure", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "address", "body", "center"),
}
_CELLS = {"td", "th"}
_FURNITURE = {"nav": "navigation", "aside": "sidebar", "footer": "page footer", "form": "form"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]"
_LINE_END_IN_HAN = re.compile(rf"(?<={_WIDE})[ \t]*\n\s*(?={_WIDE})")
_FEWEST_MAIN_SHARE = 0.5
# A list in a list is numbered otherwise than what it is in, so that it can be told which is which.
_NUMBERS = ("{}. ", "({}) ", "{}) ")

Element = Any  # lxml does not say what types it has


def read_html(data: bytes) -> Extracted:
    """The page's text, one line for each block; navigation and the like as furniture."""
    markup, encoding = decoded_markup(data)
    lines, title = html_lines(markup)
    return joined_lines(lines, encoding, title)


def decoded_markup(data: bytes) -> tuple[str, str]:
    """A page's markup, and the encoding that it says, or shows, that it is in."""
    encoding = _encoding(data)
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise ReadError(f"it says it is {encoding}, but is not; save it as UTF-8") from error


def html_lines(markup: str) -> tuple[list[TextLine], str]:
    """The lines of a page and its title, for every format that holds web pages."""
    # lxml takes a moment to load, and only some formats need it.
    from lxml import etree, html  # type: ignore[import-untyped]

    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadError(f"it is not a web page ({error}); save it again") from error
    title = _tidy(root.findtext(".//title") or "")
    # Not the whole head: of a page that leaves <body> out, as it may, the parser puts <main> there.
    etree.strip_elements(root, *_NOT_SHOWN, "title", with_tail=False)
    page = _Page(_main_part(root))
    for event, element in etree.iterwalk(root, events=("start", "end")):
        (page.enter if event == "start" else page.leave)(element)
    page.end_line()
    tops = [line.text for line in page.lines if line.heading_level == 1 and not line.furniture]
    return page.lines, tops[0] if len(tops) == 1 else title


def _encoding(data: bytes) -> str:
    declared = None if data.startswith(BYTE_ORDER_MARKS) else _CHARSET.search(data[:4096])
    if not declared:
        return detect_encoding(data)
    name = (declared[1] or declared[2]).decode("ascii").lower()
    try:
        return _WIDER.get(name, codecs.lookup(name).name)
    except LookupError:
        return detect_encoding(data)


def _main_part(root: Element) -> Element:
    """The one element that the page marks as its main text, if most of its words are there."""
    length = max(1, len(root.text_content()))
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = root.findall(path)
        if len(found) == 1 and len(found[0].text_content()) >= _FEWEST_MAIN_SHARE * length:
            return found[0]
    return None


def _tidy(words: str) -> str:
    return _SPACE.sub(" ", _LINE_END_IN_HAN.sub("", words)).strip(" ")


class _Page:
    """Collects the lines of a page while its elements are entered and left."""

    def __init__(self, main: Element) -> None:
        self.lines: list[TextLine] = []
        self._main = main
        self._words: list[str] = []
        self._reasons: list[str] = ["" if main is None else "outside the main text"]
        self._counts: list[int | None] = []
        self._heading_level = 0
        self._prefix = ""
        self._pre_depth = 0

    def enter(self, element: Element) -> None:
        """Read what stands before an element and the words it begins with."""
        tag = str(element.tag)
        if tag in _BLOCKS:
            self.end_line()
        self._reasons.append(self._reason(element, tag))
        if tag in ("ol", "ul"):
            self._counts.append(_number_of(element, "start", 1) if tag == "ol" else None)
        elif tag == "li" and self._counts and self._counts[-1] is not None:
            self._counts[-1] = _number_of(element, "value", self._counts[-1])
            lists = sum(count is not None for count in self._counts)
            self._prefix = _NUMBERS[min(lists, len(_NUMBERS)) - 1].format(self._counts[-1])
            self._counts[-1] += 1
        elif re.fullmatch("h[1-6]", tag):
            self._heading_level = int(tag[1])
        self._pre_depth += tag == "pre"
        self._write(element.text)

    def leave(self, element: Element) -> None:
        """Finish an element, and read the words behind it."""
        tag = str(element.tag)
        if tag in _BLOCKS:
            self.end_line()
        elif tag in _CELLS and self._words:
            self._words.append(" | " if element.getnext() is not None else "")
        if tag in ("ol", "ul"):
            self._counts.pop()
        elif tag == "li":
            self._prefix = ""  # of an item without words, which is not the next line's
        elif re.fullmatch("h[1-6]", tag):
            self._heading_level = 0
        self._reasons.pop()
        self._pre_depth -= tag == "pre"
        self._write(element.tail)

    def end_line(self) -> None:
        """Finish the line that is being collected."""
        words = _tidy("".join(self._words))
        self._words.clear()
        if not words:
            return
        # A browser numbers such a list itself: the numbers are what its reader sees and cites.
        prefix = "" if read_labels(words) else self._prefix
        self._prefix = ""
        self.lines.append(TextLine(prefix + words, self._heading_level, self._reasons[-1]))

    def _write(self, words: str | None) -> None:
        if not words:
            return
        for index, line in enumerate(words.split("\n") if self._pre_depth else [words]):
            if index:
                self.end_line()
            self._words.append(line)

    def _reason(self, element: Element, tag: str) -> str:
        if element is self._main:
            return ""
        hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
        return self._reasons[-1] or ("hidden" if hidden else _FURNITURE.get(tag, ""))


def _number_of(element: Element, attribute: str, otherwise: int) -> int:
    """The number that a list begins with, or an item has, by its own word."""
    written = element.get(attribute) or ""
    return int(written) if written.isascii() and written.isdecimal() else otherwise
