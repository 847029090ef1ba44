"""The best hits of a question, in the order in which a reader finds that they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.excerpts import HITS_SKIMMED, telling_excerpts
from rag.answer.reading import read, reranked
from rag.encode import Reader
from rag.search import Searcher
from rag.types import Hit, Query


@dataclass(frozen=True, slots=True)
class ReaderRerank:
    """Reads the best hits; they stand as search ranked them if that takes longer than
    `deadline_seconds`."""

    searcher: Searcher
    reader: Reader
    deadline_seconds: float | None = None

    @property
    def depth(self) -> int:
        """How many of the best hits are read at most."""
        return HITS_SKIMMED

    def __call__(self, query: Query, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits, those that answer moved up."""
        parts = telling_excerpts(hits, self.searcher.matcher(query))
        wait = self.deadline_seconds
        return reranked(hits, read(self.reader, query, hits, parts, deadline_seconds=wait))
