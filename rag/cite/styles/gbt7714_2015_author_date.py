"""GB/T 7714-2015, author and date (著者-出版年制)."""

from __future__ import annotations

from rag.cite.reference import Reference
from rag.cite.styles import gbt_rules as rules


def format_gbt7714_2015_author_date(reference: Reference, number: int) -> str:
    """An entry of an author-date list: the year stands after the authors (9.2, 10.2).

    Without author it begins with 佚名 or Anon (8.1.3). `number` is not used.
    """
    creators = rules.creators_2015(reference) or rules.anonymous(reference)
    entry = rules.joined(
        f"{creators}, {rules.year_in_list(reference)}",
        rules.title(reference),
        rules.published_2015(reference, ""),
        reference.url,
    )
    return rules.linked(entry, reference)
