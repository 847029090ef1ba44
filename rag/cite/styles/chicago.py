"""Chicago, seventeenth edition, notes. Sections are those of its Manual of Style."""

from __future__ import annotations

from rag.cite.dates import american_date, year_of
from rag.cite.names import names_of
from rag.cite.reference import Reference

_SINGLE = str.maketrans("“”", "‘’")


def format_chicago(reference: Reference, number: int) -> str:
    """A full note with its number, the clause where a page would stand.

    Plain text, so titles are not in italics; Han names and titles stay in their own script. A
    book says n.p. and n.d. for an unknown place and date (14.132, 14.145); a web page without
    date gives the day of access (14.12, 14.207). An unknown publisher is left out.
    """
    parts = [_authors(reference), *_work(reference), reference.locator, *_access(reference)]
    note = ", ".join(filter(None, parts)).replace(",”, ", ",” ")
    link = f" <{reference.link}>" if reference.link else ""
    return f"{number}. {note.rstrip('.')}.{link}"


def _authors(reference: Reference) -> str:
    """14.76: up to three names in their natural order, or the first and et al."""
    names = [f"{name.given} {name.family}".strip() for name in names_of(reference)]
    if len(names) > 3:
        return f"{names[0]} et al."
    if len(names) == 3:
        return f"{names[0]}, {names[1]}, and {names[2]}"
    return " and ".join(names)


def _work(reference: Reference) -> list[str]:
    if reference.book:
        return [f"{_quoted(reference.shown_title)} in {reference.book} {_facts(reference)}"]
    if not reference.url:
        return [f"{reference.shown_title} {_facts(reference)}"]
    publisher = "" if (reference.publisher,) == reference.authors else reference.publisher
    return [_quoted(reference.shown_title), publisher, american_date(reference.year)]


def _quoted(title: str) -> str:
    """In quotation marks, those inside single (13.30), with the comma that follows."""
    return f"“{title.translate(_SINGLE)},”"


def _facts(reference: Reference) -> str:
    """Place, publisher and year of a book, in parentheses."""
    place = ": ".join(filter(None, (reference.place or "n.p.", reference.publisher)))
    return f"({place}, {year_of(reference.year) or 'n.d.'})"


def _access(reference: Reference) -> list[str]:
    if not reference.url:
        return []
    needs_day = reference.accessed and not reference.year
    return [f"accessed {american_date(reference.accessed)}" if needs_day else "", reference.url]
