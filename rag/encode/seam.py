"""The seam behind which embedding models live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

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
