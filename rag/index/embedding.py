"""What an encoder is given for a passage, and vectors that need not be made twice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from rag.encode.seam import Encoder, Vectors
from rag.types import Passage, RagError

DIGEST_BYTES = 16


def embedding_text(passage: Passage) -> str:
    """The text that stands for a passage in the space of vectors: its headings, then itself."""
    return "\n".join((*passage.path, passage.text))


def passage_digest(passage: Passage) -> bytes:
    """A digest of `embedding_text`: passages with the same digest have the same vector."""
    return hashlib.blake2b(embedding_text(passage).encode(), digest_size=DIGEST_BYTES).digest()


@dataclass(frozen=True, slots=True)
class KnownVectors:
    """Vectors of an earlier index by the digests of their passages, made by the same encoder."""

    rows: Mapping[bytes, int] = field(default_factory=dict)
    matrix: Vectors = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))


def embed(
    passages: Sequence[Passage], encoder: Encoder, known: KnownVectors
) -> tuple[Vectors, int]:
    """The vectors of the passages, and how many of them had to be made (the others were known)."""
    digests = [passage_digest(passage) for passage in passages]
    missing = [i for i, digest in enumerate(digests) if digest not in known.rows]
    vectors = np.zeros((len(passages), encoder.dim), dtype=np.float32)
    for i, digest in enumerate(digests):
        if digest in known.rows:
            vectors[i] = known.matrix[known.rows[digest]]
    if missing:
        vectors[missing] = _encoded([embedding_text(passages[i]) for i in missing], encoder)
    return vectors, len(missing)


def _encoded(texts: Sequence[str], encoder: Encoder) -> Vectors:
    vectors = encoder.encode(texts)
    if vectors.shape != (len(texts), encoder.dim):
        raise RagError(
            f"the encoder {encoder.name} gave {vectors.shape} numbers for {len(texts)} texts of "
            f"{encoder.dim}; choose another with --encoder"
        )
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.all((np.abs(lengths - 1) < 1e-3) | (lengths == 0)):  # a NaN is neither
        raise RagError(
            f"the encoder {encoder.name} gave vectors that are not of unit length; choose another "
            "with --encoder"
        )
    return vectors
