"""What the four GB/T 7714 styles share. Clauses are those of the standard's text.

One rule of both editions is not ours to apply: a name in pinyin may (2015, 8.1.1) or should (2025,
7.1.1) be treated unlike other Western names, but its letters do not tell that it is pinyin.
The editor and author of the book that a document is a part of are not known to us.
"""

from __future__ import annotations

from dataclasses import dataclass

from rag.cite.dates import date_parts, year_of
from rag.cite.names import Name, et_al, name_of
from rag.cite.reference import Reference

_MOST_AUTHORS = 3


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs before a publisher or page, before an author or year, and around a date."""

    colon: str = ": "
    comma: str = ", "
    opening: str = "("
    closing: str = ")"


HALF_WIDTH = Signs()
FULL_WIDTH = Signs("：", "，", "（", "）")


def signs_2025(reference: Reference) -> Signs:
    """2025, 6.2 prints ： ， （） in full width, and . [ ] / // in half width.

    That is done where the document is in Chinese; 5.1 has every other in its own language, and its
    examples then have half width.
    """
    return FULL_WIDTH if reference.is_chinese else HALF_WIDTH


def name_2025(name: Name) -> str:
    """2025, 7.1.1: the family name begins with a capital, hyphens stay between initials."""
    return " ".join((name.family, *name.initials))


def name_2015(name: Name) -> str:
    """2015, 6.3 and 8.1.1: the family name in capitals, initials without dots or hyphens."""
    family = name.family.upper() if name.given else name.family
    return " ".join((family, *" ".join(name.initials).replace("-", " ").split()))


def creators(names: tuple[str, ...], reference: Reference, signs: Signs) -> str:
    """2025, 7.1.2 and 2015, 8.1.2: at most three authors, then 等 or et al."""
    shown = names[:_MOST_AUTHORS]
    rest = (et_al(reference, shown),) if len(names) > _MOST_AUTHORS else ()
    return signs.comma.join((*shown, *rest))


def creators_2025(reference: Reference) -> str:
    """The authors by the edition of 2025; empty if none is known."""
    names = tuple(name_2025(name_of(author)) for author in reference.authors)
    return creators(names, reference, signs_2025(reference))


def creators_2015(reference: Reference) -> str:
    """The authors by the edition of 2015; empty if none is known."""
    names = tuple(name_2015(name_of(author)) for author in reference.authors)
    return creators(names, reference, HALF_WIDTH)


def anonymous(reference: Reference) -> str:
    """2025, 7.1.3 and 2015, 8.1.3: who stands first in an author-date list without an author."""
    return "佚名" if reference.is_chinese else "Anon"


def unknown_year(reference: Reference) -> str:
    """What stands for a year in author-date lists, in the brackets of supplied facts (6.2, 7.2).

    Neither edition has a word for a year that cannot even be estimated.
    """
    if not reference.is_chinese:
        return "[n.d.]"
    return "[出版年不详]" if reference.is_simplified else "[出版年不詳]"


def imprint(reference: Reference, signs: Signs) -> str:
    """Place and publisher (2025, 7.5.2.3 and 7.5.3.3; 2015, 8.4.1.2 and 8.4.2.2).

    Of a book, what is unknown is said to be; of an electronic resource, it is left out. The words
    for it are in the script of the document.
    """
    if reference.url:
        return signs.colon.join(filter(None, (reference.place, reference.publisher)))
    unknown = "详" if reference.is_simplified else "詳"
    no_place = f"出版地不{unknown}" if reference.is_chinese else "S.l."
    no_publisher = f"出版者不{unknown}" if reference.is_chinese else "s.n."
    if not reference.place and not reference.publisher:
        return f"[{no_place}{signs.colon}{no_publisher}]"
    place = reference.place or f"[{no_place}]"
    publisher = reference.publisher or f"[{no_publisher}]"
    return f"{place}{signs.colon}{publisher}"


def title(reference: Reference) -> str:
    """The title with its type (2025, annex A; 2015, annex B): M, M of a book, or EB of the web.

    What the document is beyond that (a standard, an archive record) no fact of ours tells.
    """
    if reference.book:
        medium = "[M/OL]" if reference.url else "[M]"
        return f"{reference.shown_title}{medium}//{reference.book}"
    return f"{reference.shown_title}{'[EB/OL]' if reference.url else '[M]'}"


def is_web_page(reference: Reference) -> bool:
    """True for what is neither a book nor a part of one."""
    return bool(reference.url) and not reference.book


def has_day(reference: Reference) -> bool:
    """True if not only the year, but the month or day of publication is known."""
    return len(date_parts(reference.year)) > 1


def accessed(reference: Reference) -> str:
    """The day of access in brackets (2025, 7.6; 2015, 8.4.4.2); nothing if it is not known."""
    return f"[{reference.accessed}]" if reference.accessed and reference.url else ""


def joined(*parts: str) -> str:
    """The parts that there are, each ended by a full stop that none of them has already."""
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def web_2025(reference: Reference, *, dated: bool) -> str:
    """2025, 8.11.3.2: dates of a web page. `dated` is whether the year has not been given yet.

    A web page has no place for a page number there; the clause follows the dates, after the sign
    that 6.2 puts before page numbers.
    """
    signs = signs_2025(reference)
    when = f"{signs.opening}{reference.year}{signs.closing}" if dated and reference.year else ""
    dates = f"{when}{accessed(reference)}"
    return f"{dates}{signs.colon}{reference.locator}" if dates else reference.locator


def book_2025(reference: Reference, year: str) -> str:
    """2025, 8.2.2 and 8.3.2: place, publisher, year and cited clause; no day of access."""
    signs = signs_2025(reference)
    published = signs.comma.join(filter(None, (imprint(reference, signs), year)))
    return signs.colon.join(filter(None, (published, reference.locator)))


def published_2015(reference: Reference, year: str) -> str:
    """2015, 4.1.2, 4.2.2 and 4.6.2: imprint, year, cited clause, date of change, day of access.

    The year belongs to the imprint: a web page without one has only its date, if that has a day.
    """
    when = f"({reference.year})" if is_web_page(reference) and has_day(reference) else ""
    imprinted = imprint(reference, HALF_WIDTH)
    has_year = bool(imprinted) or not when
    published = ", ".join(filter(None, (imprinted, year if has_year else "")))
    located = ": ".join(filter(None, (published, reference.locator)))
    return f"{located}{when}{accessed(reference)}"


def linked(entry: str, reference: Reference) -> str:
    """The entry followed by the link to the clause, which no standard foresees, in < >."""
    return f"{entry} <{reference.link}>" if reference.link else entry


def year_in_list(reference: Reference) -> str:
    """The year for an author-date list."""
    return year_of(reference.year) or unknown_year(reference)
