from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from rag.corpus import parse_sections
from rag.text import clean, render_simplified
from rag.types import Section

CASES = Path(__file__).parent.parent / "cases"
CHAPTER = Path(__file__).parents[2] / "corpus" / "documents" / "chapter.txt"
TREES = tomllib.loads((CASES / "clause_trees.toml").read_text(encoding="utf-8"))["case"]
FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in "0123456789().,:"}


@cache
def chapter() -> str:
    return clean(CHAPTER.read_text(encoding="utf-8")).text


def golden_tree() -> list[list[str]]:
    lines = (CASES / "chapter_tree.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def outline_of(text: str) -> list[str]:
    _, sections = parse_sections("made-up", text)
    return [section.title for section in sections]


def check_tree(text: str, tree: str) -> None:
    assert outline_of(text) == tree.strip().splitlines()


def test_chapter_has_the_tree_that_a_person_sees_in_it() -> None:
    title, sections = parse_sections("chapter", chapter())
    assert title == "第二節 我國社區建設的基本原則和目標任務"
    assert [[s.address, s.heading] for s in sections] == [row[:2] for row in golden_tree()]
    for section, (_, heading, first, last) in zip(sections, golden_tree(), strict=True):
        body = section.body_span.of(chapter())
        assert body.startswith(first) and body.endswith(last), section.address
        assert bool(body) == bool(first), section.address
        assert section.heading_span.of(chapter()) == heading


def variants() -> dict[str, str]:
    text = chapter()
    return {
        "simplified": render_simplified(text),
        "full width": text.translate(FULL_WIDTH),
        "no blank lines": "\n".join(line for line in text.splitlines() if line.strip()),
        "more blank lines": text.replace("\n", "\n \n\n"),
        "windows line ends": text.replace("\n", "\r\n"),
        "indented": "\n".join("\u3000\u3000" + line for line in text.splitlines()),
        "traditional brackets": text.replace("(", "（").replace(")", "）"),
        "site banner left in": "某某網_書友的好去處!\n\n" + text,
    }


@pytest.mark.parametrize("name", variants())
def test_addresses_do_not_change_with_script_width_or_blank_lines(name: str) -> None:
    _, sections = parse_sections("chapter", variants()[name])
    found = [section.address for section in sections]
    expected = [row[0] for row in golden_tree()]
    if name == "site banner left in":
        expected = ["¶1", *expected]
    assert found == expected


def test_headings_do_not_change_with_blank_lines() -> None:
    for name in ("no blank lines", "more blank lines", "windows line ends", "indented"):
        _, sections = parse_sections("chapter", variants()[name])
        assert [section.heading for section in sections] == [row[1] for row in golden_tree()]


@pytest.mark.parametrize("case", TREES, ids=[case["label"] for case in TREES])
def test_tree(case: dict[str, str], request: pytest.FixtureRequest) -> None:
    if "known_failure" in case:
        request.applymarker(pytest.mark.xfail(strict=True, reason=case["known_failure"]))
    check_tree(case["text"], case["tree"])


@pytest.mark.parametrize("case", TREES, ids=[case["label"] for case in TREES])
def test_tree_of_the_simplified_text_has_the_simplified_addresses(case: dict[str, str]) -> None:
    before = [title.split()[0] for title in outline_of(case["text"])]
    after = [title.split()[0] for title in outline_of(render_simplified(case["text"]))]
    assert after == [render_simplified(address) for address in before]


@pytest.mark.parametrize("case", TREES, ids=[case["label"] for case in TREES])
def test_tree_without_and_with_more_blank_lines_is_the_same(case: dict[str, str]) -> None:
    if case.get("blank_lines_matter"):
        pytest.skip("a line is underlined by the next one only")
    lines = [line for line in case["text"].splitlines() if line.strip()]
    assert outline_of("\n".join(lines)) == outline_of("\n\n\u3000\n".join(lines))


def section_at(text: str, address: str) -> Section:
    _, sections = parse_sections("made-up", text)
    return next(section for section in sections if section.address == address)


def test_a_clause_of_one_sentence_has_no_heading() -> None:
    section = section_at(chapter(), "三/4/(1)")
    assert section.heading == ""
    assert section.body_span.of(chapter()).startswith("促進社區政治")


def test_introduction_before_the_first_clause_below_is_the_body() -> None:
    section = section_at(chapter(), "二")
    assert section.body_span.of(chapter()) == "搞好社區建設,要堅持以下五項基本原則:"


def test_article_that_is_repealed_has_no_heading() -> None:
    text = "第一條 (立法目的)\n為保護樹木。\n第二條 (刪除)\n第三條 (施行日)\n自公布日施行。"
    assert [section_at(text, f"第{n}條").heading for n in "一二三"] == ["立法目的", "", "施行日"]


def test_label_keeps_the_form_of_the_source() -> None:
    section = section_at(
        "第 一 章 總則\n第 １ 條 好。\n第 ２ 條 壞。\n第 二 章 罰則", "第一章/第1條"
    )
    assert section.label == "第 １ 條"


def test_text_of_only_one_line_is_a_paragraph() -> None:
    assert outline_of("社區建設") == ["¶1"]
    assert outline_of(" \n ") == []
