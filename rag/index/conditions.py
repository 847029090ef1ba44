"""What a passage must hold: phrases joined by and, or and not, as trees that a store evaluates.

All texts are folded. A phrase stands in a passage word for word (see `rag.index.phrases`), across
whatever punctuation and white space stands between its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.index.phrases import phrase_words


@dataclass(frozen=True, slots=True)
class Phrase:
    """The passage has these words in this order; with `is_prefix` the last may only begin so."""

    text: str
    is_prefix: bool = False

    def __post_init__(self) -> None:
        if not phrase_words(self.text):
            raise ValueError(f"the phrase {self.text!r} has no words")


@dataclass(frozen=True, slots=True)
class AllOf:
    """The passage meets every part; of no parts, every passage does."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The passage meets one part or more."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """The passage does not meet the part."""

    part: Condition


Condition = Phrase | AllOf | AnyOf | NoneOf


@dataclass(frozen=True, slots=True)
class Matches:
    """The best of the passages that meet a condition, with scores; and the rows of all, in order.

    `rows` is a million numbers when a million passages meet the condition.
    """

    best: tuple[tuple[int, float], ...]
    rows: tuple[int, ...]


def wanted_phrases(condition: Condition) -> Iterator[Phrase]:
    """The phrases that help a passage to meet the condition, from left to right."""
    match condition:
        case Phrase():
            yield condition
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from wanted_phrases(part)
        case NoneOf(part):
            yield from unwanted_phrases(part)


def unwanted_phrases(condition: Condition) -> Iterator[Phrase]:
    """The phrases that keep a passage from meeting the condition, from left to right."""
    match condition:
        case Phrase():
            return
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from unwanted_phrases(part)
        case NoneOf(part):
            yield from wanted_phrases(part)
