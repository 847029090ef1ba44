"""A document full of attacks is shown as text: nothing of it runs, loads or submits."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_page import ask, search, switch
from tests.web.shelf import ATTACKS


def test_nothing_in_a_hostile_document_runs_anywhere_on_the_page(
    hostile_site: str, open_page: OpenPage
) -> None:
    page = open_page(f"{hostile_site}/?doc=hostile&at=一")
    expect(page.locator("#zj-read .zj-text")).to_contain_text(ATTACKS[0])
    page.get_by_role("tab", name="Corpus").click()
    page.locator('[data-document="hostile"]').click()
    expect(page.locator(".zj-ledger")).to_contain_text(ATTACKS[0])
    page.get_by_role("tab", name="Ask").click()
    ask(page, "水塔有哪些攻擊?")
    page.locator("#zj-ask .zj-chip").first.click()
    search(page, "水塔")
    page.locator("#zj-search .zj-chip").first.click()
    for script in ("简体", "繁體"):
        switch(page, "script", script)
    ask_hostile = ATTACKS[1] + " 水塔"
    page.get_by_role("tab", name="Ask").click()
    ask(page, ask_hostile)
    page.wait_for_timeout(300)
    assert page.evaluate("window.attacked") is None


def test_a_hostile_address_is_only_text(hostile_site: str, open_page: OpenPage) -> None:
    page = open_page(f"{hostile_site}/?doc={ATTACKS[1]}&at={ATTACKS[0]}&lang={ATTACKS[0]}")
    expect(page.locator("#zj-read .zj-error")).to_be_visible()
    assert page.evaluate("window.attacked") is None


def test_a_citation_from_another_document_opens_that_document(
    hostile_site: str, open_page: OpenPage
) -> None:
    page = open_page(hostile_site)
    search(page, "池塘 公園")
    chip = page.locator('#zj-search .zj-chip[data-doc="pond"]').first
    address = chip.inner_text()
    chip.click()
    pane = page.locator('#zj-search .zj-reader[data-doc="pond"]')
    expect(pane.locator("section.zj-current")).to_have_attribute("data-at", address)


def test_the_policy_stops_what_would_slip_through(hostile_site: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(hostile_site)
    page.wait_for_selector("html[data-dressed]")
    page.evaluate(
        """document.body.insertAdjacentHTML('beforeend',
            '<img src="data:image/png;base64,x" onerror="window.attacked=1">')"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.attacked") is None
    page.close()
