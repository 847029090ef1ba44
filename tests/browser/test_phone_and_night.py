"""The page on a phone, and in the dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.test_page import LIST_QUESTION, UNANSWERED, ask, clause, is_shown, search

PHONE = {"width": 390, "height": 844}

# Contrast of text against what is behind it, as WCAG 2 computes it.
# An element that is in part transparent counts as what shows through.
CONTRAST = """element => {
    const parse = color => {
        const canvas = document.createElement('canvas').getContext('2d');
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = ([r, g, b]) => {
        const [x, y, z] = [r, g, b].map(v => v / 255)
            .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    let behind = element;
    while (behind && parse(getComputedStyle(behind).backgroundColor)[3] < 255) {
        behind = behind.parentElement;
    }
    const back = parse(getComputedStyle(behind ?? document.body).backgroundColor);
    const opacity = Number(getComputedStyle(element).opacity);
    const front = parse(getComputedStyle(element).color)
        .map((v, i) => v * opacity + back[i] * (1 - opacity));
    const pair = [front, back].map(luminance);
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}"""


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_no_tab_is_wider_than_a_phone(site: str, open_page: OpenPage, language: str) -> None:
    page = open_page(f"{site}/?lang={language}", **PHONE)
    ask(page, LIST_QUESTION)
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_answer_on_a_phone_stays_in_view_until_a_citation_is_followed(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site, **PHONE)
    ask(page, LIST_QUESTION)
    assert page.evaluate("scrollY") == 0
    page.locator("#zj-ask .zj-chip", has_text="三/4/(2)").click()
    expect(clause(page, "ask", "三/4/(2)")).to_have_class(re.compile("zj-current"))
    assert is_shown(clause(page, "ask", "三/4/(2)"))
    page.get_by_role("button", name="Back to the answer").click()
    page.wait_for_function("document.activeElement?.textContent === '三/4/(2)'")
    expect(page.locator("#zj-ask .zj-chip", has_text="三/4/(2)")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_by_day_and_by_night(site: str, open_page: OpenPage, scheme: str) -> None:
    page = open_page(site)
    page.emulate_media(color_scheme=scheme)
    page.reload()
    page.wait_for_selector("html[data-dressed]")
    ask(page, LIST_QUESTION)
    page.locator("#zj-ask .zj-chip").first.click()
    selectors = [
        ".zj-name", ".zj-tagline", ".zj-said", ".zj-kind p", ".zj-copy", ".zj-example",
        '.zj-chip[aria-pressed="true"]', ".zj-chip:not([aria-pressed])", ".zj-head h2",
        ".zj-text p", "mark.zj-cited.zj-current", "mark.zj-cited:not(.zj-current)",
        "button.primary", ".zj-switch label.selected", ".zj-switch label:not(.selected)",
        "#zj-ask input", ".zj-verse",
    ]  # fmt: skip
    contrasts = {s: page.locator(s).first.evaluate(CONTRAST) for s in selectors}
    ask(page, UNANSWERED)
    for selector in (".zj-absent", ".zj-badge", ".zj-refusal p", ".zj-zero td"):
        contrasts[selector] = page.locator(selector).first.evaluate(CONTRAST)
    search(page, "民主")
    contrasts["match"] = page.locator("#zj-search mark.zj-match").first.evaluate(CONTRAST)
    assert {s: round(c, 2) for s, c in contrasts.items() if c < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_notes_can_be_read_named_and_held_in_one_hand(
    site: str, open_page: OpenPage, scheme: str
) -> None:
    page = open_page(site, **PHONE)
    page.emulate_media(color_scheme=scheme)
    page.reload()
    page.wait_for_selector("html[data-dressed]")
    ask(page, LIST_QUESTION)
    page.get_by_role("button", name="Add all to notes").click()
    expect(page.locator(".zj-status.zj-said-now")).to_contain_text("1 in all")
    page.get_by_role("tab", name="Notes").click()
    expect(page.locator(".zj-note")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    selectors = [
        ".zj-kept", ".zj-button", ".zj-note h3", ".zj-note blockquote", ".zj-note .zj-chip",
        ".zj-note [data-where]", ".zj-note .zj-copy:not(:disabled)", ".zj-note textarea",
        ".zj-field > span",
    ]  # fmt: skip
    contrasts = {s: page.locator(s).first.evaluate(CONTRAST) for s in selectors}
    assert {s: round(c, 2) for s, c in contrasts.items() if c < 4.5} == {}
    nameless = page.locator("#zj-notes :is(button, a, input, textarea):visible").evaluate_all(
        """controls => controls.filter(e =>
            !(e.textContent.trim() || e.ariaLabel || e.labels?.length)).map(e => e.outerHTML)"""
    )
    assert nameless == []
    page.evaluate("localStorage.clear()")
