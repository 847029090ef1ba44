"""A question, understood: folded, told apart by language, reduced to the words that carry it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from rag.encode import Lexicon
from rag.search.english import english_words, with_ordinals
from rag.search.figures import written_otherwise
from rag.search.lay import joined, meant
from rag.search.regional import across
from rag.search.words import (
    ASKING_PHRASES,
    CHINESE_FUNCTION_WORDS,
    ENGLISH_ASKING_PHRASES,
    ENGLISH_FUNCTION_WORDS,
)
from rag.text import folded, is_han, is_word, rarity, segment
from rag.types import Query, QueryError, QueryWord

LONGEST_QUESTION = 2_000

_ASKING = re.compile(ASKING_PHRASES)
_ENGLISH_ASKING = re.compile(ENGLISH_ASKING_PHRASES)
_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]")
_INSIDE = re.compile("[市区县镇乡省州城校院屋店园馆]里")
_COLLOQUIAL = {"干嘛": "做什么", "干吗": "做什么", "啥": "什么", "咋": "怎么"}
# So far is read on to tell a measure word from the beginning of a longer word.
_READ_AFTER_AMOUNT = 8
_ALLOWED_CONTROLS = "\t\n\r"


def parse_query(text: str, lexicon: Lexicon) -> Query:
    """The query that `text` is; QueryError if it is empty, too long or not text.

    A question in English letters carries, for each of its words, the Chinese words that `lexicon`
    gives for it, beside the English word itself for documents in English.
    """
    check_question(text)
    view = _plainly(folded(text).strip())
    language = "zh" if _HAN.search(view) else "en"
    find_words = _chinese_words if language == "zh" else _english_words
    return Query(text, view, language, _distinct(find_words(view, lexicon)))


def check_question(text: str) -> None:
    """QueryError, in one line, if `text` cannot be a question."""
    check_readable(text)
    if not is_word(folded(text)):
        raise QueryError(
            "the question has no words; type some words, a question, or an address", "no_words"
        )


def check_readable(text: str, what: str = "question") -> None:
    """QueryError, in one line, if `text` is empty, too long, or has characters that no text has."""
    if not isinstance(text, str):  # not all of Python's callers are type-checked
        raise QueryError(f"the {what} is no text but {type(text).__name__}; give a string")
    if not text.strip():
        raise QueryError(
            f"the {what} is empty; type some words, a question, or an address", "empty"
        )
    if len(text) > LONGEST_QUESTION:
        raise QueryError(
            f"the {what} has {len(text):,} characters, at most {LONGEST_QUESTION:,} are read; "
            "shorten it",
            "too_long",
            length=f"{len(text):,}",
            most=f"{LONGEST_QUESTION:,}",
        )
    for position, character in enumerate(text):
        if unicodedata.category(character) in ("Cc", "Cs") and character not in _ALLOWED_CONTROLS:
            raise QueryError(
                f"the {what} has a control character (U+{ord(character):04X}) at position "
                f"{position + 1}; remove it",
                "control",
                code=f"U+{ord(character):04X}",
                n=position + 1,
            )


def _plainly(view: str) -> str:
    """Colloquial words that ask, as all of the rest knows them."""
    for colloquial, plain in _COLLOQUIAL.items():
        view = view.replace(colloquial, plain)
    return view


def without_asking(folded_text: str) -> str:
    """The text with a space for each phrase that only asks (哪些, 是什么, 多少天).

    >>> without_asking("押金收几个月"), without_asking("多少人签字"), without_asking("多少人口")
    ('押金收 ', ' 签字', ' 人口')
    """
    return _ASKING.sub(_left_of_asking, folded_text)


def _place(piece: str) -> str:
    """The place that something is in: 市 for 市里."""
    return piece[0] if _INSIDE.fullmatch(piece) else piece


def _measures(folded_text: str) -> Iterator[str]:
    """The words of the measures after 几 and 多少 (个, 月)."""
    for asking in _ASKING.finditer(folded_text):
        if (measure := asking["measure"]) and _left_of_asking(asking) == " ":
            yield from segment(measure)


def _left_of_asking(asking: re.Match[str]) -> str:
    """A space, and what only looked like a measure word: the beginning of a word (人 in 人口)."""
    measure = asking["measure"]
    if not measure:
        return " "
    start = asking.start("measure")
    few, *rest = segment("几" + asking.string[start : start + _READ_AFTER_AMOUNT])
    begins_a_word = few == "几" and len(rest[0]) > len(measure)
    return f" {measure}" if begins_a_word else " "


def _chinese_words(view: str, lexicon: Lexicon) -> Iterator[QueryWord]:
    pieces = [_place(piece) for piece in joined(segment(without_asking(view))) if is_word(piece)]
    said = CHINESE_FUNCTION_WORDS | ENGLISH_FUNCTION_WORDS
    content = [piece for piece in pieces if piece not in said]
    if len(content) == 1:
        # 公里 of "步道多少公里" is half of what is asked: a text without it does not say.
        content += [piece for piece in _measures(view) if piece not in said]
    # A question of nothing but such words ("什么是规定") is about one of them after all.
    following = dict(pairwise(pieces))
    for piece in content or pieces or filter(is_word, segment(view)):
        if piece[0].isascii() and piece.isalpha():
            yield from english_words([piece], lexicon, frozenset([piece]))
        else:
            known = rarity(piece) if is_han(piece) else 1.0
            forms = dict.fromkeys(written_otherwise(piece, following.get(piece, "")), 1.0)
            others = dict((*across(piece), *meant(piece)))
            yield QueryWord(piece, known, ((piece, 1.0), *forms.items(), *others.items()))


def _english_words(view: str, lexicon: Lexicon) -> Iterator[QueryWord]:
    # A question of nothing but phrases that ask ("don't") is about one of them after all.
    pieces = _english_pieces(_ENGLISH_ASKING.sub(" ", view)) or _english_pieces(view)
    content = frozenset(pieces) - ENGLISH_FUNCTION_WORDS
    return english_words(pieces, lexicon, content or frozenset(pieces))


def _english_pieces(view: str) -> list[str]:
    return [piece for piece in with_ordinals(segment(view)) if is_word(piece)]


def _distinct(words: Iterable[QueryWord]) -> tuple[QueryWord, ...]:
    return tuple({word.text: word for word in words}.values())
