"""Spans and offset maps: how a derived text remembers where each character came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points.

    >>> Span(2, 4).of("第十二条")
    '二条'
    >>> Span(4, 2)
    Traceback (most recent call last):
    ValueError: not a span: 4..2
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` in this range."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """True if `other` lies wholly inside this range."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, by: int) -> Span:
        """The same range, `by` code points further on."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each character of a derived text came from in its source text.

    `starts[i]:ends[i]` is the source range behind derived character `i`.
    A part of an expanded character widens to the whole of it: a quotation never splits a character.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text that stands for itself, character by character."""
        return cls(tuple(range(length)), tuple(range(1, length + 1)))

    def to_source(self, span: Span) -> Span:
        """The source range behind a derived range; an empty range has none (ValueError)."""
        if span.start == span.end:
            raise ValueError("an empty span has no source text")
        return Span(self.starts[span.start], self.ends[span.end - 1])


@dataclass(frozen=True, slots=True)
class MappedText:
    """A derived text together with the map back to its source."""

    text: str
    offsets: OffsetMap

    def __post_init__(self) -> None:
        if not len(self.text) == len(self.offsets.starts) == len(self.offsets.ends):
            raise ValueError(f"{len(self.text)} characters, {len(self.offsets.starts)} offsets")

    @classmethod
    def itself(cls, text: str) -> MappedText:
        """A text mapped onto itself."""
        return cls(text, OffsetMap.identity(len(text)))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters as `spans`, in order, overlapping or touching ranges joined.

    >>> merged([Span(4, 6), Span(0, 2), Span(2, 3)])
    (Span(start=0, end=3), Span(start=4, end=6))
    """
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
