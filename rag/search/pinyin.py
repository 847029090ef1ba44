"""A query in pinyin, read as words of the shelf and of the language. Han is never read by sound."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain, combinations, groupby

from rag.encode import Lexicon
from rag.search.words import ENGLISH_FUNCTION_WORDS
from rag.text import (
    bulk_segment,
    common_words,
    folded,
    has_tones,
    is_han,
    is_syllable,
    pinyin_words,
    spelling,
    spellings,
    syllable_ends,
)

_LONGEST_PART = 24
# English words that spell so much of a heading by chance are not to be feared, nor so many words
# of one syllable each.
_TELLING = 4
_SPELT_OUT = 5
_INITIALS = re.compile(r"[a-z]{4,24}")
# In nats, how unlikely any part of a heading is, and any word that asks.
_HEADING_NATS = 4.0
_ASKING_NATS = 5.0
# How much more unlikely a word is for each space in it, where words are typed and not syllables.
_SPACE_NATS = 3.0
# The shelf's own words are thought to be so much of a question; the rest is of Chinese at large.
_SHELF_SHARE = 0.5
_ASKING_WORDS = (
    "什么 什么是 是什么 什么意思 有什么 多少 几 谁 哪 哪些 有哪些 哪个 哪里 怎么 怎样 如何 为什么 "
    "是否 吗 的 是 和 与"
).split()
# Of these no phrase is made.
_JOINING = frozenset("的了和与及是在把以为等对由被让给而")
# Spellings of them that no dictionary has first.
_ALSO_SPELT = {"shei": "谁", "nei": "哪", "nei xie": "哪些", "nei ge": "哪个", "she me": "什么"}


@dataclass(frozen=True, slots=True, order=True)
class _Reading:
    """What some syllables may be: words that are together so unlikely."""

    nats: float
    han: str = ""
    is_told: bool = False
    """True if a word among them has two characters or more: one alone is spelt like many."""


# What syllables with spaces between them may be; of what only begins a word, nothing as yet.
_Readings = dict[str, _Reading]
_ONLY_BEGUN = _Reading(math.inf)


@dataclass(frozen=True, slots=True)
class Spellings:
    """How a shelf is spelt: parts of its headings, those and any words, the headings' initials."""

    headings: Mapping[str, _Reading]
    words: Mapping[str, _Reading]
    initials: Mapping[str, str]


def spell(headings: Iterable[str], texts: Iterable[str]) -> Spellings:
    """The spellings of the parts of some headings, and of the words of texts and of Chinese.

    A long word (循序渐进) or a phrase of single characters (街规民约) is as likely as such a part.
    """
    segmented = [bulk_segment(folded(text)) for text in texts]
    parts: _Readings = {}
    initials: dict[str, str] = {}
    for heading in dict.fromkeys(headings):
        for part, syllables in _parts(heading):
            _add(parts, syllables, part, _HEADING_NATS)
            initials.setdefault("".join(syllable[0] for syllable in syllables), part)
    for phrase in dict.fromkeys(chain.from_iterable(map(_phrases, segmented))):
        _add(parts, spelling(phrase), phrase, _HEADING_NATS)
    for word in _ASKING_WORDS:
        _add(parts, spelling(word), word, _ASKING_NATS)
    for spelt, word in _ALSO_SPELT.items():
        _add(parts, spelt.split(), word, _ASKING_NATS)
    words = dict(parts)
    for word, syllables, nats in _words(segmented):
        _add(words, syllables, word, nats)
    return Spellings(parts, words, initials)


