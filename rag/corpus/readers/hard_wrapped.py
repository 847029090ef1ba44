"""Plain text whose lines were broken at a fixed width: each paragraph is one line again.

Old files and mails are so, and nothing in them says it. A text is taken for one only if nearly all
of its lines that stop within a sentence are full: what the next line begins with had no room there.
Lists, verse, tables and paragraphs of a line each are not so, and stay as they are. Nothing is
taken out but line ends within paragraphs, with the white space around them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.corpus.labels import read_labels
from rag.corpus.readers.pdf_paragraphs import (
    Layout,
    PageLine,
    columns,
    ends_sentence,
    gap_between,
)

_NARROWEST_COLUMNS = 40
_WIDEST_COLUMNS = 160
_FEWEST_BROKEN = 3
_FEWEST_BROKEN_SHARE = 0.1
_FEWEST_FULL_SHARE = 0.85
_FEWEST_PROSE_SHARE = 0.6
_FEWEST_STOPS_SHARE = 0.1
_FEWEST_CUT_SHARE = 0.9
_OVERLONG_SHARE = 0.02
_SHORT_SHARE = 1 / 3
_RAGGED_SHARE = 0.1
_NARROWEST_FULL = 0.5  # in columns: thirty characters that are half numbers have three quarters
_LONGEST_UNIT = 20
_OPENERS = "“‘「『（《〈【〔"
_CLOSERS = "，、。；：？！”’」』）》〉】〕…—"
# What no line end parts: a word in Latin letters, or a character, with the signs that go with it.
_UNIT = re.compile(rf"[{_OPENERS}]*(?:[!-~]+|.)[{_CLOSERS}]*")
_STOP_WITHIN = re.compile(r"[，、。；：？！,;:].")
_SENTENCE_END = re.compile(r"[。！？｡]|[.!?][”’\"')]?(?:\s|$)")
_CELLS = re.compile(r"[ \u3000]{3,}|\u3000{2}|\t|[|｜│┃]")
_MARK = re.compile(r"[>#|]|[-*+=~_•▪◦‣⁃·○●◆◇■□※]+(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A text, and how many line ends within paragraphs were taken out of it."""

    text: str
    line_ends: int = 0


def unwrapped(text: str) -> Unwrapped:
    """The text with its paragraphs joined if it was surely broken at a width; else as it is.

    >>> unwrapped("公園全年開放，\\n公園免費。").line_ends
    0
    """
    lines = [_line(number, raw) for number, raw in enumerate(text.split("\n")) if raw.strip()]
    open_ended = [pair for pair in pairwise(lines) if _may_be_broken(*pair)]
    if len(open_ended) < _FEWEST_BROKEN:
        return Unwrapped(text)
    wrappings = [_Wrapping(lines, open_ended, measure) for measure in (columns, len)]
    wrapping = max(wrappings, key=lambda wrapping: wrapping.full_share)
    if not wrapping.is_certain:
        return Unwrapped(text)
    gaps = dict(wrapping.gaps())
    return Unwrapped("".join(_with_gaps(text, gaps)), len(gaps))


