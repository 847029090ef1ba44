"""Pinyin: what a query in Latin letters spells, and how Han text is spelt.

Only queries are read so. Han text is spelt out to be compared with them, and never changed by it.
"""

from __future__ import annotations

import re
import unicodedata

_SYLLABLE = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|"
    r"ai|an|ao|ei|en|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|[aeiouv])|ang|eng|ai|an|ao|ei|en|er|ou|[aeo])"
)
_SYLLABLES = re.compile(rf"(?:{_SYLLABLE}[1-5]?)+")
_WORD = re.compile(r"[a-z]+(?:[1-5][a-z]*)*")
_TONES = re.compile(r"[1-5]")
_TONE_MARKS = frozenset("\u0304\u0301\u030c\u0300")


def pinyin_words(text: str) -> tuple[str, ...]:
    """The words of a text, without tones and with v for ü; empty if one is not all syllables.

    >>> pinyin_words("shèqū jian4she4")
    ('shequ', 'jianshe')
    >>> pinyin_words("what is it")
    ()
    """
    spelt = re.sub("u\u0308|u:", "v", _without_tone_marks(text))
    words = re.split(r"[\s'’\-]+", spelt.strip(" ?？!.。"))
    if not all(_WORD.fullmatch(word) and _SYLLABLES.fullmatch(word) for word in words):
        return ()
    return tuple(_TONES.sub("", word) for word in words)


def has_tones(text: str) -> bool:
    """True if the text carries tone marks or tone numbers."""
    marked = any(mark in _TONE_MARKS for mark in unicodedata.normalize("NFD", text))
    return marked or bool(re.search(r"[a-z:][1-5]", text.lower()))


def spelling(han: str) -> tuple[str, ...]:
    """The toneless syllable of each character of a Han text: 社区 is `she`, `qu`."""
    # Half a second to load, and only a query in pinyin needs it.
    from pypinyin import lazy_pinyin

    syllables: list[str] = lazy_pinyin(han)
    return tuple(syllables)


def _without_tone_marks(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(character for character in apart if character not in _TONE_MARKS)
