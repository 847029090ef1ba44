"""The bundled encoder: a network for texts, and a vector for each word to compare them by."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rag.encode.conv import CONV_PATH, ConvEncoder, load_conv_encoder
from rag.encode.seam import TokenVectors, Vectors
from rag.encode.static import STATIC_PATH, StaticEncoder, load_static_encoder

# What the bundled encoder's name starts with, and what it is asked for by.
BUNDLED_SOURCE = "bundled"


class BilingualEncoder:
    """Chinese (either script) and English texts in one space of meanings, and their words in
    another."""

    def __init__(self, texts: ConvEncoder, words: StaticEncoder) -> None:
        self._texts = texts
        self._words = words

    @property
    def name(self) -> str:
        """Where the models are from, with a digest of each."""
        return f"{self._texts.name}-{self._words.name.rpartition('@')[2]}"

    @property
    def dim(self) -> int:
        """How many numbers stand for a text."""
        return self._texts.dim

    def encode(self, texts: Sequence[str]) -> Vectors:
        """`texts` -> float32 `[len(texts), dim]`, unit rows (zeros for a text without words)."""
        return self._texts.encode(texts)

    def tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The distinct tokens of each text that have a vector."""
        return self._words.tokens(texts)


@cache
def bundled_encoder() -> BilingualEncoder:
    """The bilingual encoder that comes with the package, loaded once."""
    texts = load_conv_encoder(CONV_PATH, BUNDLED_SOURCE)
    return BilingualEncoder(texts, load_static_encoder(STATIC_PATH, BUNDLED_SOURCE))
