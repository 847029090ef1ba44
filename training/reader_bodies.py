"""The bodies that a reader may be made of, and where what is made for each lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from training import reader_tokens, roformer_tokens
from training.body import Body, load_body
from training.data import WORK
from training.reader_model import ReaderNet
from training.roformer_body import load_roformer


@dataclass(frozen=True, slots=True)
class ReaderBody:
    """`load` gives the body; `tokenizer` and `rows` are files that the steps before wrote.

    `heads` are those of its attention; `places` is whether a place has a vector of its own;
    `layers` are as many as a reader has of it.
    """

    name: str
    load: Callable[[], Body]
    tokenizer: Path
    rows: Path
    heads: int
    places: bool
    layers: int

    @property
    def prepared(self) -> Path:
        """The lessons as arrays of its tokens."""
        return WORK / f"{self.name}_prepared.npz"

    def net(self, tokens: int, layers: int) -> ReaderNet:
        """A reader of its form, which knows nothing yet."""
        return ReaderNet(tokens, layers, heads=self.heads, places=self.places)


BODIES = {
    body.name: body
    for body in (
        ReaderBody("e5", load_body, reader_tokens.TOKENIZER, reader_tokens.ROWS, 12, True, 8),
        ReaderBody(
            "roformer", load_roformer, roformer_tokens.TOKENIZER, roformer_tokens.ROWS, 6, False, 6
        ),
    )
}


def body_of(weights: Mapping[str, object]) -> ReaderBody:
    """The body that a reader of those weights is made of."""
    places = "positions.weight" in weights
    return next(body for body in BODIES.values() if body.places == places)
