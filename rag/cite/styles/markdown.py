"""What the two Markdown styles share: escaping, and the words that they add."""

from __future__ import annotations

import re

from rag.cite.reference import Reference

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$!^=])")
_PLAIN_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def plain(text: str) -> str:
    """The text with whatever Markdown would take for a mark escaped.

    >>> print(plain("[draft] *a*_b <c>"))
    \\[draft\\] \\*a\\*\\_b \\<c\\>
    """
    return _SPECIAL.sub(r"\\\1", text)


def address(url: str) -> str:
    """A web address to follow; what is none is only shown."""
    return f"<{url}>" if _PLAIN_ADDRESS.fullmatch(url) else plain(url)


def work(reference: Reference) -> str:
    """The title, in book-title marks or italics, with that of the book it is a part of."""
    title, book = plain(reference.shown_title), plain(reference.book)
    if not reference.is_chinese:
        return f"“{title}”, in *{book}*" if book else f"*{title}*"
    inside = f"，{'载' if reference.is_simplified else '載'}《{book}》" if book else ""
    return f"《{title}》{inside}"


def access(reference: Reference) -> str:
    """Where the document was found, and the day if it is known; empty for what is not online."""
    if not reference.url:
        return ""
    if not reference.accessed:
        return address(reference.url)
    day = plain(reference.accessed)
    if reference.is_chinese:
        return f"{address(reference.url)}（{day}{'查阅' if reference.is_simplified else '查閱'}）"
    return f"{address(reference.url)} (accessed {day})"


def imprint(reference: Reference) -> str:
    """Place and publisher, as far as they are known."""
    colon = "：" if reference.is_chinese else ": "
    return colon.join(map(plain, filter(None, (reference.place, reference.publisher))))


def authors(reference: Reference) -> str:
    """All the authors, as they are written."""
    mark = "、" if reference.is_chinese else "; "
    return mark.join(map(plain, reference.authors))


def linked(text: str, reference: Reference) -> str:
    """The text, and after it the link that opens the clause."""
    return f"{text} {address(reference.link)}" if reference.link else text
