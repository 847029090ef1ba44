"""Everyday words with the official ones that policies and laws have for them.

Written by hand: people ask who pays 工钱, texts speak of 工资 and 报酬.
"""

from __future__ import annotations

from collections.abc import Mapping

from rag.search.term_tables import term_table

# How sure it is that an official word is meant, beside the word itself.
LAY_SURE = 0.6


def lay_words() -> Mapping[str, tuple[str, ...]]:
    """Folded everyday words to folded official ones."""
    return term_table("lay_words.tsv")