def _with_gaps(text: str, gaps: dict[int, str]) -> Iterator[str]:
    """The pieces of the text with a gap before each line that has one, by its number."""
    for number, raw in enumerate(text.split("\n")):
        start = gaps.get(number, "\n" if number else "")
        words = raw.lstrip() if number in gaps else raw
        yield start + (words.rstrip() if number + 1 in gaps else words)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank, as it is written, and as it stands on its page."""

    number: int
    raw: str
    page: PageLine

    @property
    def text(self) -> str:
        return self.page.text


_Pair = tuple[_Line, _Line]


def _line(number: int, raw: str) -> _Line:
    text = raw.strip()
    ems = columns(raw[: raw.index(text)]) / 2
    return _Line(number, raw, PageLine(text, left=ems, top=number, size=1))


def _may_be_broken(line: _Line, following: _Line) -> bool:
    """True if a sentence may go on from a line to the next, whatever their widths."""
    if following.number != line.number + 1 or _MARK.match(following.text):
        return False
    if ends_sentence(line.text) or line.text[-1] in ":：":
        return False
    return not any(label.is_strong for label in read_labels(following.text)[:1])


class _Wrapping:
    """What would be broken if the lines had a width, counted in columns or in characters.

    `full_share` is how many of the lines that stop within a sentence are full. Short ones, such as
    headings and the heads of mails, do not count.
    """

    def __init__(
        self, lines: Sequence[_Line], open_ended: Sequence[_Pair], measure: Callable[[str], int]
    ) -> None:
        self._lines = lines
        self._measure = measure
        widths = sorted(measure(line.raw.rstrip().rstrip(_CLOSERS)) for line in lines)
        self._width = widths[-1 - int(len(widths) * _OVERLONG_SHARE)]
        self._broken = [pair for pair in open_ended if self._is_full(*pair)]
        short = self._width * _SHORT_SHARE
        counted = sum(
            measure(line.raw.rstrip()) > short or self._is_full(line, following)
            for line, following in open_ended
        )
        self.full_share = len(self._broken) / max(counted, 1)

    @property
    def is_certain(self) -> bool:
        """True if the text can hardly be anything but broken at this width."""
        broken = self._broken
        if len(broken) < max(_FEWEST_BROKEN, _FEWEST_BROKEN_SHARE * len(self._lines)):
            return False
        widest = max(columns(line.raw.rstrip()) for line, _ in broken)
        is_page = _NARROWEST_COLUMNS <= widest <= _WIDEST_COLUMNS
        is_prose = sum(_is_prose(*pair) for pair in broken) >= _FEWEST_PROSE_SHARE * len(broken)
        # Rows of a table and lines of code may be of one width too, but hold no sentences.
        stops = sum(len(_SENTENCE_END.findall(line.text)) for line in self._lines)
        has_sentences = stops >= _FEWEST_STOPS_SHARE * len(broken)
        return self.full_share >= _FEWEST_FULL_SHARE and is_page and is_prose and has_sentences

    def gaps(self) -> Iterator[tuple[int, str]]:
        """The numbers of the lines that go on with a paragraph, and what goes before each."""
        layout = Layout([line.page for line in self._lines], full_share=_NARROWEST_FULL)
        cut = self._cut_at()
        is_first = True
        for line, following in pairwise(self._lines):
            goes_on = (
                following.number == line.number + 1
                and self._is_full(line, following)
                and not _MARK.match(following.text)
                and layout.goes_on(line.page, following.page, is_first=is_first)
            )
            if goes_on:
                has_space = line.raw[-1].isspace() or following.raw[0].isspace()
                is_in_word = self._measure(line.raw) == cut and not has_space
                gap = "" if is_in_word else gap_between(line.text, following.text)
                yield following.number, gap
            is_first = not goes_on

    def _cut_at(self) -> int | None:
        """The width at which words were cut in two, if all lines have it."""
        ((width, count),) = Counter(self._measure(a.raw) for a, _ in self._broken).most_common(1)
        return width if count >= _FEWEST_CUT_SHARE * len(self._broken) else None

    def _is_full(self, line: _Line, following: _Line) -> bool:
        """True if what `following` begins with had no room on `line`."""
        if _CELLS.search(line.text) or _CELLS.search(following.text):
            return False
        unit = _UNIT.match(following.text)
        words = gap_between(line.text, following.text) + (unit[0] if unit else "")
        room = self._width - self._measure(line.raw.rstrip())
        # Some programs set Latin lines evenly, not full; no item or verse begins in lower case.
        if line.text[-1].isascii() and following.text[0].isascii() and following.text[0].islower():
            room -= int(self._width * _RAGGED_SHARE)
        return room < self._measure(words[:_LONGEST_UNIT])


def _is_prose(line: _Line, following: _Line) -> bool:
    """True if the next line begins as sentences go on, or this one has a stop within."""
    first = following.text[0]
    if first.isascii() and first.isalpha():
        return first.islower()
    return _STOP_WITHIN.search(line.text) is not None
