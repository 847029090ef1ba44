"""Deterministic stand-ins for models, so that the fast tests need none."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from rag.encode.seam import Vectors
from rag.text import folded, index_terms


class HashEncoder:
    """An encoder whose vectors are bags of hashed terms: alike texts are near, always the same."""

    def __init__(self, dim: int = 64) -> None:
        self._dim = dim

    @property
    def name(self) -> str:
        return f"hash-{self._dim}"

    @property
    def dim(self) -> int:
        return self._dim

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self._dim), dtype=np.float32)
        for row, text in enumerate(texts):
            for term in index_terms(folded(text)):
                vectors[row, zlib.crc32(term.encode()) % self._dim] += 1.0
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(norms == 0, 1, norms)
