"""Laws of sentences: every visible character in exactly one, none split or joined wrongly."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text import Span, merged, sentences

ALPHABET = st.sampled_from('社區。！？!?；;，,\n \t."」』”)）…aA1e')


@given(st.text(ALPHABET, max_size=60) | st.text(max_size=60))
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    spans = sentences(text)
    covered = [position for span in spans for position in range(span.start, span.end)]
    assert len(covered) == len(set(covered))
    visible = {i for i, character in enumerate(text) if not character.isspace()}
    assert visible <= set(covered)


@given(st.text(ALPHABET, max_size=60))
def test_sentences_are_in_order_and_begin_and_end_visibly(text: str) -> None:
    spans = sentences(text)
    assert spans == sorted(spans)
    assert all(span.of(text).strip() == span.of(text) != "" for span in spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲。乙！丙？", ["甲。", "乙！", "丙？"]),
        ("他說:「好。」然後走了。", ["他說:「好。」", "然後走了。"]),
        ("職責明確;制度完善。", ["職責明確;制度完善。"]),
        ("1.以人為本\n\n要以人為本。", ["1.以人為本", "要以人為本。"]),
        ("It costs 3.5 yuan. Then stop.", ["It costs 3.5 yuan.", "Then stop."]),
        ("See Art. 5 of the law.", ["See Art. 5 of the law."]),
        ("  \n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in sentences(text)] == expected


def test_a_long_row_of_dots_is_read_once() -> None:
    started = time.perf_counter()
    assert len(sentences("…" * 50_000 + "甲。")) == 1
    assert time.perf_counter() - started < 5.0


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), max_size=8))
def test_merging_spans_keeps_their_characters_and_leaves_gaps(pairs: list[tuple[int, int]]) -> None:
    spans = [Span(start, start + length) for start, length in pairs]
    joined = merged(spans)
    before = {i for span in spans for i in range(span.start, span.end)}
    after = [i for span in joined for i in range(span.start, span.end)]
    assert before == set(after) and len(after) == len(set(after))
    assert all(a.end < b.start for a, b in pairwise(joined))
