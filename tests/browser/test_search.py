"""A scholar's search in a real browser: operators, counts that narrow, and search while typing."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_page import line, search


def shown(page: Page) -> list[str]:
    return page.locator("#zj-search .zj-hits > ol > li .zj-chip").all_inner_texts()


def test_a_search_with_operators_shows_only_what_meets_it_and_narrows_by_clause(
    open_page: OpenPage, site: str
) -> None:
    page = open_page(site)
    search(page, "社區 AND (民主 OR 服務)")
    expect(page.locator("#zj-search .zj-total")).to_be_visible()
    everywhere = shown(page)
    narrower = page.locator("#zj-search .zj-count[data-example*='in:二']")
    narrower.click()
    expect(line(page, "search")).to_have_value(
        "社區 AND (民主 OR 服務) doc:community-building in:二"
    )
    expect(page.locator("#zj-search .zj-hits > ol > li")).not_to_have_count(len(everywhere))
    assert set(shown(page)) < set(everywhere)
    assert {address.split("/")[0] for address in shown(page)} == {"二"}


def test_hits_come_while_typing_but_not_for_one_letter_or_half_a_query(
    open_page: OpenPage, site: str
) -> None:
    page = open_page(site)
    page.get_by_role("tab").nth(1).click()
    line(page, "search").press_sequentially("民")
    page.wait_for_timeout(400)
    expect(page.locator("#zj-search .zj-hits")).to_have_count(0)
    line(page, "search").press_sequentially("主選舉")
    expect(page.locator("#zj-search .zj-hits mark.zj-match").first).to_be_visible()
    line(page, "search").press_sequentially(" AND ")
    page.wait_for_timeout(400)
    expect(page.locator("#zj-search .zj-error")).to_have_count(0)


def test_zero_hits_name_the_word_and_offer_the_nearest(open_page: OpenPage, site: str) -> None:
    page = open_page(site)
    search(page, "“社區服物”")
    missing = page.locator("#zj-search .zj-missing")
    expect(missing).to_contain_text("社區服物")
    missing.get_by_role("button", name="社區服務").click()
    expect(page.locator("#zj-search .zj-hits > ol mark.zj-match").first).to_be_visible()
