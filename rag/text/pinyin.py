"""Pinyin: what a query in Latin letters spells, and how Han text is spelt.

Only queries are read so. Han text is spelt out to be compared with them, and never changed by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

_SYLLABLE = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|"
    r"ai|an|ao|ei|en|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|[aeiouv])|ang|eng|ai|an|ao|ei|en|er|ou|[aeo])"
)
_ONE_SYLLABLE = re.compile(_SYLLABLE)
_LONGEST_SYLLABLE = 6
_WORD = re.compile(r"[a-z]+(?:[1-5][a-z]*)*")
_TONES = re.compile(r"[1-5]")
_TONE_NUMBERS = frozenset("12345")
_TONE_MARKS = frozenset("\u0304\u0301\u030c\u0300")


def pinyin_words(text: str) -> tuple[str, ...]:
    """The words of a text, without tones and with v for ü; empty if one is not all syllables.

    >>> pinyin_words("shèqū jian4she4")
    ('shequ', 'jianshe')
    >>> pinyin_words("what is it")
    ()
    """
    spelt = _with_v(_without_tone_marks(text))
    words = re.split(r"[\s'’\-]+", spelt.strip(" ?？!.。"))
    if not all(_WORD.fullmatch(word) and _is_all_syllables(word) for word in words):
        return ()
    return tuple(_TONES.sub("", word) for word in words)


def is_syllable(letters: str) -> bool:
    """True if toneless letters may be one syllable."""
    return _ONE_SYLLABLE.fullmatch(letters) is not None


def has_tones(text: str) -> bool:
    """True if the text carries tone marks or tone numbers."""
    marked = any(mark in _TONE_MARKS for mark in unicodedata.normalize("NFD", text))
    return marked or bool(re.search(r"[a-z:][1-5]", text.lower()))


def spelling(han: str) -> tuple[str, ...]:
    """The toneless syllable of each character of a Han text: 社区 is `she`, `qu`."""
    # Half a second to load, three with all words of Chinese, and only a query in pinyin needs it.
    from pypinyin import lazy_pinyin

    syllables: list[str] = lazy_pinyin(han)
    return tuple(syllables)


def spellings(words: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The spelling of each of many Han words, ten times faster than by `spelling`, and alike
    but for one in 250: of words that are made of words (银行 in 中国银行) each character's first.
    """
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT  # see spelling

    for word in words:
        if word in PHRASES_DICT:
            yield tuple(_toneless(readings[0]) for readings in PHRASES_DICT[word])
        else:
            readings = (PINYIN_DICT.get(ord(han), han) for han in word)
            yield tuple(_toneless(reading.partition(",")[0]) for reading in readings)


def syllable_ends(letters: str, start: int) -> Iterator[int]:
    """Where a syllable that starts there may end.

    >>> list(syllable_ends("xiandai", 0))
    [2, 3, 4]
    """
    for end in range(start + 1, min(len(letters), start + _LONGEST_SYLLABLE) + 1):
        if _ONE_SYLLABLE.fullmatch(letters, start, end):
            yield end


def _is_all_syllables(word: str) -> bool:
    """True if syllables, each with a tone number or none, make up the word.

    Where one may end is noted, and read on from once: xian is one syllable or two, so that a row
    of them can be cut in more ways than a pattern could try.
    """
    reached = {0}
    for start in range(len(word)):
        if start in reached:
            for end in syllable_ends(word, start):
                reached |= {end, end + 1} if word[end : end + 1] in _TONE_NUMBERS else {end}
    return len(word) in reached


@cache
def _toneless(syllable: str) -> str:
    return _with_v(_without_tone_marks(syllable))


def _with_v(text: str) -> str:
    return re.sub("u\u0308|u:", "v", text)


def _without_tone_marks(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(character for character in apart if character not in _TONE_MARKS)
