"""Models behind seams: encoders of meaning, and the lexicon between English and Chinese."""

from __future__ import annotations

from rag.encode.bilingual import BUNDLED_SOURCE, bundled_encoder
from rag.encode.hub import load_fetched_encoder, load_hub_encoder
from rag.encode.hub_reader import load_hub_reader
from rag.encode.lexicon import Lexicon, bundled_lexicon
from rag.encode.reader import bundled_reader
from rag.encode.seam import (
    Encoder,
    Reader,
    Reading,
    ReadSpan,
    TokenEncoder,
    TokenVectors,
    Vectors,
)

# The name that stands for no reader at all.
NO_READER = "none"

__all__ = [
    "BUNDLED_SOURCE",
    "NO_READER",
    "Encoder",
    "Lexicon",
    "ReadSpan",
    "Reader",
    "Reading",
    "TokenEncoder",
    "TokenVectors",
    "Vectors",
    "bundled_encoder",
    "bundled_lexicon",
    "bundled_reader",
    "load_encoder",
    "load_encoder_called",
    "load_reader",
    "source_of",
]


def load_encoder(name_or_path: str | None) -> Encoder:
    """The bundled encoder for None or "bundled", else the model of that name or path.

    That is any sentence-transformers model; a remote one that was not fetched before is downloaded.
    QueryError says, in one line, why a model cannot be had.
    """
    if name_or_path in (None, BUNDLED_SOURCE):
        return bundled_encoder()
    return load_hub_encoder(name_or_path)


def load_encoder_called(name: str) -> Encoder:
    """The encoder of an index that says its `name`: nothing is downloaded.

    QueryError says, in one line, that it is not on this machine.
    """
    source = source_of(name)
    return bundled_encoder() if source is None else load_fetched_encoder(source)


def load_reader(name_or_path: str | None) -> Reader | None:
    """The bundled reader for None, no reader for "none", else the model of that name or path.

    QueryError says, in one line, why a model cannot be had.
    """
    if name_or_path == NO_READER:
        return None
    return bundled_reader() if name_or_path is None else load_hub_reader(name_or_path)


def source_of(encoder_name: str) -> str | None:
    """What `load_encoder` takes to load the encoder that has this `name`.

    >>> source_of("BAAI/bge-m3@0a1b2c3d")
    'BAAI/bge-m3'
    """
    source = encoder_name.rpartition("@")[0]
    return None if source == BUNDLED_SOURCE else source
