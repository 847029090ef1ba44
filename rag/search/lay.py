"""Everyday words with the official ones that policies and laws have for them.

Written by hand: people ask who pays 工钱, texts speak of 工资 and 报酬.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rag.search.term_tables import term_table

# How sure it is that an official word is meant, beside the word itself.
LAY_SURE = 0.6

_LONGEST_PHRASE = 3
_LONG_WORD = 3
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


def official(word: str) -> tuple[str, ...]:
    """The official words for an everyday one, or for the longest that stands in a long word.

    >>> official("出车祸"), official("喝过酒")
    (('交通事故',), ('饮酒',))
    """
    if word in lay_words() or len(word) < _LONG_WORD:
        return lay_words().get(word, ())
    word = _ASPECT.sub("", word)
    parts = (word[i : i + n] for n in range(len(word), 1, -1) for i in range(len(word) - n + 1))
    return next((lay_words()[part] for part in parts if part in lay_words()), ())


def lay_words() -> Mapping[str, tuple[str, ...]]:
    """Folded everyday words to folded official ones."""
    return term_table("lay_words.tsv")
