"""BibTeX, in UTF-8, as BibTeX and biblatex both read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from rag.cite.dates import date_parts, year_of
from rag.cite.names import Name, names_of
from rag.cite.reference import Reference
from rag.cite.styles.citation_key import citation_key

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # BibTeX counts braces without regard to a backslash before them.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "$&#_%"},
    }
)
# Signs that fonts would set as one: -- as a dash, '' as a closing quotation mark.
_LIGATURES = re.compile(r"([-'`?!<>,])(?=[-'`<>,])")


def format_bibtex(reference: Reference, number: int) -> str:
    """An entry with the clause in `note`, and the link to it in `clauseurl`.

    `url` is that of the document, or else the link to the clause. Unknown fields are left out.
    `number` is not used.
    """
    lines = [f"  {name} = {{{value}}}," for name, value in _fields(reference) if value]
    return "\n".join((f"@{_kind(reference)}{{{citation_key(reference)},", *lines, "}"))


def _kind(reference: Reference) -> str:
    if reference.book:
        return "incollection"
    return "misc" if reference.url else "book"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "author", " and ".join(map(_name, names_of(reference)))
    yield "title", f"{{{latex(reference.shown_title)}}}"
    yield "booktitle", reference.book and f"{{{latex(reference.book)}}}"
    yield "publisher", latex(reference.publisher)
    yield "address", latex(reference.place)
    yield "year", latex(year_of(reference.year))
    yield "date", reference.year if len(date_parts(reference.year)) > 1 else ""
    yield "note", latex(reference.locator)
    yield "url", _address(reference.url or reference.link)
    yield "urldate", reference.accessed if date_parts(reference.accessed) else ""
    yield "clauseurl", _address(reference.link)
    yield "langid", "chinese" if reference.is_chinese else "english"


def latex(text: str) -> str:
    """The text as LaTeX sets it unchanged.

    >>> print(latex("50% of {A} & B -- C_1"))
    50\\% of \\textbraceleft{}A\\textbraceright{} \\& B -{}- C\\_1
    """
    return _LIGATURES.sub(r"\1{}", text.translate(_LATEX))


def _name(name: Name) -> str:
    """A person's name in two parts; any other in braces, so that no word of it is taken for one."""
    if name.given:
        return f"{{{latex(name.family)}}}, {{{latex(name.given)}}}"
    return f"{{{latex(name.family)}}}"


def _address(url: str) -> str:
    """A web address, which is not escaped for LaTeX, without what would end the field."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~")
