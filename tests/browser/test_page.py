"""What people do on the page, done in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage

LIST_QUESTION = "社區建設有哪些現實條件?"
FACT_QUESTION = "街规民约要明确什么?"
UNANSWERED = "When does the library open?"
# How many bytes have come since they were last cleared.
CAME = """() => performance.getEntriesByType("resource")
    .reduce((sum, entry) => sum + entry.decodedBodySize, 0)"""
# For so many milliseconds a reader looks at a page before going back: it is shown by then.
_LOOKED_AT = 700


def line(page: Page, tab: str) -> Locator:
    return page.locator(f"#zj-{tab}").get_by_role("textbox")


def ask(page: Page, question: str) -> None:
    line(page, "ask").fill(question)
    line(page, "ask").press("Enter")
    page.wait_for_selector("#zj-ask .zj-card")
    page.wait_for_selector("body:not(.zj-busy)")


def search(page: Page, query: str) -> None:
    page.get_by_role("tab", name="Search").click()
    line(page, "search").fill(query)
    line(page, "search").press("Enter")
    page.wait_for_selector("#zj-search .zj-hits")
    page.wait_for_selector("body:not(.zj-busy)")


def switch(page: Page, css_class: str, name: str) -> None:
    page.locator(f".zj-{css_class} label", has_text=name).first.click()
    page.wait_for_selector("body:not(.zj-busy)")


def clause(page: Page, tab: str, address: str) -> Locator:
    return page.locator(f'#zj-{tab} section[data-at="{address}"]')


def is_shown(clause_element: Locator) -> bool:
    """True if the clause stands inside the window and, if its pane scrolls, inside the pane."""
    return bool(
        clause_element.evaluate(
            """element => {
                const box = element.getBoundingClientRect();
                const pane = element.closest('.zj-reader');
                const scrolls = getComputedStyle(pane).overflowY === 'auto';
                const page = {top: 0, bottom: innerHeight};
                const frame = scrolls ? pane.getBoundingClientRect() : page;
                const top = Math.max(frame.top, 0), bottom = Math.min(frame.bottom, innerHeight);
                return box.top >= top - 1 && box.top < bottom - 40;
            }"""
        )
    )


def test_a_citation_shows_its_sentence_highlighted_in_the_whole_document(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    ask(page, LIST_QUESTION)
    expect(page.locator(".zj-kind")).to_contain_text("List · 4 clauses")
    page.locator("#zj-ask .zj-chip", has_text="三/4/(4)").click()
    expect(clause(page, "ask", "三/4/(4)")).to_have_class(re.compile("zj-current"))
    assert is_shown(clause(page, "ask", "三/4/(4)"))
    cited = page.locator("#zj-ask mark.zj-cited.zj-current")
    expect(cited).to_have_text("依靠社會力量,利用社會資源,是實現社區建設基本目標的方法和手段。")
    expect(page.locator("#zj-ask mark.zj-cited")).to_have_count(4)


def test_a_document_is_sent_once_and_marked_anew_for_every_question(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    ask(page, LIST_QUESTION)
    expect(page.locator("#zj-ask mark.zj-cited")).to_have_count(4)
    page.evaluate("performance.clearResourceTimings()")
    ask(page, FACT_QUESTION)
    expect(clause(page, "ask", "四/3")).to_have_class(re.compile("zj-current"))
    expect(page.locator("#zj-ask .zj-text [data-from]:has(mark)")).to_have_count(1)
    marked = page.locator("#zj-ask .zj-text mark.zj-cited").all_inner_texts()
    assert "街規民約" in "".join(marked)
    assert 0 < page.evaluate(CAME) < 12_000
    ask(page, UNANSWERED)
    expect(page.locator("#zj-ask .zj-text mark")).to_have_count(0)
    shown = page.locator("#zj-ask .zj-text").inner_text()
    assert shown == open_page(site).locator("#zj-ask .zj-text").inner_text()


def test_questions_of_several_documents_mark_each_where_it_says_so(
    hostile_site: str, open_page: OpenPage
) -> None:
    page = open_page(hostile_site)
    for question, words in (
        ("garden 二/(1)", "遊客就是進入公園的人。"),
        ("pond 一", "池塘每年清淤一次。"),
        ("garden 二/(2)", "設施是指座椅、步道和照明。"),
    ):
        ask(page, question)
        expect(page.locator("#zj-ask .zj-text section.zj-current")).to_contain_text(words)
        marked = page.locator("#zj-ask .zj-text mark.zj-cited").all_inner_texts()
        assert "".join(marked).endswith(words)


def test_an_address_that_is_not_there_leads_to_the_nearest(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}/?lang=en")
    ask(page, "二/9")
    expect(page.locator("#zj-ask .zj-refusal")).to_contain_text("Nearest clauses:")
    page.locator("#zj-ask .zj-nearest .zj-chip", has_text="二/5").click()
    expect(clause(page, "ask", "二/5")).to_have_class(re.compile("zj-current"))
    assert is_shown(clause(page, "ask", "二/5"))


def test_the_first_citation_is_in_view_before_anything_is_clicked(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    ask(page, FACT_QUESTION)
    expect(clause(page, "ask", "四/3")).to_have_class(re.compile("zj-current"))
    assert is_shown(clause(page, "ask", "四/3"))


def test_an_example_is_asked_at_a_click(site: str, open_page: OpenPage) -> None:
    page = open_page(site)
    example = page.locator(".zj-example").first
    question = example.inner_text()
    example.click()
    page.wait_for_selector("#zj-ask .zj-card")
    expect(line(page, "ask")).to_have_value(question)


def test_asking_moves_nothing_above_the_answer(site: str, open_page: OpenPage) -> None:
    page = open_page(site)
    places = [line(page, "ask").bounding_box()]
    for question in (LIST_QUESTION, UNANSWERED):
        ask(page, question)
        places.append(line(page, "ask").bounding_box())
    assert places[0] == places[1] == places[2]


def test_a_refusal_says_so_and_shows_what_is_missing(site: str, open_page: OpenPage) -> None:
    page = open_page(site)
    ask(page, UNANSWERED)
    card = page.locator("#zj-ask .zj-card")
    expect(card.get_by_role("heading", name="The text does not answer this")).to_be_visible()
    expect(card.locator(".zj-zero").first).to_contain_text("0 times")
    expect(card.locator(".zj-badge").first).to_have_text("related, not an answer")
    expect(card.locator("[data-copy]")).to_have_count(0)
    card.locator(".zj-chip").first.click()
    expect(page.locator("#zj-ask section.zj-current")).to_have_count(1)


def test_a_copied_quotation_is_the_original_with_its_citation(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    ask(page, FACT_QUESTION)
    switch(page, "script", "简体")
    page.locator("#zj-ask .zj-sentences .zj-copy").first.click()
    expect(page.locator(".zj-status")).to_have_text("Copied, with its citation")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("「要通過建立切實可行的街規民約")
    assert "四/3" in copied


def test_a_rendering_is_labelled_and_cannot_be_copied(site: str, open_page: OpenPage) -> None:
    page = open_page(site)
    ask(page, FACT_QUESTION)
    switch(page, "script", "简体")
    expect(page.locator("#zj-ask .zj-said").first).to_contain_text("要通过建立切实可行的街规民约")
    expect(page.locator("#zj-ask .zj-rendering").first).to_contain_text("not the source")
    page.evaluate("navigator.clipboard.writeText('before')")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.zj-said'))")
    page.keyboard.press("Control+C")
    assert "街规民约" not in page.evaluate("navigator.clipboard.readText()")
    expect(page.locator(".zj-status")).to_contain_text("cannot be quoted")
    switch(page, "script", "Original")
    expect(page.locator("#zj-ask .zj-rendering")).to_have_count(0)
    expect(page.locator("#zj-ask .zj-said").first).to_contain_text("街規民約")


def test_switching_scripts_keeps_the_readers_place(site: str, open_page: OpenPage) -> None:
    page = open_page(site)
    ask(page, LIST_QUESTION)
    page.locator("#zj-ask .zj-chip", has_text="三/4/(3)").click()
    switch(page, "script", "简体")
    expect(clause(page, "ask", "三/4/(3)")).to_have_class(re.compile("zj-current"))
    expect(page.locator("#zj-ask mark.zj-cited.zj-current")).to_contain_text("强化社区功能")


@pytest.mark.parametrize(
    ("accepted", "query", "tab"),
    [
        ("zh-TW,zh;q=0.9", "", "提問"),
        ("zh-CN", "", "提问"),
        ("fr-FR", "", "Ask"),
        ("zh-TW", "?lang=en", "Ask"),
    ],
)
def test_the_page_speaks_the_readers_language(
    site: str, open_page: OpenPage, accepted: str, query: str, tab: str
) -> None:
    page = open_page(f"{site}/{query}", headers={"Accept-Language": accepted})
    expect(page.get_by_role("tab").first).to_have_text(tab)


def test_switching_languages_keeps_the_answer_and_the_link(site: str, open_page: OpenPage) -> None:
    page = open_page(site)
    ask(page, LIST_QUESTION)
    switch(page, "language", "繁體")
    expect(page.get_by_role("tab")).to_have_text(["提問", "檢索", "閱讀", "筆記", "文庫"])
    expect(page.locator(".zj-kind")).to_contain_text("清單 · 4 條")
    expect(line(page, "ask")).to_have_attribute("placeholder", re.compile("提問"))
    assert page.evaluate("document.documentElement.lang") == "zh-Hant"
    assert "lang=zh-Hant" in page.url
    switch(page, "language", "English")
    expect(page.get_by_role("tab")).to_have_text(["Ask", "Search", "Read", "Notes", "Corpus"])


@pytest.mark.parametrize("typed", ["二/4", "2.4"])
def test_a_deep_link_opens_read_at_its_clause(site: str, open_page: OpenPage, typed: str) -> None:
    page = open_page(f"{site}/?doc=community-building&at={typed}")
    expect(page.get_by_role("tab", name="Read")).to_have_attribute("aria-selected", "true")
    expect(clause(page, "read", "二/4")).to_have_class(re.compile("zj-current"))
    page.wait_for_function("scrollY > 0")
    assert is_shown(clause(page, "read", "二/4"))


def test_a_broken_deep_link_is_one_clear_line(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}/?doc=community-building&at=9/9")
    expect(page.locator("#zj-read .zj-error")).to_contain_text("9/9")
    expect(page.locator("#zj-read .zj-text")).to_contain_text("社區建設的指導思想")


def test_the_tree_leads_to_its_clause_and_to_a_link_that_can_be_shared(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    page.get_by_role("tab", name="Read").click()
    page.locator("#zj-read .zj-tree a", has_text="因地制宜").click()
    expect(clause(page, "read", "二/5")).to_have_class(re.compile("zj-current"))
    assert is_shown(clause(page, "read", "二/5"))
    page.wait_for_function("location.search.includes('at=%E4%BA%8C%2F5')")
    shared = open_page(page.url)
    expect(clause(shared, "read", "二/5")).to_have_class(re.compile("zj-current"))


def test_leaving_read_takes_its_place_out_of_the_address(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}/?doc=community-building&at=2/4")
    page.get_by_role("tab", name="Ask").click()
    assert "doc=" not in page.url
    page.get_by_role("tab", name="Read").click()
    assert "doc=community-building" in page.url


def test_a_question_is_in_the_address_and_asked_again_by_it(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}/?lang=en")
    ask(page, FACT_QUESTION)
    page.wait_for_url(re.compile("ask="))
    again = open_page(page.url)
    expect(line(again, "ask")).to_have_value(FACT_QUESTION)
    said = page.locator("#zj-ask .zj-card").inner_text()
    assert again.locator("#zj-ask .zj-card").inner_text() == said
    again.wait_for_timeout(500)  # what is set up after the answer leaves the address alone
    assert again.url == page.url


def test_a_search_is_in_the_address_while_its_tab_is_shown(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}/?lang=en")
    search(page, "自治")
    page.wait_for_url(re.compile("search="))
    again = open_page(page.url)
    expect(again.locator("#zj-search .zj-hits")).to_be_visible()
    again.get_by_role("tab", name="Ask").click()
    again.wait_for_url(re.compile("^((?!search=).)*$"))


def test_back_leads_through_what_was_asked_not_through_what_was_typed(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(f"{site}/?lang=en")
    ask(page, LIST_QUESTION)
    ask(page, FACT_QUESTION)
    page.get_by_role("tab", name="Search").click()
    line(page, "search").press_sequentially("民主選舉")
    page.wait_for_url(re.compile("search="))
    page.wait_for_timeout(_LOOKED_AT)
    for steps, question in ((2, FACT_QUESTION), (1, LIST_QUESTION)):
        for _ in range(steps):
            page.go_back()
            page.wait_for_timeout(_LOOKED_AT)
        expect(line(page, "ask")).to_have_value(question)
    expect(page.locator("#zj-ask .zj-kind")).to_contain_text("List · 4 clauses")


def test_too_long_a_question_and_an_empty_one_are_met_with_a_line(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(f"{site}/?lang=en")
    line(page, "ask").fill("園" * 5_000)
    line(page, "ask").press("Enter")
    expect(page.locator("#zj-ask .zj-error")).to_contain_text("at most 2,000")
    line(page, "ask").fill("")
    line(page, "ask").press("Enter")
    expect(page.locator("#zj-ask .zj-hint")).to_have_text("Type a question first.")


def test_editorial_notes_stand_beside_the_text(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}/?doc=community-building&at=1")
    notes = page.locator("#zj-read .zj-notes")
    expect(notes).to_contain_text("提高心甘情愿的生活質量")
    notes.get_by_role("link", name="二/1").click()
    expect(clause(page, "read", "二/1")).to_have_class(re.compile("zj-current"))


def test_search_marks_matches_counts_sections_and_opens_hits(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    search(page, "民主选举")
    first = page.locator("#zj-search .zj-hits > ol > li").first
    expect(first.locator(".zj-chip")).to_have_text("二/4")
    assert set(first.locator("mark").all_inner_texts()) <= {"民主選舉", "民主", "選舉"}
    expect(first.locator(".zj-why")).to_contain_text("words: no. 1")
    first.locator(".zj-chip").click()
    assert is_shown(clause(page, "search", "二/4"))
    expect(clause(page, "search", "二/4").locator("mark").first).to_be_visible()


def test_a_section_count_shows_only_its_hits(site: str, open_page: OpenPage) -> None:
    page = open_page(site)
    search(page, "社區資源")
    count = page.locator("#zj-search [data-facet]").nth(1)
    expected = int(count.locator("b").inner_text())
    count.click()
    expect(page.locator("#zj-search .zj-hits > ol > li:visible")).to_have_count(expected)
    expect(count).to_have_attribute("aria-pressed", "true")


def test_the_pane_opens_in_read_where_the_reader_was(site: str, open_page: OpenPage) -> None:
    page = open_page(site)
    ask(page, LIST_QUESTION)
    page.locator("#zj-ask .zj-chip", has_text="三/4/(2)").click()
    page.locator("#zj-ask").get_by_role("link", name="Open in Read").click()
    expect(clause(page, "read", "三/4/(2)")).to_have_class(re.compile("zj-current"))
    page.wait_for_function("location.search.includes('doc=community-building')")
    page.get_by_role("tab", name="Ask").click()
    page.locator("#zj-ask .zj-chip", has_text="三/4/(3)").click()
    page.evaluate("performance.clearResourceTimings()")
    page.locator("#zj-ask").get_by_role("link", name="Open in Read").click()
    expect(clause(page, "read", "三/4/(3)")).to_have_class(re.compile("zj-current"))
    page.wait_for_function("decodeURIComponent(location.search).includes('三/4/(3)')")
    assert is_shown(clause(page, "read", "三/4/(3)"))
    assert page.evaluate(CAME) < 5_000


def test_the_corpus_shows_the_facts_and_the_ledger(site: str, open_page: OpenPage) -> None:
    page = open_page(site)
    page.get_by_role("tab", name="Corpus").click()
    record = page.locator("#zj-corpus .zj-record")
    expect(record).to_contain_text("documents/chapter.txt")
    expect(record.locator(".zj-ledger")).to_contain_text("官术网_书友最值得收藏!")
    expect(record.locator(".zj-ledger")).to_contain_text("site banner")
    record.get_by_role("link", name="Open in Read").click()
    expect(page.locator("#zj-read .zj-text")).to_be_visible()


def test_everything_can_be_done_from_the_keyboard(site: str, open_page: OpenPage) -> None:
    page = open_page(site)
    line(page, "ask").focus()
    page.keyboard.type(LIST_QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#zj-ask .zj-card")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "三/4/(1)":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.at") == "三/4/(1)"
    assert is_shown(clause(page, "ask", "三/4/(1)"))
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "三/4/(1)"


def test_what_is_found_is_told_to_who_cannot_see_it(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}/?lang=en")
    told = page.locator(".zj-spoken[role=status]")
    expect(told).to_have_text("")
    ask(page, FACT_QUESTION)
    expect(told).to_contain_text("要通過建立切實可行的街規民約")
    ask(page, UNANSWERED)
    expect(told).to_contain_text("The text does not answer this")
    search(page, "“社區服物”")
    expect(told).to_contain_text("“社區服物” occurs 0 times")


def test_every_control_has_a_name(site: str, open_page: OpenPage) -> None:
    page = open_page(site)
    ask(page, LIST_QUESTION)
    expect(page.get_by_label("Your question")).to_be_visible()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('.gradio-container :is(button, a, summary)')]
            .filter(e => e.offsetParent && !(e.textContent.trim() || e.ariaLabel))
            .map(e => e.outerHTML)"""
    )
    assert nameless == []
