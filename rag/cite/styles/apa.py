"""APA, seventh edition. Sections are those of its Publication Manual."""

from __future__ import annotations

from rag.cite.dates import american_date, month_and_day, year_of
from rag.cite.names import Name, names_of
from rag.cite.reference import Reference

_MOST_AUTHORS = 20


def format_apa(reference: Reference, number: int) -> str:
    """The citation in the text with the clause as its place (8.13), and the entry in the list.

    Plain text, so titles are not in italics; Han names and titles stay in their own script.
    `number` is not used. Without author the title moves to the front (8.14, 9.12); without year
    it is n.d. (9.17). A place is never given (9.29); a publisher who is the author is left out.
    """
    in_text = f"{_short_author(reference)} {_year(reference)}, {reference.locator}"
    return f"({in_text})\n{_entry(reference)}"


def _entry(reference: Reference) -> str:
    title = _ended(reference.shown_title)
    when = f"({', '.join(filter(None, (_year(reference), _day(reference))))})."
    author = _authors(reference)
    parts = [_ended(author), when, title] if author else [title, when]
    if reference.book:
        parts.append(_ended(f"In {reference.book}"))
    if reference.publisher and (reference.publisher,) != reference.authors:
        parts.append(_ended(reference.publisher))
    parts.append(_retrieved(reference))
    if reference.link:
        parts.append(f"<{reference.link}>")
    return " ".join(filter(None, parts))


def _year(reference: Reference) -> str:
    return year_of(reference.year) or "n.d."


def _day(reference: Reference) -> str:
    return month_and_day(reference.year) if reference.url and not reference.book else ""


def _retrieved(reference: Reference) -> str:
    """9.16: the day of access where nothing else dates the page."""
    if reference.url and reference.accessed and not reference.year:
        return f"Retrieved {american_date(reference.accessed)}, from {reference.url}"
    return reference.url


def _authors(reference: Reference) -> str:
    """9.8: up to 20 authors; of more, the first 19, an ellipsis and the last."""
    names = list(map(_inverted, names_of(reference)))
    if len(names) > _MOST_AUTHORS:
        return f"{', '.join(names[: _MOST_AUTHORS - 1])}, . . . {names[-1]}"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def _inverted(name: Name) -> str:
    if not name.given:
        return name.family
    initials = " ".join(f"{initial.replace('-', '.-')}." for initial in name.initials)
    return f"{name.family}, {initials}".rstrip(", ")


def _short_author(reference: Reference) -> str:
    """8.17: one or two names, or the first and et al.; without author, the title (8.14).

    The comma that follows stands inside quotation marks.
    """
    names = [name.family for name in names_of(reference)]
    if not names:
        is_whole_book = not reference.url and not reference.book
        title = f"{reference.shown_title},"
        return title if is_whole_book else f"“{title}”"
    return f"{names[0]} et al.," if len(names) > 2 else f"{' & '.join(names)},"


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!", "。", "？", "！")) else f"{text}."
