"""Pairs of quotation marks in notes, in either script's punctuation, one inside the other."""

from __future__ import annotations

from collections import Counter
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
    opened: list[int] = []
    awaited: Counter[str] = Counter()
    pairs: list[Marked] = []
    for position in range(within.start, within.end):
        character = text[position]
        if awaited[character] and not _is_apostrophe(text, position):
            while True:
                start = opened.pop()
                awaited[PAIRS[text[start]]] -= 1
                if PAIRS[text[start]] == character:
                    break
            # What was marked inside this pair is a part of it.
            while pairs and pairs[-1].outer.start > start:
                pairs.pop()
            marks = (text[start], character)
            pairs.append(Marked(Span(start, position + 1), Span(start + 1, position), marks))
        elif _opens(text, position):
            opened.append(position)
            awaited[PAIRS[character]] += 1
    return pairs, opened


def strip_marks(text: str, span: Span) -> Span:
    """The span without the quotation marks around all of it, if there are such."""
    pairs, _ = marked_stretches(text, span)
    return pairs[0].inner if [pair.outer for pair in pairs] == [span] else span


def _opens(text: str, position: int) -> bool:
    if text[position] not in PAIRS:
        return False
    # An apostrophe is no quotation mark.
    before = text[position - 1 : position]
    return text[position] != "‘" or not (before.isascii() and before.isalnum())


def _is_apostrophe(text: str, position: int) -> bool:
    behind = text[position + 1 : position + 2]
    return text[position] == "’" and behind.isascii() and behind.isalpha()
