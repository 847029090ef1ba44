"""Lines of pages to paragraphs: a line that was broken for the page's width is one line again.

A full line goes on in the next one unless a sentence ends with it. Where one does, the page tells:
in a document that indents its first lines, or parts its paragraphs by white space, a line that is
set neither way is of the same paragraph. A line of another size, or one that begins with a clause
label, is never a continuation.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.corpus.label import SENTENCE_END
from rag.corpus.labels import read_labels

_FULL_LINE_SHARE = 0.8
_INDENT_EMS = 0.8
_LARGEST_SIZE_RATIO = 1.15
_LARGEST_PITCH_RATIO = 1.2
_CLOSERS = "”’」』）)】》〉\"'"
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—]")
_BULLET = re.compile(r"[•▪◦‣⁃]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page, where it starts, and how large its letters are, all in points.

    `top` grows from line to line down a column. `size` is 0 if the file does not say where its
    lines stand.
    """

    text: str
    left: float = 0.0
    top: float = 0.0
    size: float = 0.0


def paragraphs(lines: Sequence[PageLine]) -> list[str]:
    """The paragraphs, headings and items that the lines make, in order, each a line."""
    layout = Layout(lines)
    joined: list[str] = []
    is_first = True
    for index, line in enumerate(lines):
        goes_on = index > 0 and layout.goes_on(lines[index - 1], line, is_first=is_first)
        if goes_on:
            joined[-1] = _joined(joined[-1], line.text)
        else:
            joined.append(line.text[_bullet_length(line.text) :])
        is_first = not goes_on
    return joined


class Layout:
    """How wide a full line is, and by what the document sets its paragraphs apart.

    `full_share` is how much of the widest lines' width a full line has at least.
    """

    def __init__(self, lines: Sequence[PageLine], *, full_share: float = _FULL_LINE_SHARE) -> None:
        widths = [columns(line.text) for line in lines]
        widest = statistics.quantiles(widths, n=10, method="inclusive")[-1] if widths[1:] else 0
        self._full = full_share * widest
        broken = list(self._broken_in_sentence(lines))
        pitches = [b.top - a.top for _, a, b in broken if b.top > a.top and a.size]
        self._pitch = statistics.median(pitches) if pitches else 0.0
        firsts = [(a, b) for is_first, a, b in broken if is_first and a.size]
        indented = sum(a.left - b.left >= _INDENT_EMS * a.size for a, b in firsts)
        self._indents = bool(firsts) and indented * 2 > len(firsts)
        starts = [
            b.top - a.top
            for a, b in pairwise(lines)
            if columns(a.text) < self._full and b.top > a.top
        ]
        wide = sum(gap > _LARGEST_PITCH_RATIO * self._pitch for gap in starts)
        self._spaces = bool(self._pitch and starts) and wide * 2 > len(starts)

    def goes_on(self, previous: PageLine, line: PageLine, *, is_first: bool) -> bool:
        """True if `line` goes on with the paragraph of `previous`, its first line or a later."""
        if self._is_broken_in_sentence(previous, line):
            return True
        return self._may_be_one_paragraph(previous, line) and self._is_set_as_one(
            previous, line, is_first=is_first
        )

    def _broken_in_sentence(
        self, lines: Sequence[PageLine]
    ) -> Iterator[tuple[bool, PageLine, PageLine]]:
        """Pairs of lines with a sentence across them, and whether it begins a paragraph."""
        is_first = True
        for previous, line in pairwise(lines):
            goes_on = self._is_broken_in_sentence(previous, line)
            if goes_on:
                yield is_first, previous, line
            is_first = not goes_on

    def _is_broken_in_sentence(self, previous: PageLine, line: PageLine) -> bool:
        return self._may_be_one_paragraph(previous, line) and not ends_sentence(previous.text)

    def _may_be_one_paragraph(self, previous: PageLine, line: PageLine) -> bool:
        if columns(previous.text) < self._full or previous.text[-1] in ":：":
            return False
        if previous.size and line.size:
            sizes = sorted((previous.size, line.size))
            if sizes[1] > _LARGEST_SIZE_RATIO * sizes[0]:
                return False
        # A weak label (第二條規定…, 2.5 …) that a sentence runs into is of the sentence.
        labels = read_labels(line.text)
        is_labelled = bool(labels) and (labels[0].is_strong or ends_sentence(previous.text))
        return not is_labelled and not _BULLET.match(line.text)

    def _is_set_as_one(self, previous: PageLine, line: PageLine, *, is_first: bool) -> bool:
        if not previous.size or line.top <= previous.top:
            return False
        if self._indents:
            outdent = previous.left - line.left
            indent = _INDENT_EMS * line.size
            return outdent >= indent if is_first else abs(outdent) < indent
        return self._spaces and line.top - previous.top <= _LARGEST_PITCH_RATIO * self._pitch


def _bullet_length(text: str) -> int:
    bullet = _BULLET.match(text)
    return bullet.end() if bullet else 0


def ends_sentence(text: str) -> bool:
    """True if a sentence, or an item of an enumeration, ends with the line."""
    return (text.rstrip(_CLOSERS) or text)[-1] in SENTENCE_END + "."


def columns(text: str) -> int:
    """How wide a text is: a Han character has two columns, a Latin letter one."""
    return len(text) + len(_WIDE.findall(text))


def gap_between(before: str, after: str) -> str:
    """What stands between two lines of a paragraph: a space between words in Latin letters."""
    is_hyphenated = before.endswith("-") and before[-2:-1].isalpha() and after[0].islower()
    needs_none = _WIDE.match(before[-1]) or _WIDE.match(after[0]) or is_hyphenated
    return "" if needs_none else " "


def _joined(before: str, after: str) -> str:
    if before.endswith("\xad"):
        return before[:-1] + after
    return f"{before}{gap_between(before, after)}{after}"
