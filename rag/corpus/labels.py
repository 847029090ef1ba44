"""The labels that clauses begin with: 第一章, 第 3-1 條, 一、, (一), 1., (1), ①, A., Article 5, ##.

Reading a label says only what a line could be. Whether it is a clause, and at what level, the
numbering around it decides: see `rag.corpus.outline`.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from dataclasses import replace

from rag.corpus.label import Label, label_at
from rag.corpus.label_lists import (
    ENCLOSED,
    read_bracketed,
    read_digit,
    read_enclosed,
    read_han_list,
    read_letter,
)
from rag.corpus.label_units import read_appendix, read_english_unit, read_statute
from rag.corpus.numerals import HAN_NUMERALS, HEAVENLY_STEMS

_MARKDOWN = re.compile(r"(?P<marks>#{1,6})[ \t]+(?=\S)")
_LEADING = " \t\u3000\xa0\ufeff"

# A number of more levels than any document has (1.2.2.2.2.2.2.2.2) is no label: an address names
# every level above it, and would grow by the square of their count.
_MOST_NUMBERS = 8


def read_labels(line: str, start: int = 0) -> tuple[Label, ...]:
    """What `line` could be a clause of, likeliest first; none if it begins with no label.

    >>> [(label.family, label.canonical) for label in read_labels("第 3-1 條 本法")]
    [('article', '第3-1條')]
    >>> [label.family for label in read_labels("(i) that")]
    ['(letter)', '(roman)']
    >>> read_labels("1500戶以上")
    ()
    """
    position = start
    while position < len(line) and line[position] in _LEADING:
        position += 1
    if position == len(line):
        return ()
    reader = _READERS.get(line[position])
    labels = reader(line, position) if reader else ()
    return tuple(label for label in labels if len(label.number) <= _MOST_NUMBERS)


def _read_latin(line: str, at: int) -> tuple[Label, ...]:
    return read_english_unit(line, at) or read_letter(line, at)


def _read_markdown(line: str, at: int) -> tuple[Label, ...]:
    """A Markdown heading: its marks give the level, the label behind them, if any, the address."""
    match = _MARKDOWN.match(line, at)
    if not match:
        return ()
    return heading_labels(line, len(match["marks"]), match.end(), start=at)


def heading_labels(line: str, level: int, at: int, *, start: int = 0) -> tuple[Label, ...]:
    """A heading of a level whose words begin at `at`, behind marks at `start` if it has any."""
    family = f"markdown {level}"
    # Marks behind marks (# # # …) are words: read on, they would lead as deep as there are some.
    for label in read_labels(line, at) if line[at] != "#" else ():
        return (replace(label, family=family, is_strong=True),)
    heading = label_at(line, (start, at), family, (0,), "")
    return (replace(heading, kind="heading"),)


def _reader_table() -> dict[str, Callable[[str, int], tuple[Label, ...]]]:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in string.ascii_letters)
    return {
        **dict.fromkeys(ENCLOSED, read_enclosed),
        **dict.fromkeys(HAN_NUMERALS + HEAVENLY_STEMS, read_han_list),
        **dict.fromkeys("(（〔【［", read_bracketed),
        **dict.fromkeys("0123456789０１２３４５６７８９", read_digit),
        **dict.fromkeys(string.ascii_letters + "§", _read_latin),
        **dict.fromkeys(wide + "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ", read_letter),
        "第": read_statute,
        "附": read_appendix,
        "#": _read_markdown,
    }


_READERS = _reader_table()
