"""The words of a quotation and of its source, comparable in any script, width and punctuation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rag.corpus.numerals import HAN_NUMERALS
from rag.text import Span, fold, folded, is_han
from rag.text.segment import HAN

Keys = npt.NDArray[np.int64]

# A number is one word: 十萬 is not what 五十萬 says. Signs that carry meaning are words as well:
# 30% is not 30.
_WORD = re.compile(rf"[{HAN_NUMERALS}万亿]+|[{HAN}]|[^\W\d_{HAN}]+|\d+|[%‰°+=$¥€£×÷±]")


@dataclass(frozen=True, slots=True)
class Words:
    """Words in order: each number, other Han character, run of letters, or sign.

    `spans` say where each stands, in whatever text the caller counts in. Two words agree if their
    `keys` do (folded among their neighbors, as search sees them) or their `keys_alone` (folded by
    themselves): where a text is cut changes how its first and last words fold.
    """

    folded: tuple[str, ...]
    spans: tuple[Span, ...]
    keys: Keys
    keys_alone: Keys

    def __len__(self) -> int:
        return len(self.folded)

    def agreeing(self, keys: tuple[int, int]) -> npt.NDArray[np.bool_]:
        """Which of these words agree with one word, given by its two keys."""
        agree: npt.NDArray[np.bool_] = (self.keys == keys[0]) | (self.keys_alone == keys[1])
        return agree

    def keys_at(self, index: int) -> tuple[int, int]:
        """The two keys of one word."""
        return int(self.keys[index]), int(self.keys_alone[index])

    def part(self, start: int, end: int) -> Words:
        """The words from `start` up to `end`."""
        part = slice(start, end)
        return Words(self.folded[part], self.spans[part], self.keys[part], self.keys_alone[part])

    def span(self, start: int, end: int) -> Span:
        """Where the words from `start` up to `end` (at least one) stand."""
        return Span(self.spans[start].start, self.spans[end - 1].end)


def words_of(text: str, start: int = 0) -> Words:
    """The words of a text; their spans count from `start`.

    >>> words_of("「擴大民主,AI 30%」").folded
    ('扩', '大', '民', '主', 'ai', '30', '%')
    """
    view = fold(text)
    found = list(_WORD.finditer(view.text))
    spans = tuple(
        view.offsets.to_source(Span(match.start(), match.end())).shifted(start) for match in found
    )
    in_context = tuple(match[0] for match in found)
    alone = [
        _fold_alone(span.shifted(-start).of(text)) if is_han(word) else word
        for word, span in zip(in_context, spans, strict=True)
    ]
    return Words(in_context, spans, _keys(in_context), _keys(alone))


def occurrences(wanted: Words, words: Words) -> list[int]:
    """Where all of `wanted` stand together in `words`: the number of the first, each time."""
    last = len(words) - len(wanted)
    if not len(wanted) or last < 0:
        return []
    agree = np.ones(last + 1, dtype=np.bool_)
    for offset in range(len(wanted)):
        agree &= words.agreeing(wanted.keys_at(offset))[offset : offset + last + 1]
        if not agree.any():
            return []
    return [int(index) for index in np.flatnonzero(agree)]


@lru_cache(maxsize=50_000)
def _fold_alone(character: str) -> str:
    """Folded until nothing changes: 壞 is 坏 when folded, which itself folds on to 坯."""
    return folded(folded(character))


def _keys(words: tuple[str, ...] | list[str]) -> Keys:
    return np.fromiter(map(hash, words), dtype=np.int64, count=len(words))