def _parts(heading: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What stands in a heading between any two ends of words, from two characters on."""
    run = "".join(filter(is_han, folded(heading)))
    syllables = spelling(run)
    ends = accumulate(map(len, bulk_segment(run)), initial=0)
    for start, end in combinations(ends, 2):
        if 2 <= end - start <= _LONGEST_PART:
            yield run[start:end], syllables[start:end]


def _phrases(words: Iterable[str]) -> Iterator[str]:
    """Of a text's words the long ones, and the phrases that are made of single characters."""
    words = list(words)
    yield from (word for word in words if is_han(word) and len(word) >= _TELLING)
    for is_single, run in groupby(words, lambda word: is_han(word) and len(word) == 1):
        if is_single:
            for is_joining, part in groupby(run, _JOINING.__contains__):
                phrase = "".join(part)
                if not is_joining and len(phrase) >= _TELLING:
                    yield phrase


def _words(segmented: Iterable[Iterable[str]]) -> Iterator[tuple[str, tuple[str, ...], float]]:
    """The words of texts and of Chinese at large, as they are spelt, and how unlikely they are."""
    here = Counter(word for word in chain.from_iterable(segmented) if is_han(word))
    at_large = common_words()
    new = [word for word in here if word not in at_large]
    spelt = {**_spelt_at_large(), **dict(zip(new, spellings(new), strict=True))}
    all_here, all_at_large = here.total(), sum(at_large.values())
    share = _SHELF_SHARE if all_here else 0.0
    for word, syllables in spelt.items():
        likely = (1 - share) * at_large.get(word, 0) / all_at_large
        if all_here:
            likely += share * here[word] / all_here
        yield word, syllables, -math.log(likely)


@cache
def _spelt_at_large() -> Mapping[str, tuple[str, ...]]:
    words = list(common_words())
    return dict(zip(words, spellings(words), strict=True))


def _add(readings: _Readings, syllables: Iterable[str], han: str, nats: float) -> None:
    *begun, spelt = accumulate(syllables, "{} {}".format)
    for beginning in begun:
        readings.setdefault(beginning, _ONLY_BEGUN)
    if nats < readings.get(spelt, _ONLY_BEGUN).nats:
        readings[spelt] = _Reading(nats, han, len(han) > 1)


def may_be_pinyin(text: str, lexicon: Lexicon) -> bool:
    """True if the text is all syllables, or could be initials: worth spelling the shelf."""
    if any(map(is_han, text)):
        return False
    letters = "".join(pinyin_words(text))
    return len(letters) >= _TELLING or (not letters and _are_initials(text, lexicon))


def read_pinyin(text: str, spelt: Spellings, lexicon: Lexicon) -> str:
    """The folded Han that a query spells; an empty string for English, and for what spells none.

    What may be English, and carries no tones, must spell a part of the headings.
    """
    words = pinyin_words(text)
    if not words:
        return spelt.initials.get(text.strip().lower(), "")
    if _may_be_english(text, words, lexicon):
        read = _decoded(words, spelt.headings)
        return read if len(read) >= _TELLING else ""
    return _decoded(words, spelt.words)


def _may_be_english(text: str, words: Sequence[str], lexicon: Lexicon) -> bool:
    is_spelt_out = len(words) >= _SPELT_OUT and all(map(is_syllable, words))
    is_listed = all(
        word in lexicon or word in ENGLISH_FUNCTION_WORDS or len(word) < 3 for word in words
    )
    return is_listed and not is_spelt_out and not has_tones(text)


def _are_initials(text: str, lexicon: Lexicon) -> bool:
    word = text.strip().lower()
    return bool(_INITIALS.fullmatch(word)) and not set(word) & set("aeiou") and word not in lexicon


def _decoded(words: Sequence[str], readings: Mapping[str, _Reading]) -> str:
    """The likeliest words that spell all of what is typed, one of them of two characters or more.

    Shortest path over the syllables (Viterbi); a space is where a syllable ends, and may stand
    within a word.
    """
    typed = " ".join(words)
    space_nats = 0.0 if all(map(is_syllable, words)) else _SPACE_NATS
    best: dict[int, _Reading] = {0: _Reading(0.0)}
    for start in range(len(typed)):
        before = best.get(start)
        if before is None:
            continue
        for end, found in _spelt_from(typed, start, readings):
            spaces = typed[start:end].strip().count(" ")
            nats = before.nats + found.nats + space_nats * spaces
            way = _Reading(nats, before.han + found.han, before.is_told or found.is_told)
            best[end] = min(way, best.get(end, way))
    whole = best.get(len(typed))
    return whole.han if whole is not None and whole.is_told else ""


def _spelt_from(
    typed: str, start: int, readings: Mapping[str, _Reading]
) -> Iterator[tuple[int, _Reading]]:
    """What may be read from a place on, each with the place after it."""
    begun = [(start, "")]
    while begun:
        at, spelt = begun.pop()
        at += typed[at : at + 1] == " "
        for end in syllable_ends(typed, at):
            longer = f"{spelt} {typed[at:end]}".lstrip()
            found = readings.get(longer)
            if found is not None:
                begun.append((end, longer))
                if found.han:
                    yield end, found
