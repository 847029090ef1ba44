"""Where a word of a question stands in a text."""

from __future__ import annotations

import pytest

from rag.search import match_word, occurrences
from rag.search.match import PARTS_CREDIT, SUBWORD_CREDIT
from rag.text import Span, stem
from rag.types import QueryWord


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


def credit(word: str, text: str, *, is_absent: bool = False) -> float:
    return match_word(QueryWord(word, 1.0, ((word, 1.0),)), text, is_absent=is_absent).credit


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("林业局", "林业由园长负责"),
        ("林业部门", "林业由园长负责"),
        ("园林机关", "园林由园长负责"),
        ("植物园区", "这里有植物"),
        ("反污染", "污染的防治"),
    ],
)
def test_parts_stand_for_a_compound_only_if_no_text_holds_it(word: str, text: str) -> None:
    assert credit(word, text) == 0.0
    assert 0.0 < credit(word, text, is_absent=True) <= SUBWORD_CREDIT


def test_the_kind_of_an_office_is_no_part_that_stands_for_it() -> None:
    assert credit("林业部门", "有关部门负责", is_absent=True) == 0.0


@pytest.mark.parametrize(
    ("word", "text", "share"),
    [
        ("进出口", "出口花木", 0.5),
        ("进出口", "进口花木,出口种子", 1.0),
        ("动植物", "植物和动物", 1.0),
        ("老年人", "老人", 0.0),
        ("居住证", "居民持证", 0.0),
    ],
)
def test_a_contraction_is_held_by_the_words_it_joins(word: str, text: str, share: float) -> None:
    assert credit(word, text) == pytest.approx(PARTS_CREDIT * share)
