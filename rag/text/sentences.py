"""Sentences of a text, as spans: the smallest unit that an answer quotes."""

from __future__ import annotations

import re

from rag.text.spans import Span

_CLOSERS = "”’」』）)】》〉\"'"
_END = re.compile(
    rf"[。！？!?｡]+[{_CLOSERS}]*"  # Chinese and strong stops, with what closes after them
    rf"|\.[{_CLOSERS}]*(?=\s+[A-Z\u3400-\u9fff“「\"(])"  # an English stop before a new sentence
    r"|(?<!…)…{2,}(?=\s)"  # begun once: a long row of them is not read again from each
    r"|\n+"
)


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of `text`, in order, without the white space around them.

    Every character that is not white space lies in exactly one of them. A line end ends a
    sentence; a semicolon does not.

    >>> text = "要以人為本。服務居民!\\n(一)總則"
    >>> [span.of(text) for span in sentences(text)]
    ['要以人為本。', '服務居民!', '(一)總則']
    """
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        _append_trimmed(spans, text, start, match.end())
        start = match.end()
    _append_trimmed(spans, text, start, len(text))
    return spans


def _append_trimmed(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        first = start + len(piece) - len(piece.lstrip())
        spans.append(Span(first, first + len(stripped)))
