"""Everyday words with the official ones that policies and laws have for them.

Written by hand: people ask who pays 工钱, texts speak of 工资 and 报酬.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rag.search.term_tables import term_table

# How sure it is that an official word is meant, beside the word itself.
LAY_SURE = 0.6
PART_SURE = 0.15

_LONGEST_PHRASE = 3
_LONG_WORD = 3
# Before a word, these make another of it: 二房东 is no 房东.
_TURNING = frozenset("二非未副无")
# With these, jieba makes one word of a verb and what is carried or kept.
_HOLDING = frozenset("带养牵")
# What stands within a verb and its object: 喝了酒.
_ASPECT = re.compile("(?<=.)[了过着](?=.)")


def joined(pieces: Sequence[str]) -> Iterator[str]:
    """The pieces, neighbors as one where together they are an everyday phrase.

    >>> list(joined(["考试", "作弊", "会", "怎样"]))
    ['考试作弊', '会', '怎样']
    """
    start = 0
    while start < len(pieces):
        length = next(
            n for n in range(_LONGEST_PHRASE, 0, -1) if n == 1 or _is_phrase(pieces, start, n)
        )
        yield "".join(pieces[start : start + length])
        start += length


def _is_phrase(pieces: Sequence[str], start: int, length: int) -> bool:
    return "".join(pieces[start : start + length]) in lay_words()


def meant(word: str) -> tuple[tuple[str, float], ...]:
    """What may be meant by an everyday word, with how surely, the surest first.

    The official words for it, or for the longest everyday word that stands in a long one or that
    is carried or kept in a short one (带证). Less surely, those for the longest part of an everyday
    word, which texts may have where they have none for the whole.

    >>> meant("喝过酒"), meant("二房东")
    ((('饮酒', 0.6),), ())
    >>> meant("煤气罐")
    (('瓶装燃气', 0.6), ('气瓶', 0.6), ('燃气', 0.15))
    """
    if word in lay_words():
        sure = dict.fromkeys(lay_words()[word], LAY_SURE)
        for official in _of_longest(part for part in _everyday_parts(word) if part != word):
            sure.setdefault(official, PART_SURE)
        return tuple(sure.items())
    if len(word) < _LONG_WORD:
        found = lay_words().get(word[1:], ()) if word[:1] in _HOLDING else ()
    else:
        found = _of_longest(_everyday_parts(_ASPECT.sub("", word)))
    return tuple((official, LAY_SURE) for official in found)


def _of_longest(parts: Iterator[str]) -> tuple[str, ...]:
    return next((lay_words()[part] for part in parts), ())


def _everyday_parts(word: str) -> Iterator[str]:
    """The everyday words of two or more characters inside a word, the longest first.

    Not those that a prefix makes into something else (房东 in 二房东).
    """
    for length in range(len(word), 1, -1):
        for start in range(len(word) - length + 1):
            part = word[start : start + length]
            if part in lay_words() and word[max(0, start - 1) : start] not in _TURNING:
                yield part


def lay_words() -> Mapping[str, tuple[str, ...]]:
    """Folded everyday words to folded official ones."""
    return term_table("lay_words.tsv")
