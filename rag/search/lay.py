"""Everyday words with the official ones that policies and laws have for them.

Written by hand: people ask who pays 工钱, texts speak of 工资 and 报酬.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

# How sure it is that an official word is meant, beside the word itself.
LAY_SURE = 0.6


@cache
def lay_words() -> Mapping[str, tuple[str, ...]]:
    """Folded everyday words to folded official ones."""
    lines = files("rag.search").joinpath("lay_words.tsv").read_text("utf-8").splitlines()
    return {
        everyday: tuple(official.split(" "))
        for everyday, official in (line.split("\t") for line in lines)
    }
