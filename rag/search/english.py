"""English words of a question with the Chinese that may stand for them.

Two sources: a lexicon learnt from parallel texts, which knows most words and is sometimes wrong,
and a glossary of policy terms written by hand, which knows few and is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rag.encode import Lexicon
from rag.encode.lexicon import word_forms
from rag.search.figures import han_numeral, written_in_chinese
from rag.search.term_tables import term_table
from rag.text import rarity, stem
from rag.types import QueryWord

_ORDINAL = re.compile(r"\d{1,4}(?:st|nd|rd|th)")
_LONGEST_TERM = 5
# How telling a word is that neither source knows: most often a name.
_UNKNOWN_RARITY = 0.6
# A base form's translations (build) count a little less than those of the form asked (building).
_BASE_FORM_SHARE = 0.6
_LEAST_SURE = 0.1


def with_ordinals(pieces: Sequence[str]) -> Iterator[str]:
    """The pieces of an English text, a number as one with the ending of its ordinal.

    >>> list(with_ordinals(["the", " ", "20", "th", " ", "prize"]))
    ['the', ' ', '20th', ' ', 'prize']
    """
    before = ""
    for piece in (*pieces, ""):
        if _ORDINAL.fullmatch(before + piece):
            before += piece
            continue
        if before:
            yield before
        before = piece


def english_words(
    words: Sequence[str], lexicon: Lexicon, content: frozenset[str]
) -> Iterator[QueryWord]:
    """A QueryWord for each of the folded `words` that is in `content`, in order.

    A word inside a glossary term (group, in "leading group") gets the term's Chinese as well as its
    own, so that either of them covers it.
    """
    terms = _glossary_terms(words)
    for word, following, chinese in zip(words, [*words[1:], ""], terms, strict=True):
        if word in content:
            yield _english_word(word, following, chinese, lexicon)


def _english_word(word: str, following: str, terms: Sequence[str], lexicon: Lexicon) -> QueryWord:
    if forms := written_in_chinese(word, following):
        return QueryWord(word, 1.0, ((word, 1.0), *((form, 1.0) for form in forms)))
    if _ORDINAL.fullmatch(word):
        return QueryWord(word, _UNKNOWN_RARITY, _ordinal_terms(int(word[:-2])))
    chances = _chances(word, lexicon)
    best = max(chances.values(), default=1.0)
    sure = dict.fromkeys(terms, 1.0)
    for chinese, chance in sorted(chances.items(), key=lambda item: (-item[1], item[0])):
        if chance / best >= _LEAST_SURE:
            sure.setdefault(chinese, round(chance / best, 3))
    known = sum(chance * rarity(chinese) for chinese, chance in chances.items())
    named = max((rarity(term) for term in terms), default=0.0)
    telling = max(min(1.0, known), 0.7 * named) if sure else _UNKNOWN_RARITY
    return QueryWord(word, telling, ((stem(word), 1.0), *sure.items()))


def _ordinal_terms(number: int) -> tuple[tuple[str, float], ...]:
    """How texts write an ordinal: by its digits, and in Chinese up to ninety-nine."""
    digits = (str(number), 1.0)
    if not 0 < number < 100:
        return (digits,)
    return (digits, (f"第{han_numeral(number)}", 1.0))


def _chances(word: str, lexicon: Lexicon) -> Mapping[str, float]:
    """The lexicon's translations of a word and of what it may be a form of."""
    chances: dict[str, float] = {}
    for form in word_forms(word):
        share = 1.0 if form == word else _BASE_FORM_SHARE
        for chinese, chance in lexicon.translations(form):
            chances[chinese] = max(chances.get(chinese, 0.0), share * chance)
    return chances


def _glossary_terms(words: Sequence[str]) -> list[list[str]]:
    """For each word, the Chinese of the longest glossary term that it is part of."""
    found: list[list[str]] = [[] for _ in words]
    for length in range(_LONGEST_TERM, 0, -1):
        for start in range(len(words) - length + 1):
            part = range(start, start + length)
            if any(found[i] for i in part):
                continue
            for i in part:
                found[i] = list(_in_glossary(words[start : start + length]))
    return found


def _in_glossary(words: Sequence[str]) -> tuple[str, ...]:
    beginning = "".join(f"{word} " for word in words[:-1])
    for form in word_forms(words[-1]):
        if chinese := glossary().get(beginning + form):
            return chinese
    return ()


def glossary() -> Mapping[str, tuple[str, ...]]:
    """Policy terms: folded English to folded Chinese."""
    return term_table("glossary.tsv")
