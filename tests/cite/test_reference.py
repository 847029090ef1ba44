"""A reference holds what is known of a document, and a link that leads to the clause."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.cite.links import deep_link
from rag.cite.reference import Reference, reference_to
from rag.corpus import parse_text
from rag.engine import Engine
from rag.types import Document, QueryError

PARSED = parse_text("towns", "一、總則\n服務居民。\n二、方法\n因地制宜。")


def test_a_section_brings_its_heading_and_an_address_alone_none() -> None:
    section = PARSED.sections[1]
    reference = reference_to(PARSED.document, section)
    assert (reference.address, reference.heading, reference.locator) == ("二", "方法", "二 方法")
    assert reference_to(PARSED.document, "二").locator == "二"


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("", ()),
        ("王小明", ("王小明",)),
        ("王小明；李大同、張三", ("王小明", "李大同", "張三")),
        ("Smith, John; Brown, Anne ;", ("Smith, John", "Brown, Anne")),
        ("; ；、", ()),
    ],
)
def test_authors_are_told_apart_by_semicolons_and_the_enumeration_comma(
    written: str, authors: tuple[str, ...]
) -> None:
    assert reference_to(Document("a", "", "", "zh-Hant", author=written), "一").authors == authors


def test_what_is_unknown_stays_empty() -> None:
    reference = reference_to(Document("a", "題", "", "zh-Hant"), "一")
    assert reference == Reference("a", "題", "zh-Hant", "一")


def test_the_manifest_tells_the_book_that_a_document_is_a_part_of(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/a.txt").write_text("一、方法\n因地制宜。\n", "utf-8")
    (tmp_path / "manifest.toml").write_text(
        '[[document]]\ndoc_id = "a"\npath = "documents/a.txt"\nbook = "講義"\n', "utf-8"
    )
    Engine.build(tmp_path, tmp_path / "index")
    assert Engine.open(tmp_path / "index").cite("一", "a").book == "講義"


def test_facts_of_several_lines_become_one_line() -> None:
    document = Document("a", "題\r\nER  - \n二\x00", "", "zh-Hant", publisher=" 甲\u2028乙 ")
    reference = reference_to(document, "一")
    assert (reference.title, reference.publisher) == ("題 ER - 二", "甲 乙")


@pytest.mark.parametrize("facts", [{"title": "a\nb"}, {"authors": ("",)}, {"address": ""}])
def test_a_reference_that_would_break_a_list_cannot_be_made(facts: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Reference(**{"doc_id": "a", "title": "", "language": "en", "address": "1", **facts})  # type: ignore[arg-type]


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.text("二/(4)¶#第條 a&?%+=")
)
def test_the_link_brings_the_page_document_and_address_unchanged(doc_id: str, address: str) -> None:
    link = deep_link(doc_id=doc_id, address=address, base_url="http://127.0.0.1:7860/zhangju")
    asked = parse_qs(urlsplit(link).query, keep_blank_values=True)
    assert asked == {"doc": [doc_id], "at": [address]}
    assert link.isascii() and not set(link) & set(' <>"()')


@pytest.mark.parametrize("base", ["http://h", "http://h/"])
def test_a_link_is_the_same_with_and_without_a_slash_after_the_page(base: str) -> None:
    assert deep_link(doc_id="a", address="1", base_url=base) == "http://h/?doc=a&at=1"


@pytest.mark.parametrize(
    "base", ["localhost:7860", "javascript:1", "http://", "http://a b", "http://[", "http://a/?b"]
)
def test_a_base_that_is_no_web_address_is_refused(base: str) -> None:
    with pytest.raises(QueryError, match="no web address"):
        reference_to(PARSED.document, "一", base_url=base)


def test_without_a_base_there_is_no_link() -> None:
    assert reference_to(PARSED.document, "一").link == ""
    linked = reference_to(PARSED.document, "一", base_url="https://example.org/zhangju/")
    assert linked.link == "https://example.org/zhangju/?doc=towns&at=%E4%B8%80"
