"""The words of a passage that most likely answer, by the logits of its tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.encode.seam import ReadSpan
from rag.text import Span, sentences

Floats = NDArray[np.float32]
# An answer has at most so many tokens.
LONGEST_ANSWER = 60


@dataclass(frozen=True, slots=True)
class SpanLogits:
    """Where an answer starts and ends, `[n]` each, and what is added for a start (row) with an
    end, `[n, n]`; 0 where a model tells the two apart from each other."""

    start: Floats
    end: Floats
    fit: Floats | float = 0.0

    def __len__(self) -> int:
        return len(self.start)

    def between(self, first: int, last: int) -> SpanLogits:
        """Those of the tokens from `first` up to `last`."""
        part = slice(first, last)
        fit = self.fit if isinstance(self.fit, float) else self.fit[part, part]
        return SpanLogits(self.start[part], self.end[part], fit)


def allowed_spans(count: int) -> NDArray[np.bool_]:
    """Which of `count` tokens may end (column) an answer that starts at which (row), `[n, n]`."""
    from_here = np.triu(np.ones((count, count), dtype=bool))
    return from_here & ~np.triu(from_here, LONGEST_ANSWER)


def best_span(logits: SpanLogits, brevity: float = 0.0) -> tuple[int, int, float]:
    """The first and last token of the likeliest answer of `LONGEST_ANSWER` tokens at most.

    A span of n tokens is held n^-`brevity` as likely as the logits say. The score is the highest
    sum of logits, without regard to length.

    >>> logits = SpanLogits(np.array([0, 2, 0], np.float32), np.array([2, 0.5, 1], np.float32))
    >>> best_span(logits), best_span(logits, brevity=1)
    ((1, 2, 3.0), (1, 1, 3.0))
    """
    count = len(logits)
    sums = np.where(
        allowed_spans(count), logits.start[:, None] + logits.end[None] + logits.fit, -np.inf
    )
    places = np.arange(count)
    lengths = np.maximum(1, places[None] - places[:, None] + 1)
    chosen = int((sums - brevity * np.log(lengths)).argmax())
    first, last = np.unravel_index(chosen, sums.shape)
    return int(first), int(last), float(sums.max())


def best_in_sentences(
    passage: str, places: Sequence[Span], logits: SpanLogits, brevity: float
) -> Iterator[tuple[int, ReadSpan]]:
    """The likeliest answer in each sentence that has tokens, by the sentence's number.

    `places` tell where in the passage each token stands.
    """
    starts = np.array([place.start for place in places])
    for number, sentence in enumerate(sentences(passage)):
        first, last = np.searchsorted(starts, [sentence.start, sentence.end]).tolist()
        if first < last:
            at, to, score = best_span(logits.between(first, last), brevity)
            span = Span(places[first + at].start, places[first + to].end)
            yield number, ReadSpan(span, score)
