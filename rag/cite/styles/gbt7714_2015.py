"""GB/T 7714-2015, numeric (顺序编码制)."""

from __future__ import annotations

from rag.cite.dates import year_of
from rag.cite.reference import Reference
from rag.cite.styles import gbt_rules as rules


def format_gbt7714_2015(reference: Reference, number: int) -> str:
    """An entry of a numbered list (4.1.2, 4.2.2, 4.6.2, 9.1); without author it has the title.

    Clause 7 writes its signs in half width and does not say which width is meant: half it is.
    """
    entry = rules.joined(
        rules.creators_2015(reference),
        rules.title(reference),
        rules.published_2015(reference, year_of(reference.year)),
        reference.url,
    )
    return rules.linked(f"[{number}] {entry}", reference)
