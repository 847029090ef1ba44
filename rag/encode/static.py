"""The bundled words: a learnt vector for each, a text as their mean. No torch, no network.

The folder is a sentence-transformers model (StaticEmbedding, then Normalize) that
`SentenceTransformer(folder)` loads as it is; here the same vectors come from `tokenizers`,
`safetensors` and numpy, which load in a tenth of a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.encode.files import digest_of
from rag.encode.seam import TokenVectors, Vectors
from rag.text import folded

if TYPE_CHECKING:
    from tokenizers import Tokenizer

STATIC_PATH = Path(__file__).parent / "models" / "bilingual-static"
# Texts are encoded so many at a time: enough to be fast, few enough to stay in the cache.
_BLOCK = 256


class StaticEncoder:
    """Chinese (either script) and English texts in one space of meanings."""

    def __init__(
        self,
        name: str,
        tokenizer: Tokenizer,
        rows: NDArray[np.int8],
        scales: NDArray[np.float32],
    ) -> None:
        """Token i has the vector `rows[i] * scales[i]`."""
        if not tokenizer.get_vocab_size() == len(rows) == len(scales):
            raise ValueError(
                f"{name}: {tokenizer.get_vocab_size()} tokens, {len(rows)} vectors and "
                f"{len(scales)} scales"
            )
        self._name = name
        self._tokenizer = tokenizer
        self._rows = rows
        self._scales = scales

    @property
    def name(self) -> str:
        """The model's name with a digest of its files."""
        return self._name

    @property
    def dim(self) -> int:
        """How many numbers stand for a text."""
        return int(self._rows.shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """`texts` -> float32 `[len(texts), dim]`, unit rows (zeros where no word is known).

        Texts are folded first, so a text and its conversion to the other script encode alike.
        """
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for start in range(0, len(texts), _BLOCK):
            block = [folded(text) for text in texts[start : start + _BLOCK]]
            vectors[start : start + len(block)] = self._encode_block(block)
        return vectors

    def tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The distinct tokens of each text. The longer a token's vector, the more it tells: it
        learnt to pull the mean of a text its way."""
        bags = self._bags([folded(text) for text in texts])
        return [self._token_vectors(np.unique(bag)) for bag in bags]

    def _bags(self, texts: list[str]) -> list[NDArray[np.int64]]:
        """The tokens of folded texts."""
        encodings = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        return [np.array(encoding.ids, dtype=np.int64) for encoding in encodings]

    def _token_vectors(self, tokens: NDArray[np.int64]) -> TokenVectors:
        vectors = self._rows[tokens].astype(np.float32)
        lengths = np.linalg.norm(vectors, axis=1)
        known = lengths > 0
        weights = lengths[known] * self._scales[tokens[known]]
        return TokenVectors(vectors[known] / lengths[known, None], weights)

    def _encode_block(self, texts: list[str]) -> Vectors:
        bags = self._bags(texts)
        vectors = np.zeros((len(bags), self.dim), dtype=np.float32)
        for vector, bag in zip(vectors, bags, strict=True):
            # Distinct tokens, so that a text of any length takes bounded memory; one product a
            # text, so that it encodes alike alone and in a batch.
            tokens, counts = np.unique(bag, return_counts=True)
            weights = self._scales[tokens] * counts.astype(np.float32)
            np.matmul(weights, self._rows[tokens].astype(np.float32), out=vector)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(norms > 0, norms, 1)
        return vectors


def load_static_encoder(folder: Path, source: str) -> StaticEncoder:
    """The encoder in a folder of `tokenizer.json` and `model.safetensors`, named after `source`."""
    # Here, so that importing rag.encode stays cheap.
    from safetensors import safe_open
    from tokenizers import Tokenizer

    tokenizer_file, weights_file = folder / "tokenizer.json", folder / "model.safetensors"
    with safe_open(weights_file, framework="numpy") as weights:
        rows, scales = weights.get_tensor("embeddings"), weights.get_tensor("weights")
    name = f"{source}@{digest_of(tokenizer_file, weights_file)}"
    return StaticEncoder(name, Tokenizer.from_file(str(tokenizer_file)), rows, scales)
