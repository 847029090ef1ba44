"""The shelf that notes are checked against: the chapter."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rag.cite.checking.shelf import Shelf, shelf_of
from rag.corpus import read_corpus
from rag.index import Store, build_in_memory
from tests.fakes import HashEncoder

ROOT = Path(__file__).parents[2]


@cache
def chapter_store() -> Store:
    """A store of the corpus, as `zhangju index` cleans and parses it."""
    return build_in_memory(read_corpus(ROOT / "corpus").documents, HashEncoder())


@cache
def chapter_shelf() -> Shelf:
    """The same as a shelf."""
    return shelf_of(chapter_store())
