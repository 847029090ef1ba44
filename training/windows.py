"""Passages cut to a length between sentences, by chance or in turn.

Texts are as they were written: in a folded one a full stop is a dot, and sentences have no end.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from rag.text import Span, sentences

WINDOW = 320
# Two texts say the same that share so much of the pairs of characters of the shorter.
_ALIKE = 0.5


def windows_of(text: str, longest: int = WINDOW) -> list[str]:
    """The text cut between sentences, at most `longest` characters a piece where they allow it."""
    return [span.of(text) for span in window_spans(text, longest)]


def window_spans(text: str, longest: int = WINDOW) -> list[Span]:
    """Where the windows of a text lie; what of a sentence is beyond `longest` lies in none."""
    found: list[Span] = []
    spans = sentences(text)
    start = 0
    for index, span in enumerate(spans):
        if span.end - spans[start].start > longest and index > start:
            found.append(Span(spans[start].start, spans[index - 1].end))
            start = index
    if spans:
        found.append(Span(spans[start].start, spans[-1].end))
    return [Span(w.start, min(w.end, w.start + longest)) for w in found]


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


def telling(windows: Sequence[str], question: str) -> int:
    """Which window has the most of the question's pairs of characters, as search would cut it out.

    All are folded; the first of equals.
    """
    pairs = pairs_of(question)
    held = [held_by(window, pairs) for window in windows]
    return held.index(max(held))


def pairs_of(text: str) -> set[str]:
    """The pairs of neighboring characters."""
    return {text[i : i + 2] for i in range(len(text) - 1)}


def held_by(text: str, pairs: Iterable[str]) -> int:
    """How many of the pairs the text has."""
    return sum(pair in text for pair in pairs)


def says_the_same(one: set[str], others: Iterable[set[str]]) -> bool:
    """True if a text, by its pairs of characters, shares half of them with one of the others."""
    return any(len(one & other) >= _ALIKE * min(len(one), len(other)) for other in others)
