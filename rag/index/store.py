"""The seam behind which an index lives: what search, answers and pages may ask of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.encode.seam import Vectors
from rag.index.conditions import Condition, Matches
from rag.index.meta import IndexMeta
from rag.types import Document, Passage, Section

Progress = Callable[[str, int, int], None]
"""Called during long work with what is being done, how much is done, and how much there is."""

ScoredRow = tuple[int, float]
"""A passage's row with its score."""


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What a list of documents shows: no text."""

    doc_id: str
    title: str
    language: str
    passages: int


class Store(Protocol):
    """Passages, and three ways to find them. A row is a passage's number, from 0, everywhere.

    Every order is total: by score from the highest, then by row. Stores may be read by several
    threads at once.
    """

    @property
    def meta(self) -> IndexMeta:
        """What the index was built from."""
        ...

    def __len__(self) -> int:
        """How many passages there are."""
        ...

    def documents(self) -> tuple[DocumentSummary, ...]:
        """Every document, in the order of the corpus; cheap."""
        ...

    def document(self, doc_id: str) -> Document:
        """A document with its whole text; KeyError if the index does not have it."""
        ...

    def sections(self, doc_id: str) -> tuple[Section, ...]:
        """The clause tree of a document, in the order of its text."""
        ...

    def rows_of(self, doc_id: str) -> range:
        """The rows of a document's passages, which stand together, in the order of its text."""
        ...

    def passage(self, row: int) -> Passage:
        """The passage of a row; IndexError if there is no such row."""
        ...

    def dense(self, vector: Vectors, k: int) -> list[ScoredRow]:
        """The `k` passages whose vectors are nearest, with cosine similarity (-1 to 1).

        A vector of zeros (no word of the question is known) is near nothing.
        """
        ...

    def keywords(self, terms: Mapping[str, float], k: int) -> list[ScoredRow]:
        """The `k` best passages that have any of the index terms, with BM25 scores.

        Each term's score is multiplied by its weight, which must not be below 0. Headings count
        too, less than the text.
        """
        ...

    def phrase(self, phrase: str, k: int, scope: frozenset[str] | None = None) -> list[int]:
        """The first `k` rows whose text has the folded phrase word for word, in order of row.

        See `rag.index.phrase_spans` for what that means, and for where it stands. `scope` is the
        ids of the documents to look in; an id that the index does not have is a KeyError.
        """
        ...

    def phrase_count(self, phrase: str) -> int:
        """How many passages have the folded phrase word for word."""
        ...

    def matching(
        self, condition: Condition, k: int, scope: Sequence[range] | None = None
    ) -> Matches:
        """The passages that meet a condition, and the `k` best of them with BM25 scores.

        `scope` is ranges of rows. How rare a word is counts over all passages. QueryError if more
        words than 1,000 begin with a prefix.
        """
        ...

    def occurs(self, condition: Condition) -> bool:
        """True if a passage meets a condition; none is listed. QueryError as for `matching`."""
        ...

    def terms_with_prefix(self, prefix: str, k: int) -> list[str]:
        """The `k` most frequent index terms that begin so, most frequent first."""
        ...

    def words_with_prefix(self, prefix: str, k: int) -> list[str]:
        """The `k` most frequent words (folded, not stemmed) that begin so, most frequent first."""
        ...

    def document_frequency(self, term: str) -> int:
        """How many passages have the index term in their text."""
        ...

    def close(self) -> None:
        """Let go of files. The store must not be used afterwards."""
        ...
