"""Slips of typing in English, mended by the words of the shelf: a letter or two off.

Only what is no word of the language is mended, so that a word which the shelf lacks is still found
lacking. Han is never mended: what sounds alike may be meant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.encode import Lexicon
from rag.encode.lexicon import singulars
from rag.search.words import ENGLISH_FUNCTION_WORDS
from rag.text import segment

# Shorter words are a letter off from too many others.
_SHORTEST_WORD = 5
_MOST_LETTERS_OFF = 2
_LIKENESS = 85.0
_LIKE_WORDS = 20


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
