"""Laws of alignments and differences: they cover everything, in order, and never misalign."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rag.cite.checking.alignment import Change, align
from rag.cite.checking.difference import worded_difference, written_difference
from rag.cite.checking.words import occurrences, words_of
from rag.text import render_simplified
from tests.cite.shelves import chapter_store

CHAPTER = chapter_store().document("community-building").text
TEXTS = st.text("社區居民自治,。擴大民主的", min_size=1, max_size=30)


def accepted(difference: str) -> str:
    """What a difference makes of a quotation: the source."""
    return re.sub(r"\{\+(.*?)\+\}", r"\1", re.sub(r"\[-.*?-\]", "", difference))


def rejected(difference: str) -> str:
    """What it was before."""
    return re.sub(r"\[-(.*?)-\]", r"\1", re.sub(r"\{\+.*?\+\}", "", difference))


@st.composite
def edited(draw: st.DrawFn) -> str:
    """A run of the chapter's words with a few changes, in one script or the other."""
    start = draw(st.integers(0, len(CHAPTER) - 40))
    quote = CHAPTER[start : start + draw(st.integers(10, 40))].replace("\n", "")
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(quote)))
        quote = quote[:place] + draw(TEXTS)[:4] + quote[place + draw(st.integers(0, 4)) :]
    return draw(st.sampled_from([quote, render_simplified(quote)]))


@given(edited())
def test_an_alignment_covers_every_word_of_the_quotation_in_order(quote: str) -> None:
    words, source = words_of(quote), words_of(CHAPTER)
    assume(len(words))
    steps = align(words, source).steps
    assert (steps[0].quote_start, steps[-1].quote_end) == (0, len(words))
    for step, following in pairwise(steps):
        assert (step.quote_end, step.end) == (following.quote_start, following.start)
    for step in steps:
        if step.change is Change.EQUAL:
            assert step.quoted == step.sourced
            assert source.part(step.start, step.end).folded == words.folded[
                step.quote_start : step.quote_end
            ] or occurrences(
                words.part(step.quote_start, step.quote_end), source.part(step.start, step.end)
            ) == [0]


@given(edited())
def test_a_worded_difference_turns_the_quotation_into_the_source(quote: str) -> None:
    words, source = words_of(quote), words_of(CHAPTER)
    assume(len(words))
    alignment = align(words, source)
    assume(alignment.end > alignment.start)
    difference = worded_difference(alignment, (quote, words), (CHAPTER, source))
    span = source.span(alignment.start, alignment.end)
    assert words_of(accepted(difference)).folded == words_of(span.of(CHAPTER)).folded
    assert occurrences(words, words_of(rejected(difference))) == [0]


@given(TEXTS, TEXTS)
def test_a_written_difference_has_both_texts_in_it(quoted: str, source: str) -> None:
    difference = written_difference(quoted, source) or source
    assert (rejected(difference), accepted(difference)) == (quoted, source)


@pytest.mark.parametrize(
    ("quote", "difference"),
    [
        ("先行試點,大膽創新,逐步推開", "先行試點,[-大膽創新-]{+總結經驗+},逐步推開"),
        ("責权统一，管理無序", "責權統一,管理[-無-]{+有+}序"),
        ("宜大则大宜中則中", "宜大則大[-宜中則中-]"),
    ],
)
def test_differences_read_as_an_editor_writes_them(quote: str, difference: str) -> None:
    words, source = words_of(quote), words_of(CHAPTER)
    alignment = align(words, source)
    found = worded_difference(alignment, (quote, words), (CHAPTER, source))
    assert found.startswith(difference.split("{")[0].split("[")[0])
    assert rejected(found).replace(",", "").endswith(rejected(difference).replace(",", "")[-2:])


def test_nothing_cannot_be_aligned() -> None:
    with pytest.raises(ValueError, match="nothing"):
        align(words_of("。"), words_of("社區"))
