"""The nouns of notes: their blocks of lines, and the quotations in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.cite.checking.attribution import Attribution
from rag.text import Span

NOT_FOUND_MARK = "〔not found〕"
QUOTED_LINE = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that notes give as another's. `words` are without the marks of a blockquote.

    `span` of the notes is what a correction replaces, `outer` the same with its quotation `marks`
    (none for a blockquote or a line). Lines count from 1.
    """

    line: int
    words: str
    span: Span
    outer: Span
    marks: tuple[str, str] = ("", "")
    is_block: bool = False
    attribution: Attribution | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of notes that belong together; `is_quoted` for those that `>` begins."""

    lines: tuple[Span, ...]
    is_quoted: bool

    @property
    def span(self) -> Span:
        """From the first line to the last."""
        return Span(self.lines[0].start, self.lines[-1].end)


def line_of(notes: str, position: int) -> int:
    """The number of the line that a position is on, from 1."""
    return notes.count("\n", 0, position) + 1
