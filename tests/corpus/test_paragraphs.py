"""Paragraphs and items of articles, named as on the mainland (款, 项) and on Taiwan (項, 款)."""

from __future__ import annotations

import pytest

from rag.corpus import clauses_meant, parse_sections, subdivisions
from rag.text import render_traditional

LAW = """某某条例
第一条 为了规范某事，制定本条例。
第二条 公民有下列权利：
（一）言论的自由；
（二）出版的自由。
前款规定的权利受法律保护。
第三条 公园由市政府管理。

公园免费开放。
第四条 有下列情形之一的，罚款：
（一）损坏树木；
（二）乱扔垃圾。
情节严重的：
（一）拘留；
（二）送交公安机关，
并且公告。
"""


def found(typed: str, text: str = LAW) -> list[str]:
    """The addresses that a typed one may mean."""
    _, sections = parse_sections("law", text)
    return [section.address for section in clauses_meant(sections, typed, lambda _: text)]


@pytest.mark.parametrize(
    ("typed", "addresses"),
    [
        ("第一条第一款", ["第一条"]),
        ("第二条第一款", ["第二条"]),
        ("第二条第二款", ["第二条/¶2"]),
        ("第二條第2款", ["第二条/¶2"]),
        ("第二条第三款", []),
        ("第二条第零款", []),
        ("第二条第一款第二项", ["第二条/(二)"]),
        ("第二条第一款第（二）项", ["第二条/(二)"]),
        ("第二条第一款第三项", []),
        ("第三条第二款", ["第三条"]),
        ("第三条第三款", []),
        ("第四条第二款（一）", ["第四条/¶2/(一)"]),
        ("第四條第二項第一款", ["第四条/¶2/(一)"]),
        ("第二条第二项", ["第二条/¶2", "第二条/(二)"]),
        ("第九条第一款", []),
        ("二/4第一款", []),
    ],
)
def test_a_paragraph_or_item_is_the_clause_that_holds_it(typed: str, addresses: list[str]) -> None:
    assert found(typed) == addresses
    in_the_other_script = [render_traditional(address) for address in addresses]
    assert found(typed, render_traditional(LAW)) == in_the_other_script


def test_a_paragraph_that_is_a_line_has_a_place_of_its_own() -> None:
    _, sections = parse_sections("law", LAW)
    (part,) = subdivisions(sections, "第三条第二款", lambda _: LAW)
    assert part.span.of(LAW) == "公园免费开放。"


def test_a_sentence_broken_over_lines_is_one_paragraph() -> None:
    broken = "第一条 公园由\n市政府管理。\n公园免费开放。"
    assert found("第一条第二款", broken) == ["第一条"]
    assert found("第一条第三款", broken) == []
