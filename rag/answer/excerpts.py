"""What of the best hits is read: all of the best one, and of the others their most telling part.

A reader's time grows with what it reads, and little of a long passage speaks to the question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.search import Matcher
from rag.text import Span, folded, sentences
from rag.types import Hit, Passage

# So many of the best hits are read.
HITS_READ = 5
# To order hits, so many are read where they are short, and always `HITS_READ`.
HITS_SKIMMED = 10
_SKIMMED_CHARACTERS = 900
# An excerpt has at most so many characters, unless one sentence has more.
LONGEST_EXCERPT = 180
# Of the headings above a text, the last so many characters are read before it.
_LONGEST_PLACE = 60


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of the hit of that rank, from 1: `span` is of the passage's text.

    `place` tells where it stands: the document's title and the headings above, or what announces an
    item. It is read before the text, on a line of its own, and is no part of it.
    """

    rank: int
    span: Span
    text: str
    place: str = ""

    @property
    def opening(self) -> str:
        """What is read before the text."""
        return f"{self.place}\n" if self.place else ""

    @property
    def read_as(self) -> str:
        """All that is read: in it the text stands behind the opening."""
        return self.opening + self.text


def excerpts(hits: Sequence[Hit], matcher: Matcher) -> list[Excerpt]:
    """The parts of the best hits that are worth reading, hit by hit."""
    return [
        _excerpt(hit.rank, span, hit.passage)
        for place, hit in enumerate(hits[:HITS_READ])
        for span in (
            parts(hit.passage.text) if place == 0 else [most_telling(hit.passage.text, matcher)]
        )
    ]


def telling_excerpts(hits: Sequence[Hit], matcher: Matcher) -> list[Excerpt]:
    """The most telling part of each of the best hits: ten short ones, or fewer long ones."""
    found: list[Excerpt] = []
    length = 0
    for rank, hit in enumerate(hits[:HITS_SKIMMED], start=1):
        span = most_telling(hit.passage.text, matcher)
        length += span.end - span.start
        if len(found) >= HITS_READ and length > _SKIMMED_CHARACTERS:
            break
        found.append(_excerpt(rank, span, hit.passage))
    return found


def _excerpt(rank: int, span: Span, passage: Passage) -> Excerpt:
    return Excerpt(rank, span, span.of(passage.text), _place(passage))


def _place(passage: Passage) -> str:
    """Where a passage stands, as it is read: 《title》 and the headings, down to its own."""
    if not passage.path:
        return ""
    title, *headings = passage.path
    return f"《{title}》{' '.join(headings)[-_LONGEST_PLACE:]}"


def parts(text: str, longest: int = LONGEST_EXCERPT) -> list[Span]:
    """The text in runs of whole sentences, as long as `longest` characters allow.

    >>> [span.of("甲乙。丙。丁戊己庚。") for span in parts("甲乙。丙。丁戊己庚。", 5)]
    ['甲乙。丙。', '丁戊己庚。']
    """
    found: list[Span] = []
    for sentence in sentences(text):
        if found and sentence.end - found[-1].start <= longest:
            found[-1] = Span(found[-1].start, sentence.end)
        else:
            found.append(sentence)
    return found or [Span(0, len(text))]


def most_telling(text: str, matcher: Matcher, longest: int = LONGEST_EXCERPT) -> Span:
    """The run of whole sentences that holds most of the question; the first of equals."""
    return max(
        _runs(text, longest),
        key=lambda span: (matcher.share((1.0, folded(span.of(text)))), -span.start),
    )


def _runs(text: str, longest: int) -> Iterator[Span]:
    """From each sentence on, as many sentences as fit."""
    spans = sentences(text)
    if len(text) <= longest or not spans:
        yield Span(0, len(text))
        return
    for index, first in enumerate(spans):
        within = [s.end for s in spans[index:] if s.end - first.start <= longest]
        yield Span(first.start, max(within, default=first.end))
