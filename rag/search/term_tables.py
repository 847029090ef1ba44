"""Lists written by hand of words that may stand for others: one word or phrase a line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def term_table(name: str) -> Mapping[str, tuple[str, ...]]:
    """The list in a file of this package: folded words to the folded words that may be meant."""
    lines = files("rag.search").joinpath(name).read_text("utf-8").splitlines()
    return {asked: tuple(meant.split(" ")) for asked, meant in (line.split("\t") for line in lines)}
