"""Where a word of a question stands in a text."""

from __future__ import annotations

import pytest

from rag.search import occurrences
from rag.text import Span, stem


@pytest.mark.parametrize(
    "word", ["dying", "skies", "lying", "tying", "try", "tries", "dry", "policy", "policies", "by"]
)
def test_an_english_word_is_found_by_its_stem(word: str) -> None:
    assert occurrences(stem(word), f"the {word} of it") == (Span(4, 4 + len(word)),)


def test_words_of_another_stem_are_not_found() -> None:
    assert occurrences(stem("dying"), "the diet of it") == ()


def test_a_han_word_is_found_as_written_and_one_character_only_as_a_word() -> None:
    assert occurrences("居民", "社区居民和居民委员会") == (Span(2, 4), Span(5, 7))
    assert occurrences("法", "办法") == ()
