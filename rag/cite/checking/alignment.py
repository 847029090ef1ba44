"""Which words of a quotation stand where in its source, and what was changed between.

The whole quotation is laid against the stretch of the source that fits it best: an alignment with
affine gaps (Gotoh 1982), free at both ends of the source. Skipping words of the source is cheap
however many they are, for that is how people cut; words of their own cost each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from rag.cite.checking.words import Words

_MATCH, _MISMATCH = 40, -40
_OWN_OPEN, _OWN_WORD = 40, 20
_SKIP_OPEN, _SKIP_WORD = 80, 1
_NEVER = -(10**9)

# What the traceback reads: how the best score of a cell came about, and whether gaps go on.
_PAIRED, _OWN, _SKIPPED = 0, 1, 2
_OWN_GOES_ON, _SKIP_GOES_ON = 4, 8

Flags = npt.NDArray[np.uint8]


class Change(StrEnum):
    """What a step of an alignment says of the quotation."""

    EQUAL = "equal"
    REPLACED = "replaced"
    ADDED = "added"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Step:
    """Words `quote_start:quote_end` of the quotation against `start:end` of the source."""

    change: Change
    quote_start: int
    quote_end: int
    start: int
    end: int

    @property
    def quoted(self) -> int:
        """How many words of the quotation the step covers."""
        return self.quote_end - self.quote_start

    @property
    def sourced(self) -> int:
        """How many words of the source it covers."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Alignment:
    """Steps from the first word of the quotation to its last, without a gap between them."""

    steps: tuple[Step, ...]

    def of(self, change: Change) -> tuple[Step, ...]:
        """The steps of one kind."""
        return tuple(step for step in self.steps if step.change is change)

    @property
    def matched(self) -> int:
        """How many words of the quotation stand in the source."""
        return sum(step.quoted for step in self.of(Change.EQUAL))

    @property
    def start(self) -> int:
        """The first word of the source that is covered."""
        return self.steps[0].start

    @property
    def end(self) -> int:
        """Behind the last word of the source that is covered."""
        return self.steps[-1].end


def align(quote: Words, source: Words) -> Alignment:
    """The best alignment of all of `quote` with some stretch of `source`; neither may be empty.

    Takes time and memory in proportion to the product of their lengths (a byte for each pair).
    """
    if not len(quote) or not len(source):
        raise ValueError("nothing to align")
    flags, last = _fill(quote, source)
    cells = reversed(list(_walk_back(flags, last)))
    return Alignment(tuple(_joined(_single_steps(cells, quote, source))))


def _fill(quote: Words, source: Words) -> tuple[Flags, int]:
    """How each cell's score came about, and where in the source the best alignment ends."""
    length = len(source)
    positions = np.arange(length + 1, dtype=np.int32) * _SKIP_WORD
    flags = np.zeros((len(quote) + 1, length + 1), dtype=np.uint8)
    best = np.zeros(length + 1, dtype=np.int32)
    own = np.full(length + 1, _NEVER, dtype=np.int32)
    for row in range(1, len(quote) + 1):
        opened = best - _OWN_OPEN
        own_goes_on = own > opened
        own = np.maximum(opened, own) - _OWN_WORD
        agree = source.agreeing(quote.keys_at(row - 1))
        paired = np.full(length + 1, _NEVER, dtype=np.int32)
        paired[1:] = best[:-1] + np.where(agree, _MATCH, _MISMATCH)
        unskipped = np.maximum(paired, own)
        furthest = np.maximum.accumulate(unskipped + positions)
        skipped = np.full(length + 1, _NEVER, dtype=np.int32)
        skipped[1:] = furthest[:-1] - _SKIP_OPEN - positions[1:]
        best = np.maximum(unskipped, skipped)
        flags[row] = np.where(best == paired, _PAIRED, np.where(best == own, _OWN, _SKIPPED))
        flags[row] |= np.where(own_goes_on, _OWN_GOES_ON, 0).astype(np.uint8)
        skip_goes_on = np.zeros(length + 1, dtype=np.bool_)
        skip_goes_on[1:] = skipped[:-1] > unskipped[:-1] - _SKIP_OPEN
        flags[row] |= np.where(skip_goes_on, _SKIP_GOES_ON, 0).astype(np.uint8)
    return flags, int(np.argmax(best))


def _walk_back(flags: Flags, last: int) -> Iterator[tuple[int, int, int]]:
    """From the last cell to the first: how it was reached, with its row and column."""
    row, column = flags.shape[0] - 1, last
    how = int(flags[row, column]) & 3
    while row > 0:
        yield how, row, column
        flag = int(flags[row, column])
        if how == _PAIRED:
            row, column = row - 1, column - 1
            goes_on = False
        elif how == _OWN:
            row, goes_on = row - 1, bool(flag & _OWN_GOES_ON)
        else:
            column, goes_on = column - 1, bool(flag & _SKIP_GOES_ON)
        if not goes_on:
            how = int(flags[row, column]) & 3


def _single_steps(
    cells: Iterator[tuple[int, int, int]], quote: Words, source: Words
) -> Iterator[Step]:
    """A step for each cell of the path."""
    for how, row, column in cells:
        if how == _OWN:
            yield Step(Change.ADDED, row - 1, row, column, column)
        elif how == _SKIPPED:
            yield Step(Change.LEFT_OUT, row, row, column - 1, column)
        else:
            agree = source.part(column - 1, column).agreeing(quote.keys_at(row - 1))[0]
            change = Change.EQUAL if agree else Change.REPLACED
            yield Step(change, row - 1, row, column - 1, column)


def _joined(steps: Iterator[Step]) -> Iterator[Step]:
    """Neighbors of one kind as one step; words added beside words left out are replaced."""
    held: Step | None = None
    for step in steps:
        if held is not None and (held.change is Change.EQUAL) == (step.change is Change.EQUAL):
            change = held.change if held.change is step.change else Change.REPLACED
            held = Step(change, held.quote_start, step.quote_end, held.start, step.end)
            continue
        if held is not None:
            yield held
        held = step
    if held is not None:
        yield held
