"""Passages cut to a length between sentences, by chance or in turn.

Texts are as they were written: in a folded one a full stop is a dot, and sentences have no end.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from rag.text import Span, folded, sentences

WINDOW = 320


def windows_of(text: str, longest: int = WINDOW) -> list[str]:
    """The text cut between sentences, at most `longest` characters a piece where they allow it."""
    found: list[str] = []
    spans = sentences(text)
    start = 0
    for index, span in enumerate(spans):
        if span.end - spans[start].start > longest and index > start:
            found.append(text[spans[start].start : spans[index - 1].end])
            start = index
    if spans:
        found.append(text[spans[start].start : spans[-1].end])
    return [w[:longest] for w in found]


def window_around(
    text: str, span: Span, chance: random.Random, longest: int = WINDOW
) -> tuple[str, int]:
    """Some sentences in a row that hold `span`, and where it starts in them."""
    spans = sentences(text)
    first = max((i for i, s in enumerate(spans) if s.start <= span.start), default=0)
    last = min((i for i, s in enumerate(spans) if s.end >= span.end), default=len(spans) - 1)
    last = max(first, last)
    while True:
        ways = []
        if first > 0 and spans[last].end - spans[first - 1].start <= longest:
            ways.append(-1)
        if last + 1 < len(spans) and spans[last + 1].end - spans[first].start <= longest:
            ways.append(1)
        if not ways or chance.random() < 0.06:
            break
        if chance.choice(ways) < 0:
            first -= 1
        else:
            last += 1
    start = spans[first].start
    if span.end - start > longest:
        start = max(start, span.end - longest)
    return text[start : spans[last].end][: max(longest, span.end - start)], span.start - start


def telling_window(windows: Sequence[str], question: str) -> str:
    """The window with the most of the question's pairs of characters, as search would cut it out.

    The question is folded; the first of equals.
    """
    pairs = pairs_of(question)
    return max(windows, key=lambda window: held_by(folded(window), pairs))


def pairs_of(text: str) -> set[str]:
    """The pairs of neighboring characters."""
    return {text[i : i + 2] for i in range(len(text) - 1)}


def held_by(text: str, pairs: Iterable[str]) -> int:
    """How many of the pairs the text has."""
    return sum(pair in text for pair in pairs)
