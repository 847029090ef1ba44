"""GB/T 7714-2025, numeric (顺序编码制), in force since 1 July 2026."""

from __future__ import annotations

from rag.cite.dates import year_of
from rag.cite.reference import Reference
from rag.cite.styles import gbt_rules as rules


def format_gbt7714(reference: Reference, number: int) -> str:
    """An entry of a numbered list (8.2.2, 8.3.2, 8.11.3.2, 9.2.2); without author it has the title.

    Unlike 2015: full-width signs for Chinese documents, no capitals for family names, no day of
    access but for web pages, and no publisher of a web page.
    """
    if rules.is_web_page(reference):
        published = rules.web_2025(reference, dated=True)
    else:
        published = rules.book_2025(reference, year_of(reference.year))
    entry = rules.joined(
        rules.creators_2025(reference), rules.title(reference), published, reference.url
    )
    return rules.linked(f"[{number}] {entry}", reference)
