"""The store that runs inside the program: SQLite, tantivy and FAISS over the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.encode.seam import Vectors
from rag.index.conditions import Condition, Matches
from rag.index.keywords import Keywords
from rag.index.meta import REBUILD, IndexMeta
from rag.index.store import DocumentSummary, ScoredRow
from rag.index.tables import Tables
from rag.index.vectors import VectorIndex
from rag.types import Document, IndexFormatError, Passage, Section


@dataclass(frozen=True, slots=True)
class EmbeddedStore:
    """A `Store` of three parts that number passages alike; it refuses parts that do not."""

    meta: IndexMeta
    tables: Tables
    keyword_index: Keywords
    vector_index: VectorIndex

    def __post_init__(self) -> None:
        tables, keywords = len(self.tables), len(self.keyword_index)
        vectors = len(self.vector_index)
        if not tables == keywords == vectors == self.meta.passages:
            raise IndexFormatError(
                f"the index has {self.meta.passages} passages, but {tables} in the tables, "
                f"{keywords} among the keywords and {vectors} vectors; {REBUILD}"
            )
        if self.vector_index.dim != self.meta.dim:
            raise IndexFormatError(
                f"the index has vectors of {self.vector_index.dim} numbers, its encoder "
                f"{self.meta.encoder} makes {self.meta.dim}; {REBUILD}"
            )

    def __len__(self) -> int:
        return self.meta.passages

    def documents(self) -> tuple[DocumentSummary, ...]:
        """Every document, in the order of the corpus; cheap."""
        return self.tables.documents()

    def document(self, doc_id: str) -> Document:
        """A document with its whole text; KeyError if the index does not have it."""
        return self.tables.document(doc_id)

    def sections(self, doc_id: str) -> tuple[Section, ...]:
        """The clause tree of a document, in the order of its text."""
        return self.tables.sections(doc_id)

    def rows_of(self, doc_id: str) -> range:
        """The rows of a document's passages, in the order of its text."""
        return self.tables.rows_of(doc_id)

    def passage(self, row: int) -> Passage:
        """The passage of a row; IndexError if there is no such row."""
        return self.tables.passage(row)

    def dense(self, vector: Vectors, k: int) -> list[ScoredRow]:
        """The `k` passages whose vectors are nearest, with cosine similarity (-1 to 1)."""
        return self.vector_index.search(vector, k)

    def keywords(self, terms: Mapping[str, float], k: int) -> list[ScoredRow]:
        """The `k` best passages that have any of the index terms, with BM25 scores."""
        return self.keyword_index.search(terms, k)

    def phrase(self, phrase: str, k: int, scope: frozenset[str] | None = None) -> list[int]:
        """The first `k` rows whose text has the folded phrase word for word."""
        documents = None if scope is None else sorted(map(self.tables.number_of, scope))
        return self.keyword_index.phrase(phrase, k, documents)

    def phrase_count(self, phrase: str) -> int:
        """How many passages have the folded phrase word for word."""
        return self.keyword_index.phrase_count(phrase)

    def matching(
        self, condition: Condition, k: int, scope: Sequence[range] | None = None
    ) -> Matches:
        """The passages that meet a condition, and the `k` best of them with BM25 scores."""
        return self.keyword_index.matching(condition, k, scope)

    def occurs(self, condition: Condition) -> bool:
        """True if a passage meets a condition."""
        return self.keyword_index.occurs(condition)

    def terms_with_prefix(self, prefix: str, k: int) -> list[str]:
        """The `k` most frequent index terms that begin so."""
        return self.keyword_index.terms_with_prefix(prefix, k)

    def words_with_prefix(self, prefix: str, k: int) -> list[str]:
        """The `k` most frequent words that begin so."""
        return self.keyword_index.words_with_prefix(prefix, k)

    def document_frequency(self, term: str) -> int:
        """How many passages have the index term in their text."""
        return self.keyword_index.document_frequency(term)

    def close(self) -> None:
        """Let go of files."""
        self.tables.close()
