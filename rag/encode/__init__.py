"""Models behind seams: encoders of meaning, and the lexicon between English and Chinese."""

from __future__ import annotations

from rag.encode.hub import load_hub_encoder
from rag.encode.lexicon import Lexicon, PhraseMatch, bundled_lexicon
from rag.encode.seam import Encoder, Vectors
from rag.encode.static import BUNDLED_SOURCE, bundled_encoder

__all__ = [
    "Encoder",
    "Lexicon",
    "PhraseMatch",
    "Vectors",
    "bundled_encoder",
    "bundled_lexicon",
    "load_encoder",
    "source_of",
]


def load_encoder(name_or_path: str | None) -> Encoder:
    """The bundled encoder for None, else the sentence-transformers model of that name or path.

    Nothing is downloaded unless a remote model is named. QueryError says, in one line, why a model
    cannot be had.
    """
    return bundled_encoder() if name_or_path is None else load_hub_encoder(name_or_path)


def source_of(encoder_name: str) -> str | None:
    """What `load_encoder` takes to load the encoder that has this `name`.

    >>> source_of("BAAI/bge-m3@0a1b2c3d")
    'BAAI/bge-m3'
    """
    source = encoder_name.rpartition("@")[0]
    return None if source == BUNDLED_SOURCE else source
