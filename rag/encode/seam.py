"""The seams behind which models live: encoders of meaning, and readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from rag.text import Span
from rag.types import Query

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors.

    `name` identifies the model and its weights: an index built by one name refuses another.
    """

    @property
    def name(self) -> str:
        """Model and weights, in a word that changes when they do."""
        ...

    @property
    def dim(self) -> int:
        """How many numbers stand for a text."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """`texts` -> float32 `[len(texts), dim]`, rows of unit length (a zero row if no word is
        known). A text encodes alike alone and in a batch."""
        ...


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The distinct tokens of a text: unit vectors `[n, dim]`, and how much each tells `[n]`."""

    units: Vectors
    weights: Vectors


@runtime_checkable
class TokenEncoder(Protocol):
    """An encoder that has a vector for each token too."""

    def tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The tokens of each text that have a vector."""
        ...


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """Words of a passage that may answer.

    The score is that of the sentence's likeliest words, however long, and compares over all
    passages of one question.
    """

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader finds in one passage.

    `answerability` is the logarithm of the odds that the passage answers the question at all.
    `spans` are the likeliest answer in each sentence, the best first; a model that only ranks
    passages gives none.
    """

    answerability: float
    spans: tuple[ReadSpan, ...]


class Reader(Protocol):
    """Reads passages for an answer. `name` identifies the model and its weights."""

    @property
    def name(self) -> str:
        """Model and weights, in a word that changes when they do."""
        ...

    def read(
        self, query: Query, passages: Sequence[str], *, brevity: float = 0.0
    ) -> Iterator[Reading]:
        """A reading of each passage, in order, each made when it is asked for; a passage reads
        alike whatever stands beside it. Of the words of a sentence that may answer, `n` tokens
        are held n^-`brevity` as likely as the logits say."""
        ...
