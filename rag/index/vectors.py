"""The vectors: exact up to tens of thousands, then a quantised index with exact rescoring (FAISS).

FAISS is told to use one thread at every call: on a small machine a second one spins and makes a
search fifty times slower, and the setting belongs to the calling thread: once is not enough.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.encode.seam import Vectors
from rag.index.meta import REBUILD
from rag.index.store import ScoredRow
from rag.types import IndexFormatError

EXACT_LIMIT = 50_000
# Fewer candidates would miss more of the nearest. Of 706,661 law articles four times as many as are
# wanted held .998 of the 1,000 nearest to a question, and all of the first 100, in 9 ms instead of
# 64. Two sizes and not one for each k, so that k results are the first k of k + 1, but for one k.
CANDIDATES = (1_000, 4_000)
_CANDIDATES_FOR_ONE = 4
_FEWEST_QUANTISED = 16  # four bits have as many values
_TRAINING_ROWS = 20_000
_ADDED_AT_ONCE = 50_000
Rows = NDArray[np.int64]


class VectorWriter:
    """Writes vectors in order of row, as numpy's own file format, or into memory.

    A file is written, not mapped: a full disk is then an error and not a dead process.
    """

    def __init__(self, path: Path | None, shape: tuple[int, int]) -> None:
        """`shape` is (passages, dim); `path` a file that does not exist yet, or None for memory."""
        self._shape = shape
        self._written = 0
        self._memory = np.zeros(shape if path is None else (0, 0), dtype=np.float32)
        self._file = None if path is None else path.open("wb")
        if self._file is not None:
            header = {"descr": "<f4", "fortran_order": False, "shape": shape}
            np.lib.format.write_array_header_1_0(self._file, header)

    def add(self, vectors: Vectors) -> None:
        """Add the vectors of the next rows."""
        if self._file is not None:
            self._file.write(np.ascontiguousarray(vectors, dtype="<f4").tobytes())
        else:
            self._memory[self._written : self._written + len(vectors)] = vectors
        self._written += len(vectors)

    def finish(self) -> Vectors:
        """The matrix, once as many vectors were added as were announced."""
        if self._written != self._shape[0]:
            raise IndexFormatError(f"{self._written} vectors for {self._shape[0]} passages")
        if self._file is None:
            return self._memory
        self._file.close()
        return mapped(Path(self._file.name))

    def abandon(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()


def mapped(path: Path) -> Vectors:
    """The matrix of a file, read as it is used."""
    try:
        matrix: Vectors = np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError as error:
        raise IndexFormatError(f"{path} is not a file of vectors; {REBUILD}") from error
    return matrix


class VectorIndex:
    """Unit vectors, one to a row, and the nearest to a question's.

    `quantised` proposes candidates when there are too many vectors to look at each; scores are
    always those of the vectors themselves.
    """

    def __init__(self, matrix: Vectors, quantised: Any = None) -> None:
        """`matrix` is float32 `[passages, dim]`, in memory or mapped from a file."""
        self._matrix = matrix
        self._quantised = quantised

    def __len__(self) -> int:
        return len(self._matrix)

    @property
    def dim(self) -> int:
        """How many numbers stand for a passage."""
        dim: int = self._matrix.shape[1]
        return dim

    def search(self, vector: Vectors, k: int) -> list[ScoredRow]:
        """The `k` nearest rows, by (-score, row).

        Without an index of candidates, or for a `k` of more than 1,000, every vector is looked at.
        Candidates may lack a few in a thousand of the nearest (see `CANDIDATES`).
        """
        query = self._checked(vector)
        if not query.any():
            return []
        count = self._candidates_for(k)
        if count is None:
            return _best(_scores(self._matrix, query), np.arange(len(self)), k)
        _, proposed = _faiss_search(self._quantised, query, count)
        candidates = np.sort(proposed[proposed >= 0])
        return _best(_scores(self._matrix[candidates], query), candidates, k)

    def _checked(self, vector: Vectors) -> Vectors:
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(-1)
        if len(query) != self.dim:
            raise IndexFormatError(
                f"the question has {len(query)} numbers, the index {self.dim}: they are of two "
                f"encoders; {REBUILD}"
            )
        return query

    def _candidates_for(self, k: int) -> int | None:
        """How many candidates to look at; None for all vectors."""
        if self._quantised is None:
            return None
        enough = (count for count in CANDIDATES if k * _CANDIDATES_FOR_ONE <= count < len(self))
        return next(enough, None)


def load_faiss() -> Any:
    """FAISS, told to use one thread and not to spin; imported when first used (0.3 s)."""
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    import faiss

    faiss.omp_set_num_threads(1)
    return faiss


def quantised(matrix: Vectors, exact_limit: int = EXACT_LIMIT) -> Any:
    """An index that proposes candidates, or None if there are few enough to look at each.

    Two numbers share four bits, and all rows are scanned: of 288,466 law articles (256 numbers
    each) 1,000 candidates held .999 of the ten and of the hundred nearest, in 1.6 ms instead of 24;
    cells (IVF) missed more, eight bits (SQ8) took 15 ms.
    """
    if len(matrix) <= max(exact_limit, _FEWEST_QUANTISED):
        return None
    faiss = load_faiss()
    dim = matrix.shape[1]
    groups = dim // 2 if dim % 2 == 0 else dim
    index = faiss.index_factory(dim, f"PQ{groups}x4fs", faiss.METRIC_INNER_PRODUCT)
    index.train(np.ascontiguousarray(matrix[:: 1 + len(matrix) // _TRAINING_ROWS]))
    for start in range(0, len(matrix), _ADDED_AT_ONCE):
        index.add(np.ascontiguousarray(matrix[start : start + _ADDED_AT_ONCE]))
    return index


def write_quantised(index: Any, path: Path) -> None:
    """Write what `quantised` made."""
    load_faiss().write_index(index, str(path))


def read_quantised(path: Path) -> Any:
    """Read what `write_quantised` wrote."""
    try:
        return load_faiss().read_index(str(path))
    except RuntimeError as error:
        raise IndexFormatError(f"{path} is not an index of vectors; {REBUILD}") from error


def _faiss_search(index: Any, query: Vectors, k: int) -> tuple[Vectors, Rows]:
    load_faiss()
    scores, rows = index.search(query.reshape(1, -1), k)
    return scores[0], rows[0]


def _scores(matrix: Vectors, query: Vectors) -> Vectors:
    """Inner products, each computed alike wherever the row stands, so that equals stay equal."""
    faiss = load_faiss()
    scores = np.empty(len(matrix), dtype=np.float32)
    faiss.fvec_inner_products_ny(
        faiss.swig_ptr(scores),
        faiss.swig_ptr(query),
        faiss.swig_ptr(np.ascontiguousarray(matrix)),
        matrix.shape[1],
        len(matrix),
    )
    return scores


def _best(scores: Vectors, rows: Rows, k: int) -> list[ScoredRow]:
    if k < 1 or not len(scores):
        return []
    if k < len(scores):
        last = np.partition(scores, len(scores) - k)[len(scores) - k]
        near = np.flatnonzero(scores >= last)
        scores, rows = scores[near], rows[near]
    order = np.lexsort((rows, -scores))[:k]
    return [(int(row), float(score)) for row, score in zip(rows[order], scores[order], strict=True)]
