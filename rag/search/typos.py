"""Slips of typing in English, mended by the words of the shelf: a letter or two off.

Only what is no word of the language is mended, so that a word which the shelf lacks is still found
lacking. Han is never mended: what sounds alike may be meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from rag.encode import Lexicon
from rag.encode.lexicon import singulars
from rag.search.words import ENGLISH_FUNCTION_WORDS
from rag.text import segment

# Shorter words are a letter off from too many others.
_SHORTEST_WORD = 5
_MOST_LETTERS_OFF = 2
_LIKENESS = 85.0
_LIKE_WORDS = 20
_MOST_SLIPS = 8


def letters_mended(text: str, lexicon: Lexicon, frequency: Callable[[str], int]) -> str:
    """The text with English words in the place of what is a letter or two off from them.

    Of several the one is taken that most passages have, by its translations. What begins with a
    capital may be a name. The first eight words that no one knows are mended, and no more: a text
    with as many slips is no question.
    """
    pieces = segment(text)
    unknown = (word for word in dict.fromkeys(pieces) if _is_unknown(word, lexicon, frequency))
    mended = {word: _spelt_right(word, lexicon, frequency) for word in islice(unknown, _MOST_SLIPS)}
    return "".join(mended.get(piece, piece) for piece in pieces)


def _is_unknown(piece: str, lexicon: Lexicon, frequency: Callable[[str], int]) -> bool:
    is_word = piece.isascii() and piece.islower() and len(piece) >= _SHORTEST_WORD
    if not is_word or piece in ENGLISH_FUNCTION_WORDS or lexicon.translations(piece):
        return False
    return not frequency(piece)


def _spelt_right(word: str, lexicon: Lexicon, frequency: Callable[[str], int]) -> str:
    for form in (word, *singulars(word)):
        likes = [like for like in _like(form, lexicon) if frequency(like)]
        if likes:
            right = max(likes, key=frequency)
            # The singular of comunities is comunity.
            return right + word[len(form) :] if word.startswith(form) else f"{right[:-1]}ies"
    return word


def _like(word: str, lexicon: Lexicon) -> Sequence[str]:
    """The words of the lexicon that begin and end as this one, the likest first."""
    from rapidfuzz import fuzz, process  # only an unknown word needs it

    known = [
        entry
        for entry in _by_ends(lexicon).get((word[0], word[-1]), ())
        if abs(len(entry) - len(word)) <= _MOST_LETTERS_OFF
    ]
    found = process.extract(
        word, known, scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=_LIKE_WORDS
    )
    return [entry for entry, _, _ in found]


@lru_cache(maxsize=1)
def _by_ends(lexicon: Lexicon) -> Mapping[tuple[str, str], Sequence[str]]:
    """The words of a lexicon, in its order, by their first letter and their last."""
    words: dict[tuple[str, str], list[str]] = {}
    for entry in filter(str.isalpha, lexicon):
        words.setdefault((entry[0], entry[-1]), []).append(entry)
    return words
