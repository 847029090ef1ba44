"""Texts as bags of token ids, packed so that a batch is cut out without a Python loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Ints = NDArray[np.int64]
LONGEST_BAG = 160
_BLOCK = 20_000


@dataclass(frozen=True, slots=True)
class Bags:
    """Bag i is `flat[starts[i]:starts[i + 1]]`."""

    flat: NDArray[np.int32]
    starts: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def of(cls, texts: Iterable[str], tokenizer: Tokenizer) -> Bags:
        """The token ids of each text, the first `LONGEST_BAG` of them."""
        pieces: list[NDArray[np.int32]] = []
        remaining = iter(texts)
        while block := list(islice(remaining, _BLOCK)):
            pieces += _encoded(block, tokenizer)
        lengths = [len(piece) for piece in pieces]
        return cls(np.concatenate(pieces), np.concatenate([[0], np.cumsum(lengths)]))

    @classmethod
    def kept(cls, path: Path, texts: Callable[[], Iterable[str]], tokenizer: Tokenizer) -> Bags:
        """The bags kept at `path`, or made now and kept; delete the file when the texts change."""
        if not path.exists():
            bags = cls.of(texts(), tokenizer)
            unfinished = path.with_suffix(".unfinished.npz")
            np.savez(unfinished, flat=bags.flat, starts=bags.starts)
            unfinished.replace(path)
        with np.load(path) as stored:
            return cls(stored["flat"], stored["starts"])

    def batch(self, rows: Ints) -> tuple[Ints, Ints]:
        """`(ids, starts)` of some bags, as `torch.nn.EmbeddingBag` takes them."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        within = np.arange(lengths.sum()) - np.repeat(starts, lengths)
        return self.flat[np.repeat(self.starts[rows], lengths) + within].astype(np.int64), starts

    def counts(self, size: int) -> Ints:
        """How often each token occurs."""
        return np.bincount(self.flat, minlength=size)


def _encoded(texts: Sequence[str], tokenizer: Tokenizer) -> Iterator[NDArray[np.int32]]:
    for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False):
        # An empty bag would be a zero vector, which no loss can turn: the unknown token stands in.
        yield np.array(encoding.ids[:LONGEST_BAG] or [0], dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Switcher:
    """Han tokens -> English tokens, by the lexicon: Chinese text as a bag of English words.

    Row i of `english` are up to four English tokens for token i, `cumulative` their summed
    probabilities; a row of zeros has none.
    """

    english: Ints
    cumulative: NDArray[np.float64]

    def switched(self, ids: Ints, random: np.random.Generator) -> Ints:
        """Each token as one of its translations, drawn; tokens without any become unknown."""
        draws = random.random(len(ids))[:, None]
        choice = (draws > self.cumulative[ids]).sum(axis=1).clip(max=self.english.shape[1] - 1)
        drawn: Ints = self.english[ids, choice]
        return drawn
