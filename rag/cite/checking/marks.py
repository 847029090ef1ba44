"""Pairs of quotation marks in notes, in either script's punctuation, one inside the other."""

from __future__ import annotations

from dataclasses import dataclass

from rag.text import Span

PAIRS = {
    "「": "」",
    "『": "』",
    "“": "”",
    "‘": "’",
    "﹁": "﹂",
    "﹃": "﹄",
    "〝": "〞",
    "｢": "｣",
    '"': '"',
    "＂": "＂",
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of notes in quotation marks: with them (`outer`) and without (`inner`)."""

    outer: Span
    inner: Span
    marks: tuple[str, str]


def marked_stretches(text: str, within: Span) -> tuple[list[Marked], list[int]]:
    """The outermost stretches in quotation marks, in order, and where marks open for good."""
    found: list[Marked] = []
    unclosed: list[int] = []
    position = within.start
    while position < within.end:
        if not _opens(text, position):
            position += 1
            continue
        end = _closing(text, position, within.end)
        if end is None:
            unclosed.append(position)
            position += 1
            continue
        marks = (text[position], text[end])
        found.append(Marked(Span(position, end + 1), Span(position + 1, end), marks))
        position = end + 1
    return found, unclosed


def strip_marks(text: str, span: Span) -> Span:
    """The span without the quotation marks around all of it, if there are such."""
    if len(span) > 2 and _opens(text, span.start):
        end = _closing(text, span.start, span.end)
        if end == span.end - 1:
            return Span(span.start + 1, end)
    return span


def _opens(text: str, position: int) -> bool:
    if text[position] not in PAIRS:
        return False
    # An apostrophe is no quotation mark.
    before = text[position - 1 : position]
    return text[position] != "‘" or not (before.isascii() and before.isalnum())


def _closing(text: str, start: int, end: int) -> int | None:
    """Where the mark that opens at `start` is closed, past those that open and close inside."""
    awaited = [PAIRS[text[start]]]
    for position in range(start + 1, end):
        character = text[position]
        if character in awaited and not _is_apostrophe(text, position):
            while awaited.pop() != character:
                pass
            if not awaited:
                return position
        elif _opens(text, position) and PAIRS[character] != character:
            awaited.append(PAIRS[character])
    return None


def _is_apostrophe(text: str, position: int) -> bool:
    behind = text[position + 1 : position + 2]
    return text[position] == "’" and behind.isascii() and behind.isalpha()
