"""A query in pinyin, read as the words of the headings on the shelf. Han is never read by sound."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rag.encode import Lexicon
from rag.text import folded, has_tones, is_han, pinyin_words, spelling

_LONGEST_PART = 24
_LONGEST_SYLLABLE = 6
# English words that spell so much of a heading by chance are not to be feared.
_TELLING = 4
_INITIALS = re.compile(r"[a-z]{4,24}")
_SMALL_WORDS = {
    "shenmeshi": "什么是",
    "shishenme": "是什么",
    "shenme": "什么",
    "younaxie": "有哪些",
    "naxie": "哪些",
    "weishenme": "为什么",
    "zenme": "怎么",
    "ruhe": "如何",
    "de": "的",
    "he": "和",
    "yu": "与",
    "shi": "是",
}


@dataclass(frozen=True, slots=True)
class Spellings:
    """How the headings' parts are spelt, and their initials, each with the Han behind it."""

    parts: Mapping[str, str]
    initials: Mapping[str, str]


def spell_headings(headings: Iterable[str]) -> Spellings:
    """The spellings of every part, of two characters or more, of some headings."""
    parts: dict[str, str] = {}
    initials: dict[str, str] = {}
    for heading in dict.fromkeys(headings):
        run = "".join(filter(is_han, folded(heading)))
        syllables = spelling(run)
        for start in range(len(run)):
            for end in range(start + 2, min(len(run), start + _LONGEST_PART) + 1):
                part = syllables[start:end]
                parts.setdefault("".join(part), run[start:end])
                initials.setdefault("".join(syllable[0] for syllable in part), run[start:end])
    return Spellings(parts, initials)


def may_be_pinyin(text: str, lexicon: Lexicon) -> bool:
    """True if the text is all syllables, or could be initials: worth spelling the headings."""
    if any(map(is_han, text)):
        return False
    letters = "".join(pinyin_words(text))
    return len(letters) >= _TELLING or (not letters and _are_initials(text, lexicon))


def read_pinyin(text: str, spellings: Spellings, lexicon: Lexicon) -> str:
    """The folded Han that a query spells, or an empty string if it spells none of the headings."""
    words = pinyin_words(text)
    if not words:
        return spellings.initials.get(text.strip().lower(), "")
    read = _decoded("".join(words), spellings.parts)
    is_english = not has_tones(text) and all(word in lexicon or len(word) < 3 for word in words)
    return "" if is_english and len(read) < _TELLING else read


def _are_initials(text: str, lexicon: Lexicon) -> bool:
    word = text.strip().lower()
    return bool(_INITIALS.fullmatch(word)) and not set(word) & set("aeiou") and word not in lexicon


@dataclass(frozen=True, slots=True, order=True)
class _Way:
    """A way to read some letters; the best comes first: few words, of them long ones that ask."""

    words: int
    letters_of_headings: int
    han: str


def _decoded(letters: str, parts: Mapping[str, str]) -> str:
    """The fewest words that spell all the letters, one of them a part of a heading."""
    best: list[_Way | None] = [_Way(0, 0, "")]
    for end in range(1, len(letters) + 1):
        starts = range(max(0, end - _LONGEST_PART * _LONGEST_SYLLABLE), end)
        ways = (_longer(best[start], letters[start:end], parts) for start in starts)
        best.append(min((way for way in ways if way is not None), default=None))
    last = best[-1]
    return last.han if last is not None and last.letters_of_headings else ""


def _longer(before: _Way | None, piece: str, parts: Mapping[str, str]) -> _Way | None:
    if before is None or (piece not in parts and piece not in _SMALL_WORDS):
        return None
    if piece in _SMALL_WORDS:
        return _Way(before.words + 1, before.letters_of_headings, before.han + _SMALL_WORDS[piece])
    letters = before.letters_of_headings + len(piece)
    return _Way(before.words + 1, letters, before.han + parts[piece])
