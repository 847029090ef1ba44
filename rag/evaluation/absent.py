"""The same shelf without one document: does a question it answers get refused there?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from rag.encode import Vectors
from rag.engine import Engine
from rag.index import ScoredRow, Store


def engine_without(engine: Engine, doc_ids: Iterable[str]) -> Engine:
    """The engine over the same index, for which no ranked search finds these documents.

    How rare a word is still counts over all of them, and a condition (`"因地制宜"`, a document or
    a clause that is named) still finds them: use it to search in ranks, and to ask.
    """
    store = cast(Store, _StoreWithout(engine.searcher.store, frozenset(doc_ids)))
    return replace(engine, searcher=replace(engine.searcher, store=store))


class _StoreWithout:
    """A store that ranks nothing of some documents, and is the other store in all else."""

    def __init__(self, store: Store, doc_ids: frozenset[str]) -> None:
        self._store = store
        self._hidden = frozenset(row for doc_id in doc_ids for row in store.rows_of(doc_id))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def __len__(self) -> int:
        return len(self._store)

    def dense(self, vector: Vectors, k: int) -> list[ScoredRow]:
        """The nearest passages of the other documents."""
        return self._shown(self._store.dense(vector, k + len(self._hidden)), k)

    def keywords(self, terms: Mapping[str, float], k: int) -> list[ScoredRow]:
        """The best passages of the other documents."""
        return self._shown(self._store.keywords(terms, k + len(self._hidden)), k)

    def phrase(self, phrase: str, k: int, scope: frozenset[str] | None = None) -> list[int]:
        """The first rows of the other documents that have the phrase."""
        found = self._store.phrase(phrase, k + len(self._hidden), scope)
        return [row for row in found if row not in self._hidden][:k]

    def _shown(self, found: list[ScoredRow], k: int) -> list[ScoredRow]:
        return [(row, score) for row, score in found if row not in self._hidden][:k]
