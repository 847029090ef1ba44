"""GB/T 7714-2025, author and date (著者-出版年制)."""

from __future__ import annotations

from rag.cite.reference import Reference
from rag.cite.styles import gbt_rules as rules


def format_gbt7714_author_date(reference: Reference, number: int) -> str:
    """An entry of an author-date list: the year stands after the authors (8.1, 9.3.2).

    Without author it begins with 佚名 or Anon (7.1.3). `number` is not used. Of a web page, whose
    date is part of the entry, a date with its day is kept there as well.
    """
    signs = rules.signs_2025(reference)
    creators = rules.creators_2025(reference) or rules.anonymous(reference)
    first = f"{creators}{signs.comma}{rules.year_in_list(reference)}"
    if rules.is_web_page(reference):
        published = rules.web_2025(reference, dated=rules.has_day(reference))
    else:
        published = rules.book_2025(reference, "")
    entry = rules.joined(first, rules.title(reference), published, reference.url)
    return rules.linked(entry, reference)
