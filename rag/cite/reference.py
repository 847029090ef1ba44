"""What a reference says: the facts known of a document, and the clause that is cited."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from rag.cite.links import LOCAL_PAGE, deep_link
from rag.types import Document, QueryError, Section

_SEPARATORS = re.compile(r"[;；、]")


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited clause with the bibliographic facts of its document, each on one line.

    What is not known is empty, and no style makes it up. `language` is a BCP 47 tag; `authors` are
    as written, `Family, Given` where a name in Latin letters is a person's. `book` is the title of
    the book that the document is a part of. `year` may be a whole date (`2020-05-01`), `accessed`
    is the day the document was taken from `url`. `link` opens the clause in the page.
    """

    doc_id: str
    title: str
    language: str
    address: str
    heading: str = ""
    authors: tuple[str, ...] = ()
    book: str = ""
    publisher: str = ""
    year: str = ""
    place: str = ""
    url: str = ""
    accessed: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        if not self.doc_id or not self.address:
            raise ValueError("a reference needs a document and an address")
        values = [getattr(self, field.name) for field in fields(self) if field.name != "authors"]
        for value in (*values, *self.authors):
            if value != one_line(value):
                raise ValueError(f"a fact of a reference is not one plain line: {value!r}")
        if not all(self.authors):
            raise ValueError("an author's name is empty")

    @property
    def locator(self) -> str:
        """The clause as people look it up: `二/4 擴大民主,居民自治`."""
        return f"{self.address} {self.heading}".rstrip()

    @property
    def shown_title(self) -> str:
        """The title, or the document's id in brackets, as what is supplied by the citer stands."""
        return self.title or f"[{self.doc_id}]"

    @property
    def is_chinese(self) -> bool:
        """True if the document is in Chinese, which decides the punctuation of a reference."""
        return self.language.startswith("zh")

    @property
    def is_simplified(self) -> bool:
        """True if words that a style adds are to be in Simplified characters."""
        return self.language == "zh-Hans"


def reference_to(document: Document, clause: Section | str, *, base_url: str = "") -> Reference:
    """The reference to a clause, given as its section or only as its address.

    Several authors are told apart by `;`, `；` or `、` in `document.author`; a comma parts family
    and given name. `base_url` is where the page is served: without it there is no `link`.
    QueryError if it is no web address.
    """
    address = clause if isinstance(clause, str) else clause.address
    heading = "" if isinstance(clause, str) else clause.heading
    names = map(one_line, _SEPARATORS.split(document.author))
    return Reference(
        doc_id=one_line(document.doc_id),
        title=one_line(document.title),
        language=one_line(document.language),
        address=one_line(address),
        heading=one_line(heading),
        authors=tuple(name for name in names if name),
        book=one_line(document.book),
        publisher=one_line(document.publisher),
        year=one_line(document.year),
        place=one_line(document.place),
        url=one_line(document.url),
        accessed=one_line(document.accessed),
        link=_link(document.doc_id, address, base_url) if base_url else "",
    )


def one_line(text: str) -> str:
    """The text with every run of white space and control characters as one space.

    >>> one_line("社區\\r\\n建設\\x00 綱要 ")
    '社區 建設 綱要'
    """
    plain = "".join(" " if unicodedata.category(c) in _BREAKING else c for c in text)
    return " ".join(plain.split())


# Controls, line and paragraph separators, and halves of surrogate pairs, which no file can hold.
_BREAKING = ("Cc", "Cs", "Zl", "Zp")


def _link(doc_id: str, address: str, base_url: str) -> str:
    return deep_link(doc_id=doc_id, address=address, base_url=_checked(base_url))


def _checked(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address or re.search(r"[\s<>\"{}\\?#]", base_url):
        raise QueryError(f"{base_url!r} is no web address; give one such as {LOCAL_PAGE}, or none")
    return base_url
