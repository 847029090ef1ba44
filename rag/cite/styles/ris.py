"""RIS, the tagged format that reference managers import."""

from __future__ import annotations

from collections.abc import Iterator

from rag.cite.dates import date_parts, year_of
from rag.cite.names import names_of
from rag.cite.reference import Reference
from rag.cite.styles.citation_key import citation_key


def format_ris(reference: Reference, number: int) -> str:
    """A record with the clause in N1, and the address of the document and of the clause in UR.

    Unknown tags are left out. `number` is not used.
    """
    return "\n".join(f"{tag}  - {value}" for tag, value in _tags(reference) if value) + "\nER  - "


def _tags(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "CHAP" if reference.book else "ELEC" if reference.url else "BOOK"
    yield "ID", citation_key(reference)
    for name in names_of(reference):
        yield "AU", f"{name.family}, {name.given}" if name.given else name.family
    yield "TI", reference.shown_title
    yield "T2", reference.book
    yield "PB", reference.publisher
    yield "CY", reference.place
    yield "PY", year_of(reference.year)
    yield "DA", _date(reference.year)
    yield "Y2", _date(reference.accessed) or reference.accessed
    yield "LA", reference.language
    yield "N1", reference.locator
    yield "UR", reference.url
    yield "UR", reference.link


def _date(written: str) -> str:
    """Year, month and day parted by slashes, with a slash for each that is not known."""
    parts = date_parts(written)
    if not parts:
        return ""
    return "/".join([f"{part:02}" for part in parts] + [""] * (4 - len(parts)))
