"""Each style writes what its standard says, for documents that are known well and hardly at all."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from rag.cite.reference import Reference
from rag.cite.styles import STYLES, format_reference, format_references
from rag.cite.styles.citation_key import citation_key
from rag.types import QueryError

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/references.toml").read_text("utf-8"))
GOLDEN = [(case, style) for case in CASES["case"] for style in case["expected"]]
BOOK = Reference("towns", "鄉鎮治理概論", "zh-Hant", "二/4", "擴大民主", ("王小明",), year="2018")
OTHER = Reference("towns", "鄉鎮治理概論", "zh-Hant", "二/5", "因地制宜", ("王小明",), year="2018")


def reference_from(facts: dict[str, Any]) -> Reference:
    return Reference(**{**facts, "authors": tuple(facts.get("authors", ()))})


@pytest.mark.parametrize(
    ("case", "style"), GOLDEN, ids=lambda v: v if isinstance(v, str) else v["name"]
)
def test_a_reference_is_written_by_the_rules_of_its_style(case: dict[str, Any], style: str) -> None:
    reference = reference_from(case["reference"])
    written = format_reference(reference, style, case.get("number", 1))
    key = citation_key(reference).rpartition("-")[2]
    assert written == case["expected"][style].lstrip("\n").replace("KEY", key)


def test_every_style_has_a_golden_case_but_json_which_is_read_as_json() -> None:
    assert {style for _, style in GOLDEN} | {"csl-json"} == set(STYLES)


@pytest.mark.parametrize("style", STYLES)
def test_every_style_names_the_clause_and_links_to_it(style: str) -> None:
    link = "http://127.0.0.1:7860/?doc=towns&at=%E4%BA%8C/4"
    written = format_reference(
        Reference("towns", "鄉鎮", "zh-Hant", "二/4", "擴大民主", link=link), style
    )
    assert link in written
    assert "二/4 擴大民主" in written


@pytest.mark.parametrize("style", STYLES)
def test_the_title_keeps_its_script(style: str) -> None:
    simplified = Reference("a", "乡镇治理", "zh-Hans", "一")
    assert "乡镇治理" in format_reference(simplified, style)
    assert "鄉鎮治理概論" in format_reference(BOOK, style)


@pytest.mark.parametrize("style", STYLES)
def test_a_document_without_title_is_named_by_its_id(style: str) -> None:
    written = format_reference(Reference("scan-7", "", "en", "1"), style)
    assert "[scan-7]" in written.replace("\\", "")


@pytest.mark.parametrize("style", STYLES)
def test_no_style_leaves_an_empty_place_for_what_is_unknown(style: str) -> None:
    written = format_reference(Reference("a", "無名", "zh-Hant", "一"), style)
    assert not any(
        gap in written for gap in (", ,", "，，", "：，", ": ,", "()", "（）", ". .", "{}")
    )
    assert "None" not in written


@pytest.mark.parametrize("style", ["gbt7714", "gbt7714-2015", "chicago"])
def test_several_references_are_numbered_in_order(style: str) -> None:
    written = format_references([BOOK, OTHER, BOOK], style)
    assert written == "\n".join(
        (format_reference(BOOK, style, 1), format_reference(OTHER, style, 2))
    )


@pytest.mark.parametrize("style", ["footnote", "author-date", "apa"])
def test_the_marks_for_the_text_stand_before_the_entries(style: str) -> None:
    first, second = (
        format_reference(reference, style, number)
        for number, reference in enumerate((BOOK, OTHER), start=1)
    )
    marks = [first.splitlines()[0], second.splitlines()[0]]
    entries = [first.splitlines()[-1], second.splitlines()[-1]]
    assert format_references([BOOK, OTHER, BOOK], style) == "\n".join(
        [*marks, "", entries[0], "", entries[1]]
    )
    assert format_references([BOOK], style) == first


def test_several_csl_items_are_one_list() -> None:
    items = json.loads(format_references([BOOK, OTHER], "csl-json"))
    assert [item["section"] for item in items] == ["二/4 擴大民主", "二/5 因地制宜"]


def test_an_unknown_style_is_answered_with_the_styles_there_are() -> None:
    with pytest.raises(QueryError) as raised:
        format_reference(BOOK, "mla")
    assert all(style in str(raised.value) for style in STYLES)


def test_apa_names_twenty_authors_and_of_more_the_first_nineteen_and_the_last() -> None:
    names = tuple(f"Author{number}, A" for number in range(1, 23))
    many = format_reference(Reference("a", "T", "en", "1", authors=names), "apa")
    assert "Author19, A., . . . Author22, A. (n.d.)" in many
    assert "Author20" not in many
    twenty = format_reference(Reference("a", "T", "en", "1", authors=names[:20]), "apa")
    assert "Author19, A., & Author20, A." in twenty


def test_clauses_that_read_alike_have_keys_apart() -> None:
    addresses = ("二/4", "二/(4)", "2/4", "二/4#2", "二", "第二條")
    keys = {citation_key(Reference("law", "", "zh-Hant", address)) for address in addresses}
    assert len(keys) == len(addresses)
    assert all(key.isascii() for key in keys)
