from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text import (
    Cleaned,
    clean,
    folded,
    furniture,
    menus,
    notices,
    publication,
    recommended,
    render_simplified,
)
from rag.types import RemovedLine

ROOT = Path(__file__).parents[2]
CHAPTER = (ROOT / "corpus" / "documents" / "chapter.txt").read_text(encoding="utf-8")
PAGES = tomllib.loads((ROOT / "tests" / "cases" / "clean.toml").read_text(encoding="utf-8"))["case"]
LABELS = [page["label"] for page in PAGES]

FURNITURE = [line for page in PAGES for line in page["page"].splitlines() if line.strip()]
PAGE_LINES = st.lists(
    st.sampled_from([*FURNITURE, "", " ", "正文一句。", "一、總則", "第一條 應公開。", "短行"])
    | st.text(alphabet="網站上一頁|:。,1. \t\r", max_size=12)
)


def check_accounts_for_every_line(raw: str, cleaned: Cleaned) -> None:
    """Kept ranges and removed lines together are every visible character, each once."""
    assert cleaned.text == "".join(span.of(raw) for span in cleaned.kept)
    taken = [*cleaned.kept, *(line.raw_span for line in cleaned.removed)]
    covered = sorted(index for span in taken for index in range(span.start, span.end))
    assert len(covered) == len(set(covered))
    missing = set(range(len(raw))) - set(covered)
    assert all(raw[index].isspace() for index in missing)
    for line in cleaned.removed:
        assert line.raw_span.of(raw).strip() == line.text
        assert line.reason


def test_chapter_is_its_body_character_for_character() -> None:
    cleaned = clean(CHAPTER)
    start = CHAPTER.index("第二節 我國")
    end = CHAPTER.index("開展社區建設示范活動。") + len("開展社區建設示范活動。")
    assert cleaned.text == CHAPTER[start:end]
    assert [line.reason for line in cleaned.removed] == (
        ["site banner", *["recommended reading"] * 16, "link farm"]
    )
    check_accounts_for_every_line(CHAPTER, cleaned)


def test_chapter_in_simplified_loses_the_same_lines() -> None:
    raw = render_simplified(CHAPTER)
    cleaned = clean(raw)
    assert cleaned.text == render_simplified(clean(CHAPTER).text)
    before = [(line.raw_span, line.reason) for line in clean(CHAPTER).removed]
    assert [(line.raw_span, line.reason) for line in cleaned.removed] == before


def test_words_garbled_by_the_scrape_stay() -> None:
    text = clean(CHAPTER).text
    assert "提高心甘情愿的生活質量" in text
    assert "社區組級別" in text


@pytest.mark.parametrize("page", PAGES, ids=LABELS)
def test_page(page: dict[str, str | list[str]]) -> None:
    raw = str(page["page"])
    cleaned = clean(raw)
    assert [f"{line.reason}: {line.text}" for line in cleaned.removed] == page.get("removed", [])
    assert cleaned.text == str(page.get("body", raw)).strip()


@pytest.mark.parametrize("page", PAGES, ids=LABELS)
def test_page_in_simplified_loses_the_same_lines(page: dict[str, str]) -> None:
    before = [line.raw_span for line in clean(page["page"]).removed]
    after = [line.raw_span for line in clean(render_simplified(page["page"])).removed]
    assert after == before


def test_the_words_of_all_patterns_are_written_as_folded_lines_have_them() -> None:
    modules = [vars(module) for module in (furniture, menus, notices, publication, recommended)]
    patterns = [value for module in modules for value in module.values()]
    written = "\n".join(p.pattern for p in patterns if isinstance(p, re.Pattern))
    words = re.findall("[\u3000-\u9fff\uff00-\uffef]+", written)
    assert len(words) > 50
    assert [word for word in words if folded(word) != word] == []


@pytest.mark.parametrize("words", ["微信分享", "pdf下載", "返回目錄", "返回首頁"])
def test_a_row_of_words_that_can_be_cut_in_two_ways_is_read_once(words: str) -> None:
    # Tried in every way, one of these lines took half a minute, and a page of them hours.
    row = words * (menus.LONGEST_FURNITURE // len(words) - 1) + "啊"
    raw = "\n".join([row, "本辦法自公布日施行。"] * 500)
    assert clean(raw).text == raw


def test_windows_line_ends_stay_in_the_body() -> None:
    raw = "某某網_書友的家!\r\n\r\n一、總則\r\n應公開。\r\n"
    assert clean(raw).text == "一、總則\r\n應公開。"


def test_record_of_removed_lines_is_the_one_that_documents_carry() -> None:
    assert isinstance(clean(CHAPTER).removed[0], RemovedLine)


@given(PAGE_LINES)
def test_nothing_is_lost_from_any_page(lines: list[str]) -> None:
    raw = "\n".join(lines)
    check_accounts_for_every_line(raw, clean(raw))


@given(PAGE_LINES)
def test_sentences_are_never_removed(lines: list[str]) -> None:
    sentence = "本辦法自公布日施行,由主管機關另定之。"
    raw = "\n".join([*lines, sentence, *lines])
    assert sentence in clean(raw).text


@given(PAGE_LINES)
def test_cleaning_is_blind_to_script(lines: list[str]) -> None:
    raw = "\n".join(lines)
    simplified = clean(render_simplified(raw))
    assert [line.raw_span for line in simplified.removed] == [
        line.raw_span for line in clean(raw).removed
    ]
