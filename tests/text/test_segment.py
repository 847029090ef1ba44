"""Laws of segmenting: nothing changed, added or skipped; the fast segmenter equals jieba."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text import bulk_index_terms, bulk_segment, folded, index_terms, rarity, segment, stem

CHAPTER = Path(__file__).parents[2] / "corpus/documents/chapter.txt"
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=30)


@given(st.text(max_size=80))
def test_segments_join_to_the_input(text: str) -> None:
    assert "".join(segment(text)) == text


@given(HAN)
def test_the_bulk_segmenter_equals_jieba_on_any_han(text: str) -> None:
    assert bulk_index_terms(text) == index_terms(text)
    assert bulk_segment(text) == segment(text)


def test_the_bulk_segmenter_equals_jieba_on_the_chapter() -> None:
    text = folded(CHAPTER.read_text("utf-8"))
    assert bulk_index_terms(text) == index_terms(text)
    assert bulk_segment(text) == segment(text)


@given(st.text(max_size=60))
def test_terms_have_no_white_space_and_are_never_empty(text: str) -> None:
    assert all(term and not any(c.isspace() for c in term) for term in index_terms(text))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("，。!", []),
        ("户", ["户"]),
        ("principles", ["principl"]),
        ("1500户", ["1500", "户"]),
        ("第3.5条", ["第", "3.5", "条"]),
    ],
)
def test_terms(text: str, terms: list[str]) -> None:
    assert index_terms(text) == terms


def test_a_common_word_tells_less_than_a_rare_one() -> None:
    assert 0.2 <= rarity("一个") < rarity("社区") < rarity("疫苗") <= 1.0


def test_stems_join_forms_of_a_word() -> None:
    assert stem("principles") == stem("principle")
