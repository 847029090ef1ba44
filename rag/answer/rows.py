"""Lists without labels: paragraphs in a row that open alike (坚持…, 坚持…; ——…; 目标:…)."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

from rag.text import Span, folded, sentences

# Two of a kind may be chance.
_FEWEST = 3
_LINE = re.compile(r"[^\n]*\S")
_MARK = re.compile(r"(?:[-—–]{1,2}|[●•◆■□◇○※*·])\s*(?=\w)")
_NAMED = re.compile(r"[^\s,.;:?!]{2,12}:(?=.)")
# The word that each line of such a row opens with, and how long what it names may be.
_WORD = re.compile(r"[^\W\da-z_]{2}")
_LONGEST_NAME = 40


def paragraph_row(body: Span, text: str) -> list[Span]:
    """What names each paragraph of the longest row in a part of a text: its first sentence; none
    if no three in a row open alike.

    >>> text = "坚持公开。每月公示。\\n坚持公平。一视同仁。\\n坚持就近。方便居民。"
    >>> [span.of(text) for span in paragraph_row(Span(0, len(text)), text)]
    ['坚持公开。', '坚持公平。', '坚持就近。']
    """
    lines = [Span(*match.span()) for match in _LINE.finditer(text, body.start, body.end)]
    rows = (_longest_row(lines, text, opening) for opening in (_mark, _name, _word))
    return max(rows, key=len)


def _longest_row(lines: list[Span], text: str, opening: Callable[[str], str]) -> list[Span]:
    named = [(opening(text[line.start : line.end]), _first_sentence(line, text)) for line in lines]
    rows = ([span for _, span in row] for key, row in groupby(named, key=lambda n: n[0]) if key)
    return max((row for row in rows if len(row) >= _FEWEST), key=len, default=[])


def _first_sentence(line: Span, text: str) -> Span:
    return sentences(line.of(text))[0].shifted(line.start)


def _mark(line: str) -> str:
    match = _MARK.match(folded(line).strip())
    return match[0].strip() if match else ""


def _name(line: str) -> str:
    return ":" if _NAMED.match(folded(line).strip()) else ""


def _word(line: str) -> str:
    first = sentences(line)[0]
    match = _WORD.match(folded(line).strip())
    return match[0] if match and len(first) <= _LONGEST_NAME else ""
