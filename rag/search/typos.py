"""Slips of typing, mended by the words of the shelf: a homophone chosen, a letter too few.

Only what is no word of its language is mended, so that a word which the shelf lacks is still found
lacking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from rag.corpus.numerals import HAN_NUMERALS
from rag.encode import Lexicon
from rag.encode.lexicon import singulars
from rag.search.pinyin import Spellings
from rag.search.words import CHINESE_FUNCTION_WORDS, ENGLISH_FUNCTION_WORDS
from rag.text import common_words, is_han, segment, spelling

_LONGEST_SLIP = 4
# A word is meant that people use, not one of a list.
_LEAST_COUNT = 100
# Shorter English words are a letter off from too many others.
_SHORTEST_WORD = 5
_MOST_LETTERS_OFF = 2
_LIKENESS = 85.0
_LIKE_WORDS = 20

IsHere = Callable[[str], bool]


def sounds_mended(folded_text: str, spellings: Callable[[], Spellings], is_here: IsHere) -> str:
    """The text with words of the shelf in the place of characters that sound like them.

    健设 is read as 建设: jieba knows neither it nor what else its characters may join to, it is not
    on the shelf, and a character stands where it should.
    """
    pieces: list[str] = []
    for is_loose, run in groupby(segment(folded_text), _is_loose):
        if is_loose:
            pieces += _heard("".join(run), spellings, is_here)
        else:
            pieces += run
    return "".join(pieces)


def _is_loose(piece: str) -> bool:
    """True for a character that is part of no word, joins none, and counts nothing."""
    is_alone = len(piece) == 1 and is_han(piece)
    return is_alone and piece not in CHINESE_FUNCTION_WORDS and piece not in HAN_NUMERALS


def _heard(typed: str, spellings: Callable[[], Spellings], is_here: IsHere) -> Iterator[str]:
    """What loose characters were meant to be: a word, or themselves."""
    if not 1 < len(typed) <= _LONGEST_SLIP or is_here(typed):
        yield typed
        return
    heard = spellings().words.get(" ".join(spelling(typed)))
    word = heard.han if heard else ""
    is_near = len(word) == len(typed) and any(map(str.__eq__, word, typed))
    is_used = common_words().get(word, 0) >= _LEAST_COUNT
    yield word if is_near and is_used and is_here(word) else typed


def letters_mended(text: str, lexicon: Lexicon, frequency: Callable[[str], int]) -> str:
    """The text with English words in the place of what is a letter or two off from them.

    Of several the one is taken that most passages have, by its translations. What begins with a
    capital may be a name.
    """
    return "".join(
        _spelt_right(piece, lexicon, frequency)
        if piece.isascii() and piece.islower() and len(piece) >= _SHORTEST_WORD
        else piece
        for piece in segment(text)
    )


def _spelt_right(word: str, lexicon: Lexicon, frequency: Callable[[str], int]) -> str:
    if word in ENGLISH_FUNCTION_WORDS or lexicon.translations(word) or frequency(word):
        return word
    for form in (word, *singulars(word)):
        likes = [like for like in _like(form, lexicon) if frequency(like)]
        if likes:
            return max(likes, key=frequency) + word[len(form) :]
    return word


def _like(word: str, lexicon: Lexicon) -> Sequence[str]:
    """The words of the lexicon that begin and end as this one, the likest first."""
    from rapidfuzz import fuzz, process  # only an unknown word needs it

    known = [
        entry
        for entry in lexicon
        if entry[0] == word[0]
        and entry[-1] == word[-1]
        and abs(len(entry) - len(word)) <= _MOST_LETTERS_OFF
        and entry.isalpha()
    ]
    found = process.extract(
        word, known, scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=_LIKE_WORDS
    )
    return [entry for entry, _, _ in found]
