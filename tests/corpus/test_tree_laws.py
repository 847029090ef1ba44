"""Laws of sections and passages, on texts that no one would write."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.corpus import parse_sections, parse_text
from rag.types import Section
from tests.corpus.strategies import LINE_LISTS


def sections_of(lines: list[str], line_end: str = "\n") -> tuple[Section, ...]:
    return parse_sections("made-up", line_end.join(lines))[1]


@given(LINE_LISTS)
def test_every_visible_character_lies_in_a_section_and_in_exactly_one_passage(
    lines: list[str],
) -> None:
    text = "\n".join(lines)
    parsed = parse_text("made-up", text)
    times = [0] * len(text)
    for passage in parsed.passages:
        assert passage.text == passage.span.of(text)
        for index in range(passage.span.start, passage.span.end):
            times[index] += 1
    in_sections = {i for s in parsed.sections for i in range(s.span.start, s.span.end)}
    for index, character in enumerate(text):
        assert times[index] <= 1
        assert character.isspace() or (times[index] == 1 and index in in_sections)


@given(LINE_LISTS)
def test_addresses_are_unique_and_paths_lead_to_parents(lines: list[str]) -> None:
    sections = sections_of(lines)
    by_address = {section.address: section for section in sections}
    assert len(by_address) == len(sections)
    for section in sections:
        if section.parent:
            assert section.address.startswith(section.parent + "/")
            assert by_address[section.parent].span.contains(section.span)
        else:
            assert "/" not in section.address


@given(LINE_LISTS)
def test_siblings_follow_each_other_and_lie_behind_their_parent_s_body(lines: list[str]) -> None:
    sections = sections_of(lines)
    for earlier, later in pairwise(sections):
        assert earlier.span.start <= later.span.start
        if later.parent == earlier.address:
            assert earlier.body_span.end <= later.span.start
        else:
            assert earlier.span.end <= later.span.start
    for section in sections:
        assert section.heading_span.end <= section.body_span.start or not section.heading


@given(LINE_LISTS, st.sampled_from(["\n\n", "\r\n", "\n \n\u3000\n", "\n\u3000\u3000"]))
def test_addresses_do_not_change_with_the_white_space_between_lines(
    lines: list[str], line_end: str
) -> None:
    visible = [line.strip() for line in lines if line.strip()]
    expected = [section.title for section in sections_of(visible)]
    assert [section.title for section in sections_of(visible, line_end)] == expected


@given(LINE_LISTS)
def test_headings_stand_where_they_say(lines: list[str]) -> None:
    text = "\n".join(lines)
    for section in parse_sections("made-up", text)[1]:
        assert section.heading_span.of(text) == section.heading
        assert section.body_span.of(text) == section.body_span.of(text).strip()
        assert section.heading == section.heading.strip()
        assert section.label in text


ITEMS = "\n".join(f"{number}、乙" for number in range(1, 500))


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"1{'.2' * depth}.{number} 甲" for depth in range(60) for number in (1, 2)),
        f"第{'1-' * 5000}1條 甲\n{ITEMS}",
        f"第一條{'之一' * 5000} 甲\n{ITEMS}",
        f"第{'一' * 5000}章 甲\n{ITEMS}",
        f"{'一' * 5000}、甲\n{ITEMS}",
        f"附件{'一' * 5000}\n{ITEMS}",
        f"{'# ' * 5000}甲\n{ITEMS}",
    ],
    ids=lambda text: text[:8],
)
def test_labels_made_to_be_long_or_deep_make_no_long_addresses_and_lose_no_text(text: str) -> None:
    parsed = parse_text("made-up", text)
    assert all(len(section.address) < 200 for section in parsed.sections)
    passages = "".join(passage.text for passage in parsed.passages)
    assert "".join(passages.split()) == "".join(text.split())


def test_a_tree_of_every_label_there_is_goes_no_deeper_than_32_levels_and_loses_no_text() -> None:
    headed = [*(f"{'#' * level} 甲" for level in range(1, 7)), "附件一"]
    headed += [f"第一{unit} 甲" for unit in "編章節條款目項"]
    listed = [
        "壹、",
        "一、",
        "甲、",
        "(壹)",
        "(一)",
        "(甲)",
        "1.",
        "1)",
        "(1)",
        "(a)",
        "(i)",
        "①",
        "㊀",
    ]
    decimal = [f"1{'.2' * depth}.{number} 甲" for depth in range(7) for number in (1, 2)]
    latin = [f"{n}{stop}甲" for stop in ".)" for pair in ("AB", "ab") for n in pair]
    text = "\n".join([*headed, *(f"{label}甲" for label in listed), *decimal, *latin])
    parsed = parse_text("made-up", text)
    assert 25 < max(section.address.count("/") for section in parsed.sections) < 32
    passages = "".join(passage.text for passage in parsed.passages)
    assert "".join(passages.split()) == "".join(text.split())


@given(LINE_LISTS)
def test_parsing_twice_gives_the_same(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert parse_text("made-up", text) == parse_text("made-up", text)


@given(LINE_LISTS)
def test_passages_are_in_order_and_short_unless_a_sentence_is_long(lines: list[str]) -> None:
    parsed = parse_text("made-up", "\n".join(lines))
    starts = [passage.span.start for passage in parsed.passages]
    assert starts == sorted(starts)
    for passage in parsed.passages:
        assert passage.text == passage.text.strip()
        assert len(passage.text) <= 400
