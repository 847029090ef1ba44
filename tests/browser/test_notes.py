"""Notes: what is added stays in the browser, word for word, and can be taken along as a file."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_page import FACT_QUESTION, LIST_QUESTION, ask, clause, search, switch

KEY = "zhangju-notes.v1"
QUOTED = "促進社區政治、經濟、文化協調和健康發展,是實現社區建設基本目標的前提和條件。"


@pytest.fixture(autouse=True)
def _forget(site: str, open_page: OpenPage) -> Iterator[None]:
    """The tests share one browser: each begins and ends without notes."""
    yield
    page = open_page(site)
    page.evaluate("localStorage.clear()")


def said(page: Page) -> Locator:
    return page.locator(".zj-status.zj-said-now")


def notes(page: Page) -> Locator:
    page.get_by_role("tab", name="Notes").click()
    return page.locator(".zj-note")


def kept(page: Page) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(page.evaluate(f"localStorage['{KEY}']"))["notes"]
    return found


def cited_text(site: str, quotation: dict[str, object]) -> str:
    place = urlencode({"address": quotation["address"], "doc": quotation["doc_id"]})
    with urllib.request.urlopen(f"{site}/api/show?{place}") as response:
        shown = json.load(response)
    start, end = int(str(quotation["start"])), int(str(quotation["end"]))
    text: str = shown["text"][start - shown["start"] : end - shown["start"]]
    return text


def add_three(page: Page) -> None:
    """An answer, a hit, and a clause."""
    ask(page, LIST_QUESTION)
    page.get_by_role("button", name="Add all to notes").click()
    expect(said(page)).to_have_text("Added to your notes: 1 in all")
    search(page, "民主选举")
    page.locator("#zj-search .zj-hits [data-note]").first.click()
    expect(said(page)).to_have_text("Added to your notes: 2 in all")
    page.locator('#zj-search .zj-verse[data-at="二/5"]').click()
    tools = page.locator("#zj-search .zj-tools")
    expect(tools).to_contain_text("Clause 二/5")
    tools.get_by_role("button", name="Add to notes").click()
    expect(said(page)).to_have_text("Added to your notes: 3 in all")


def test_an_answer_a_hit_and_a_clause_survive_a_reload_word_for_word(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    add_three(page)
    page.reload()
    page.wait_for_selector("html[data-dressed]")
    expect(notes(page)).to_have_count(3)
    expect(notes(page).first).to_contain_text(LIST_QUESTION)
    expect(notes(page).first.locator("blockquote")).to_have_count(4)
    expect(notes(page).first.locator("blockquote").first).to_have_text(QUOTED)
    quotations = [quotation for note in kept(page) for quotation in note["quotations"]]  # type: ignore[attr-defined]
    assert len(quotations) == 6
    assert all(cited_text(site, quotation) == quotation["quote"] for quotation in quotations)


def test_the_same_words_for_the_same_question_are_added_once(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    ask(page, FACT_QUESTION)
    add = page.locator("#zj-ask .zj-sentences [data-note]").first
    add.click()
    expect(said(page)).to_contain_text("1 in all")
    add.click()
    expect(said(page)).to_have_text("This is in your notes already")
    expect(notes(page)).to_have_count(1)


def test_selected_words_are_added_at_their_place(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}/?doc=community-building&at=三/4/(1)")
    clause(page, "read", "三/4/(1)").locator("p").first.evaluate(
        """line => {
            const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            let node;
            while ((node = walker.nextNode())) {
                const at = node.data.indexOf('文化協調');
                if (at >= 0) { range.setStart(node, at); range.setEnd(node, at + 4); }
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    tools = page.locator("#zj-read .zj-tools")
    expect(tools).to_contain_text("Selection of 4 characters")
    tools.get_by_role("button", name="Add to notes").click()
    expect(said(page)).to_contain_text("1 in all")
    (quotation,) = kept(page)[0]["quotations"]  # type: ignore[misc]
    assert (quotation["quote"], quotation["address"]) == ("文化協調", "三/4/(1)")
    assert cited_text(site, quotation) == "文化協調"


def test_what_is_added_from_a_rendering_is_the_original(site: str, open_page: OpenPage) -> None:
    page = open_page(site)
    ask(page, LIST_QUESTION)
    switch(page, "script", "简体")
    expect(page.locator("#zj-ask .zj-said").first).to_contain_text("促进社区政治")
    page.locator("#zj-ask .zj-sentences [data-note]").first.click()
    expect(said(page)).to_contain_text("1 in all")
    expect(notes(page).locator("blockquote")).to_have_text(QUOTED)


def test_comments_tags_order_and_deletes_are_kept_and_deletes_undone(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    add_three(page)
    first = notes(page).first
    first.get_by_label("Comment").fill("四個條件,要背。")
    first.get_by_label("Tags").fill("考試, 條件,考試")
    page.get_by_label("Title of these notes").fill("期末")
    first.get_by_role("button", name="Move down").click()
    expect(said(page)).to_have_text("Now 2 of 3")
    assert page.evaluate("document.activeElement.dataset.down") == ""
    notes(page).nth(1).get_by_label("Comment").press("Alt+ArrowDown")
    expect(said(page)).to_have_text("Now 3 of 3")
    notes(page).first.get_by_role("button", name="Delete").click()
    expect(notes(page)).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(notes(page)).to_have_count(3)
    page.reload()
    page.wait_for_selector("html[data-dressed]")
    last = notes(page).last
    expect(last.get_by_label("Comment")).to_have_value("四個條件,要背。")
    expect(last.get_by_label("Tags")).to_have_value("考試, 條件")
    expect(page.get_by_label("Title of these notes")).to_have_value("期末")


def test_every_quotation_shows_whether_the_document_still_says_it(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    ask(page, LIST_QUESTION)
    page.get_by_role("button", name="Add all to notes").click()
    expect(said(page)).to_contain_text("1 in all")
    expect(notes(page).locator(".zj-proof")).to_have_text(["✓ Verified"] * 4)
    page.evaluate(
        f"""() => {{
            const file = JSON.parse(localStorage['{KEY}']);
            const [altered, moved, orphan] = file.notes[0].quotations;
            altered.quote = altered.quote.replace('前提', '目的');
            moved.sha256 = '0'.repeat(64);
            orphan.doc_id = 'nowhere';
            localStorage['{KEY}'] = JSON.stringify(file);
        }}"""
    )
    page.reload()
    page.wait_for_selector("html[data-dressed]")
    proofs = notes(page).locator(".zj-proof")
    expect(proofs).to_have_text(
        [
            f"✗ The document now says “{QUOTED}”",
            "✓ The document has changed; it still says this",
            "✗ The document no longer says this",
            "✓ Verified",
        ]
    )
    expect(notes(page).locator("blockquote").first).to_contain_text("目的")


def test_a_saved_file_opens_again_and_adds_only_what_is_new(
    site: str, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(site)
    add_three(page)
    notes(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    saved = json.loads(path.read_text("utf-8"))
    assert (saved["format"], saved["version"]) == ("zhangju-notes", 1)
    assert saved["notes"][0]["quotations"][0]["quote"] == QUOTED
    notes(page).last.get_by_role("button", name="Delete").click()
    page.locator("[data-file]").set_input_files(path)
    expect(said(page)).to_have_text("Added from the file: 1; here already: 2.")
    assert kept(page) == saved["notes"]


def test_a_file_that_has_an_id_twice_opens_as_notes_apart(site: str, open_page: OpenPage) -> None:
    page = open_page(site)
    add_three(page)
    first = kept(page)[0]
    twice = [first, {**first, "comment": "a copy"}]
    file = {"format": "zhangju-notes", "version": 1, "title": "", "notes": twice}
    page.evaluate("localStorage.clear()")
    page.evaluate("(text) => zhangju.notebook.merge(text)", json.dumps(file))
    assert len({note["id"] for note in kept(page)}) == 2
    notes(page).nth(1).get_by_role("button", name="Delete").click()
    assert [note["comment"] for note in kept(page)] == [""]


def test_to_delete_what_another_window_deleted_before_deletes_nothing(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    add_three(page)
    gone, *others = kept(page)
    page.evaluate("(id) => zhangju.notebook.remove(id)", gone["id"])
    assert page.evaluate("(id) => zhangju.notebook.remove(id)", gone["id"]) is None
    assert kept(page) == others


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("not json", "is not a Zhangju notes file"),
        ('{"format": "other"}', "is not a Zhangju notes file"),
        ('{"format": "zhangju-notes", "version": 7, "notes": []}', "newer Zhangju (format 7)"),
        ('{"format": "zhangju-notes", "version": 1, "notes": [{"id": "a"}]}', "is damaged"),
    ],
)
def test_a_broken_or_foreign_file_is_one_clear_line_and_loses_nothing(
    site: str, open_page: OpenPage, tmp_path: Path, content: str, line: str
) -> None:
    page = open_page(site)
    ask(page, FACT_QUESTION)
    page.locator("#zj-ask .zj-sentences [data-note]").first.click()
    expect(said(page)).to_contain_text("1 in all")
    notes(page)
    before = kept(page)
    path = tmp_path / "其他.json"
    path.write_text(content, "utf-8")
    page.locator("[data-file]").set_input_files(path)
    expect(said(page)).to_contain_text(line)
    assert kept(page) == before


def test_unreadable_storage_is_said_set_aside_and_can_be_saved(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    page.evaluate(f"localStorage['{KEY}'] = '{{broken'")
    page.reload()
    page.wait_for_selector("html[data-dressed]")
    notes(page)
    expect(page.locator("[data-notice]")).to_contain_text("Nothing is lost")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save it as a file").click()
    assert download.value.path().read_text("utf-8") == "{broken"
    expect(page.locator("[data-notice]")).to_be_hidden()


def test_unreadable_notes_for_which_there_is_no_room_twice_are_set_aside(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    page.evaluate(f"localStorage['{KEY}'] = '{{broken' + 'x'.repeat(3_000_000)")
    page.reload()
    page.wait_for_selector("html[data-dressed]")
    add_three(page)
    assert len(kept(page)) == 3
    (aside,) = page.evaluate("zhangju.notebook.setAside().map((text) => text.slice(0, 7))")
    assert aside == "{broken"


def test_a_full_storage_is_said_and_the_notes_can_still_be_saved(
    site: str, browser: Browser
) -> None:
    page = browser.new_page(locale="en-US")
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }"
    )
    page.goto(site)
    page.wait_for_selector("html[data-dressed]")
    ask(page, LIST_QUESTION)
    page.locator("#zj-ask .zj-sentences [data-note]").first.click()
    expect(said(page)).to_contain_text("cannot keep your notes")
    expect(notes(page)).to_have_count(1)
    expect(page.locator("[data-notice]")).to_contain_text("save them to a file")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    assert QUOTED in download.value.path().read_text("utf-8")
    page.close()


def test_a_quotation_opens_its_clause_in_read(site: str, open_page: OpenPage) -> None:
    page = open_page(site)
    ask(page, LIST_QUESTION)
    page.locator("#zj-ask .zj-sentences [data-note]").nth(1).click()
    expect(said(page)).to_contain_text("1 in all")
    notes(page).get_by_role("link", name="三/4/(2)").click()
    expect(clause(page, "read", "三/4/(2)")).to_have_class(re.compile("zj-current"))


def test_a_quotation_of_a_document_that_is_gone_leaves_the_list_at_what_is_shown(
    site: str, open_page: OpenPage
) -> None:
    page = open_page(site)
    add_three(page)
    page.evaluate(f"localStorage['{KEY}'] = localStorage['{KEY}'].replaceAll('building', 'gone')")
    page.reload()
    page.wait_for_selector("html[data-dressed]")
    notes(page).locator(".zj-chip").first.click()
    expect(page.locator("#zj-read .zj-error")).to_contain_text("no document 'community-gone'")
    shown = page.locator("#zj-read .zj-room h2").inner_text()
    expect(page.locator("#zj-read .zj-picker input")).to_have_value(shown)


def test_hostile_notes_are_only_text(hostile_site: str, open_page: OpenPage) -> None:
    page = open_page(hostile_site)
    search(page, "水塔")
    for button in page.locator("#zj-search .zj-hits [data-note]:visible").all()[:3]:
        button.click()
        expect(said(page)).to_be_visible()
    expect(notes(page).first).to_be_visible()
    notes(page).first.get_by_label("Comment").fill("<img src=x onerror=\"window.attacked='c'\">")
    page.reload()
    page.wait_for_selector("html[data-dressed]")
    expect(notes(page).first).to_be_visible()
    assert page.evaluate("window.attacked") is None
    page.evaluate("localStorage.clear()")


def test_selected_places_are_counted_in_code_points(hostile_site: str, open_page: OpenPage) -> None:
    page = open_page(f"{hostile_site}/?doc=garden&at=一/2")
    line = clause(page, "read", "一/2").locator("p").first
    expect(line).to_have_text("公園全年開放,不收門票。")
    line.evaluate(
        """line => {
            line.textContent = '𠀀' + line.textContent.slice(1); // two of the browser's units
            getSelection().setBaseAndExtent(line.firstChild, 3, line.firstChild, 7);
        }"""
    )
    page.locator("#zj-read [data-note-place]").click()
    expect(notes(page).locator("blockquote")).to_have_text("全年開放")
    page.evaluate("localStorage.clear()")
