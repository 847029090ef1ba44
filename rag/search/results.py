"""What a search found, set out for people and programs."""

from __future__ import annotations

from dataclasses import dataclass

from rag.types import Hit


@dataclass(frozen=True, slots=True)
class SectionCount:
    """How many of the passages found stand in a top-level clause."""

    address: str
    heading: str
    passages: int


@dataclass(frozen=True, slots=True)
class DocumentCount:
    """How many of the passages found stand in a document, and in which of its clauses."""

    doc_id: str
    title: str
    passages: int
    sections: tuple[SectionCount, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingWord:
    """A word of the query that no passage has, in any script, with the nearest that some have."""

    text: str
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits of one query.

    `hits` are those that `Engine.search` returns: of a structured query, only passages that meet
    it. `near` are passages near in meaning that do not; a plain query has them among its hits, by
    their `why`. `total` is how many passages were found, of which `hits` are the best; of a plain
    query, how many of the hits hold its words. `counts` add up to `total`.
    `read_as` is the Han that a query in pinyin was read as.
    """

    query: str
    hits: tuple[Hit, ...]
    total: int
    counts: tuple[DocumentCount, ...] = ()
    near: tuple[Hit, ...] = ()
    missing: tuple[MissingWord, ...] = ()
    is_structured: bool = False
    read_as: str = ""

    @property
    def exact(self) -> tuple[Hit, ...]:
        """The hits that hold words of the query."""
        return tuple(hit for hit in self.hits if is_exact(hit))


def is_exact(hit: Hit) -> bool:
    """True if a hit was found by its words or its address, not by meaning alone."""
    return hit.why.keyword_rank is not None
