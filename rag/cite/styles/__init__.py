"""The styles that a reference can be written in: each a function of a reference and its number."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from rag.cite.reference import Reference
from rag.cite.styles.apa import format_apa
from rag.cite.styles.author_date import format_author_date
from rag.cite.styles.bibtex import format_bibtex
from rag.cite.styles.chicago import format_chicago
from rag.cite.styles.csl_json import csl_item, format_csl_json
from rag.cite.styles.footnote import format_footnote
from rag.cite.styles.gbt7714 import format_gbt7714
from rag.cite.styles.gbt7714_2015 import format_gbt7714_2015
from rag.cite.styles.gbt7714_2015_author_date import format_gbt7714_2015_author_date
from rag.cite.styles.gbt7714_author_date import format_gbt7714_author_date
from rag.cite.styles.ris import format_ris
from rag.types import QueryError

__all__ = ["DEFAULT_STYLE", "STYLES", "csl_item", "format_reference", "format_references"]

DEFAULT_STYLE = "footnote"
STYLES: Mapping[str, Callable[[Reference, int], str]] = MappingProxyType(
    {
        "footnote": format_footnote,
        "author-date": format_author_date,
        "gbt7714": format_gbt7714,
        "gbt7714-author-date": format_gbt7714_author_date,
        "gbt7714-2015": format_gbt7714_2015,
        "gbt7714-2015-author-date": format_gbt7714_2015_author_date,
        "apa": format_apa,
        "chicago": format_chicago,
        "bibtex": format_bibtex,
        "ris": format_ris,
        "csl-json": format_csl_json,
    }
)
# Entries of one line are a list as they are; the others are set apart.
_ONE_LINE = frozenset(name for name in STYLES if name.startswith(("gbt7714", "chicago")))
# The first line is for the text, the rest for its end.
_IN_TWO_PLACES = frozenset({"footnote", "author-date", "apa"})


def format_reference(reference: Reference, style: str, number: int = 1) -> str:
    """A reference in a style of STYLES, with its number where the style has one.

    QueryError, naming the styles, for any other.
    """
    return _function(style)(reference, number)


def format_references(references: Sequence[Reference], style: str) -> str:
    """References in one style, numbered in order from 1; one that comes again is given once.

    In styles that mark the text as well, the marks of several come first, and then the entries.
    """
    function = _function(style)
    distinct = tuple(dict.fromkeys(references))
    if style == "csl-json":
        return json.dumps(list(map(csl_item, distinct)), ensure_ascii=False, indent=2)
    written = [function(reference, number) for number, reference in enumerate(distinct, start=1)]
    if style in _IN_TWO_PLACES and len(written) > 1:
        parts = [text.partition("\n") for text in written]
        marks = "\n".join(mark for mark, _, _ in parts)
        return "\n\n".join((marks, *(entry.lstrip("\n") for _, _, entry in parts)))
    return ("\n" if style in _ONE_LINE else "\n\n").join(written)


def _function(style: str) -> Callable[[Reference, int], str]:
    if style not in STYLES:
        raise QueryError(f"no style {style!r}; the styles are: {', '.join(STYLES)}")
    return STYLES[style]
