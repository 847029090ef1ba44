from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.corpus import (
    address_key,
    candidate_sections,
    find_section,
    looks_like_address,
    parse_sections,
)
from rag.text import clean, render_simplified
from rag.types import Section

ROOT = Path(__file__).parents[2]
CASES = tomllib.loads((ROOT / "tests" / "cases" / "addresses.toml").read_text(encoding="utf-8"))
CHAPTER = clean((ROOT / "corpus" / "documents" / "chapter.txt").read_text(encoding="utf-8")).text
LAW = """
公園法
第一章 總則
第十一條 公園應開放。
第二章 管理
第一節 通則
第十二條 公園免費。
第十二條之一 夜間得收費。
第十三條 不得有下列行為:
一、攀折。
二、露營。
違反者,處罰鍰。
"""


def sections_of(text: str) -> tuple[Section, ...]:
    return parse_sections("made-up", text)[1]


def check_found(text: str, typed: str, address: str) -> None:
    section = find_section(sections_of(text), typed)
    assert section is not None, [s.address for s in candidate_sections(sections_of(text), typed)]
    assert section.address == address


@pytest.mark.parametrize("typed", CASES["chapter"])
def test_clause_of_the_chapter_is_found(typed: str) -> None:
    check_found(CHAPTER, typed, CASES["chapter"][typed])


@pytest.mark.parametrize("typed", CASES["law"])
def test_article_is_found_in_either_script(typed: str) -> None:
    check_found(LAW, typed, CASES["law"][typed])
    check_found(render_simplified(LAW), typed, render_simplified(CASES["law"][typed]))


@pytest.mark.parametrize("typed", [*CASES["chapter"], *CASES["law"]])
def test_an_address_looks_like_one(typed: str) -> None:
    assert looks_like_address(typed) or " 擴大" in typed or " 扩大" in typed


@pytest.mark.parametrize("typed", CASES["not_addresses"])
def test_a_question_does_not_look_like_an_address(typed: str) -> None:
    assert not looks_like_address(typed)


def test_white_space_in_an_address_is_passed_once() -> None:
    gap = " " * 20_000
    assert address_key(f"第{gap}3{gap}條") == "条3"
    assert address_key(f"第{gap}3{gap}x") == ""


def test_every_address_finds_itself_and_nothing_else() -> None:
    for text in (CHAPTER, LAW):
        sections = sections_of(text)
        for section in sections:
            assert find_section(sections, section.address) is section
            assert find_section(sections, section.title) is section
            assert looks_like_address(section.address)


def test_an_ambiguous_address_has_candidates_and_no_answer() -> None:
    sections = sections_of(CHAPTER)
    assert find_section(sections, "(4)") is None
    found = [section.address for section in candidate_sections(sections, "(4)")]
    assert found == ["三/3/(4)", "三/4/(4)", "三/5/(4)"]


def test_an_address_that_is_not_there_has_no_candidates() -> None:
    assert candidate_sections(sections_of(CHAPTER), "九/9") == ()
    assert find_section(sections_of(CHAPTER), "九/9") is None


def test_an_article_is_the_same_with_chapters_above_it_and_without() -> None:
    one = parse_sections("one", "第一條 甲。\n第二條 乙。")[1]
    other = parse_sections("other", "第一章 總則\n第一條 丙。\n第二章 罰則\n第二條 丁。")[1]
    for typed in ("第一條", "第1条"):
        found = [(s.doc_id, s.address) for s in candidate_sections([*one, *other], typed)]
        assert found == [("one", "第一條"), ("other", "第一章/第一條")]


def test_in_one_document_an_exact_address_wins() -> None:
    sections = sections_of("第一條 甲。\n第二條 乙。\n附件一\n第一條 丙。\n第二條 丁。")
    assert len([s for s in sections if s.address.endswith("第一條")]) == 2
    assert find_section(sections, "第一條") is sections[0]


def test_repeated_siblings_are_told_apart() -> None:
    sections = sections_of("1. 甲\n2. 乙\n\n又及。\n\n1. 丙\n2. 丁")
    found = [find_section(sections, typed) for typed in ("2", "2#2", "２＃２")]
    assert [section.heading for section in found if section] == ["乙", "丁", "丁"]


@given(st.text(max_size=30))
def test_any_text_is_an_address_or_not_in_both_scripts(text: str) -> None:
    assert looks_like_address(text) == looks_like_address(render_simplified(text))
    assert address_key(text) == address_key(render_simplified(text))


@given(st.integers(1, 9), st.integers(1, 99), st.integers(1, 99))
def test_digits_numerals_and_brackets_have_one_key(top: int, middle: int, last: int) -> None:
    numerals = "〇一二三四五六七八九"
    typed = {
        f"{top}/{middle}/{last}",
        f"{numerals[top]}/{middle}/({last})",
        f"{numerals[top]}、{middle}.（{last}）",
        f"{top}.{middle}.{last}",
        f"{top} {middle} {last}",
    }
    assert {address_key(way) for way in typed} == {f"{top}/{middle}/{last}"}
