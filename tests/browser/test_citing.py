"""Leaving the page with what was found: references, study packs, and notes that were checked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.test_notes import add_three, notes, said
from tests.browser.test_page import LIST_QUESTION, ask, search

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _forget(site: str, open_page: OpenPage) -> Iterator[None]:
    """The tests share one browser: each ends without notes and without a chosen style."""
    yield
    open_page(site).evaluate("localStorage.clear()")


def test_a_clause_is_cited_in_the_chosen_style_which_is_remembered(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    ask(page, LIST_QUESTION)
    page.locator("#zj-ask [data-reference]").first.click()
    dialog = page.get_by_role("dialog", name="Cite this clause")
    reference = dialog.locator("pre")
    expect(reference).to_contain_text("[^1]")
    dialog.get_by_label("Style").select_option("gbt7714")
    expect(reference).to_contain_text("[1]")
    expect(reference).to_contain_text("基本原則和目標任務")
    dialog.get_by_role("button", name="Copy the reference").click()
    assert page.evaluate("navigator.clipboard.readText()") == reference.text_content()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    search(page, "民主选举")
    page.locator("#zj-search [data-reference]").first.click()
    expect(reference).to_contain_text("[1]")
    expect(dialog.get_by_role("button", name="Copy the reference")).to_be_enabled()


def test_a_reference_that_cannot_be_had_says_so_in_its_dialog(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    ask(page, LIST_QUESTION)
    page.evaluate("() => { zhangju.call = () => Promise.reject(new Error('the server is away')); }")
    page.locator("#zj-ask [data-reference]").first.click()
    dialog = page.get_by_role("dialog", name="Cite this clause")
    expect(dialog.locator("pre")).to_contain_text("the server is away")
    expect(dialog.get_by_role("button", name="Copy the reference")).to_be_disabled()


def test_notes_are_exported_with_their_proof(
    site: str, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(site)
    add_three(page)
    expect(notes(page)).to_have_count(3)
    for kind in ("md", "docx"):
        page.get_by_label("Export as").select_option(kind)
        with page.expect_download() as download:
            page.get_by_role("button", name="Export", exact=True).click()
        expect(said(page)).to_contain_text(f".{kind}")
        download.value.save_as(tmp_path / f"notes.{kind}")
    assert "community-building" in (tmp_path / "notes.md").read_text("utf-8")
    assert "word/footnotes.xml" in zipfile.ZipFile(tmp_path / "notes.docx").namelist()


def test_an_empty_notebook_says_that_there_is_nothing_to_export(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    expect(notes(page)).to_have_count(0)
    page.get_by_role("button", name="Export", exact=True).click()
    expect(said(page)).to_have_text("There are no notes to export yet.")


def test_pasted_notes_are_checked_and_the_source_offered(site: str, open_page: OpenPage) -> None:
    page = open_page(site)
    page.get_by_role("tab", name="Notes").click()
    box = page.locator(".zj-check")
    box.locator("summary").click()
    button = box.get_by_role("button", name="Check", exact=True)
    button.click()
    expect(box.get_by_role("status")).to_have_text("Paste some notes first.")
    box.locator("textarea").fill(
        "「擴大民主,居民自治」(二/4)很重要。\n\n"
        "書上說「扩大民主,居民自治」。\n\n"
        "還有「因地制宜,逐步推進」[community-building 二/5]。<img src=x onerror=alert(1)>"
    )
    button.click()
    expect(box.get_by_role("status")).to_have_text("Quotations: 3; to be mended: 1")
    found = box.locator(".zj-finding")
    expect(found.nth(0)).to_contain_text("✓ Exact")
    expect(found.nth(1)).to_contain_text("✓ Exact but for script or punctuation")
    expect(found.nth(2)).to_contain_text("✗ Altered")
    expect(found.nth(2).locator(".zj-source-words")).to_contain_text("因地制宜,循序漸進")
    found.nth(2).get_by_role("button", name="Copy the source's words").click()
    assert "循序漸進" in page.evaluate("navigator.clipboard.readText()")
    found.nth(0).get_by_role("link", name="二/4").click()
    expect(page.locator("#zj-read .zj-current").first).to_be_visible()


def test_of_two_texts_checked_at_once_the_later_ones_findings_stay(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    page.evaluate(
        """() => {
          const { call } = zhangju;
          let calls = 0;
          zhangju.call = async (...asked) => {
            const response = await call(...asked);
            if (++calls === 1) await new Promise((later) => setTimeout(later, 1500));
            return response;
          };
        }"""
    )
    page.get_by_role("tab", name="Notes").click()
    box = page.locator(".zj-check")
    box.locator("summary").click()
    for text in ("「因地制宜,逐步推進」(二/5)。", "「擴大民主,居民自治」(二/4)。"):
        box.locator("textarea").fill(text)
        box.get_by_role("button", name="Check", exact=True).click()
        page.wait_for_timeout(400)
    page.wait_for_timeout(2000)
    expect(box.locator(".zj-finding")).to_have_count(1)
    expect(box.locator(".zj-finding")).to_contain_text("✓ Exact")
