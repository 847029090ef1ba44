"""The desk answers every request with something to show."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from rag.corpus import parse_text
from rag.encode import Reading
from rag.engine import Engine
from rag.index import build_in_memory
from rag.search.parse import LONGEST_QUESTION
from rag.types import Query
from rag.web.desk import DOCUMENTS_LISTED, Desk
from rag.web.source_text import Rendering
from rag.web.visit import Beside, Place, Preferences, Shown
from rag.web.wording import Language
from tests.fakes import HashEncoder
from tests.web.html_text import Element, parse

ENGLISH = Preferences()
SIMPLIFIED = Preferences(Language.TRADITIONAL, Rendering.SIMPLIFIED)


def reader(html: str | None) -> Element:
    (found,) = parse(html or "").classed("zj-reader")
    return found


def focus(beside: Beside) -> dict[str, str]:
    """Where the pane opens, as the page's script is told."""
    (found,) = parse(beside.focus).classed("zj-focus")
    return found.attributes


def test_an_answer_opens_its_document_at_the_first_quotation(desk: Desk) -> None:
    spread = desk.ask("公園的管理原則有哪些?", ENGLISH)
    assert "安全第一" in spread.page
    told = focus(spread.beside)
    assert (told["data-doc"], told["data-at"]) == ("garden", "一/1")
    pane = reader(spread.beside.pane).attributes
    assert (pane["data-doc"], pane["data-pane"]) == ("garden", told["data-pane"])


def test_the_pane_keeps_its_key_when_language_and_script_change(desk: Desk) -> None:
    question = "公園的管理原則有哪些?"
    keys = {
        focus(desk.ask(question, preferences).beside)["data-key"]
        for preferences in (ENGLISH, SIMPLIFIED)
    }
    assert len(keys) == 1


# In which a rested reader, who takes no time, is surely done, and a tired one surely not.
_DEADLINE_SECONDS = 1.0


class TiredReader:
    """Sure that nothing answers, and slow until it is rested."""

    name = "tired@1"

    def __init__(self) -> None:
        self.seconds = _DEADLINE_SECONDS
        self.read_passages = 0

    def read(
        self, query: Query, passages: Sequence[str], *, brevity: float = 0.0
    ) -> Iterator[Reading]:
        for _ in passages:
            time.sleep(self.seconds)
            self.read_passages += 1
            yield Reading(-5.0, ())


@pytest.mark.parametrize("ask", [Desk.ask, Desk.search])
def test_what_there_was_no_time_to_read_is_read_when_asked_again(library: Engine, ask) -> None:  # type: ignore[no-untyped-def]
    question = "遊客由誰管理?"
    reader = TiredReader()
    desk = Desk(replace(library, reader=reader, deadline_seconds=_DEADLINE_SECONDS))
    hasty = ask(desk, question, ENGLISH)
    asked = reader.read_passages
    citing = desk.cited if ask is Desk.ask else desk.found
    assert citing(question, Place("garden"), ENGLISH)
    assert reader.read_passages == asked, "following a citation asks nothing"
    reader.seconds = 0.0
    read = ask(desk, question, ENGLISH)
    assert read.page != hasty.page
    asked = reader.read_passages
    assert ask(desk, question, ENGLISH) == read
    assert reader.read_passages == asked, "what was read is kept"


def test_another_question_has_another_key(desk: Desk) -> None:
    first = focus(desk.ask("什麼是遊客?", ENGLISH).beside)["data-key"]
    second = focus(desk.ask("什麼是設施?", ENGLISH).beside)["data-key"]
    assert first != second


def test_a_citation_from_another_document_opens_that(desk: Desk) -> None:
    beside = desk.cited("池塘多久清淤?", Place("garden", "一/3", 5), ENGLISH)
    told = focus(beside)
    assert [told[name] for name in ("data-doc", "data-at", "data-start")] == ["garden", "一/3", "5"]
    assert reader(beside.pane).attributes["data-doc"] == "garden"


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_a_blank_line_is_met_with_a_hint(desk: Desk, blank: str) -> None:
    asked, searched = desk.ask(blank, ENGLISH), desk.search(blank, ENGLISH)
    assert parse(asked.page).classed("zj-hint")
    assert parse(searched.page).classed("zj-hint")
    assert reader(asked.beside.pane).attributes["data-doc"] == "garden"


@pytest.mark.parametrize("tab", ["ask", "search"])
def test_an_empty_line_that_is_entered_is_met_with_what_to_do(desk: Desk, tab: str) -> None:
    (hint,) = parse(desk.nothing_typed(tab, ENGLISH)).classed("zj-hint")
    assert hint.attributes["role"] == "alert"
    assert hint.text.startswith("Type ")


def test_what_the_figures_under_a_hit_mean_is_said_there_and_in_the_help(desk: Desk) -> None:
    page = parse(desk.search("公園", SIMPLIFIED).page)
    said = page.classed("zj-why")[0].attributes["title"]
    assert "逐詞相近" in said
    assert said in page.classed("zj-help")[0].text


@pytest.mark.parametrize("ask", [Desk.ask, Desk.search])
def test_too_long_a_line_is_one_clear_line(desk: Desk, ask) -> None:  # type: ignore[no-untyped-def]
    spread = ask(desk, "園" * (LONGEST_QUESTION + 1), ENGLISH)
    (error,) = parse(spread.page).classed("zj-error")
    assert f"{LONGEST_QUESTION:,}" in error.text
    assert "\n" not in error.text


def test_a_query_that_cannot_be_understood_is_one_clear_line(desk: Desk) -> None:
    page = desk.search("?!", ENGLISH).page
    (error,) = parse(page).classed("zj-error")
    assert error.attributes["role"] == "alert"
    assert "\n" not in error.text


@pytest.mark.parametrize("typed", ["一/2", "1/2", "一.2", "一 2", "1.2"])
def test_a_loosely_typed_deep_link_finds_its_clause(desk: Desk, typed: str) -> None:
    room, doc_id = desk.read(Place("garden", typed), "k", ENGLISH)
    assert doc_id == "garden"
    assert reader(room).attributes["data-at"] == "一/2"


def test_an_address_without_a_document_finds_its_document(desk: Desk) -> None:
    _, doc_id = desk.read(Place("", "二/(1)"), "k", ENGLISH)
    assert doc_id == "garden"


@pytest.mark.parametrize(
    ("place", "doc_id"),
    [
        (Place("garden", "九/9"), "garden"),
        (Place("nowhere", "一"), "garden"),
        (Place("nowhere", ""), "garden"),
        (Place("pond", "<script>"), "pond"),
    ],
)
def test_a_broken_deep_link_says_so_above_a_document(desk: Desk, place: Place, doc_id: str) -> None:
    room, opened = desk.read(place, "k", ENGLISH)
    assert parse(room).classed("zj-error")
    assert opened == doc_id
    assert reader(room).attributes["data-at"] == ""


def test_no_place_is_the_first_document_without_a_complaint(desk: Desk) -> None:
    room, doc_id = desk.read(Place(), "k", ENGLISH)
    assert doc_id == "garden"
    assert not parse(room).classed("zj-error")


def test_the_shelf_opens_the_first_document_when_asked_for_none(desk: Desk) -> None:
    assert "市政府" in desk.corpus("", ENGLISH)
    assert "市政府" in desk.corpus("nowhere", ENGLISH)


def test_examples_are_tagged_with_their_language(desk: Desk) -> None:
    examples = parse(desk.examples(ENGLISH)).having("data-example")
    asked = {e.attributes["data-example"]: e.attributes["lang"] for e in examples}
    assert asked == {"What does Article 1 say?": "en"}


@pytest.mark.parametrize("unfinished", ["", "公", "“公園", "公園 AND", "(公園 OR"])
def test_half_a_query_shows_nothing_while_typing(desk: Desk, unfinished: str) -> None:
    assert desk.search_while_typing(unfinished, ENGLISH) is None


def test_a_query_while_typing_shows_what_it_will_when_entered(desk: Desk) -> None:
    entered = desk.search("公園 OR 池塘", ENGLISH)
    assert desk.search_while_typing("公園 OR 池塘", ENGLISH) == entered


def test_a_count_narrows_the_query_in_place_of_its_scope(desk: Desk) -> None:
    page = parse(desk.search("公園 OR 池塘 doc:pond", ENGLISH).page)
    queries = [e.attributes["data-example"] for e in page.classed("zj-count")]
    assert queries[0] == "公園 OR 池塘"
    assert all(query.startswith("公園 OR 池塘 doc:pond") for query in queries[1:])


def test_every_count_finds_what_it_counts_whatever_the_names() -> None:
    article = "Article 1 Purpose\n\nKeep the lake clean.\n\nArticle 2 Boats\n\nThe lake has boats."
    ids = ("my lake", "my pond", "lake（2020）")
    library = Engine.from_texts(dict.fromkeys(ids, article), reader="none")
    page = parse(Desk(library).search('"lake"', ENGLISH).page)
    counts = page.classed("zj-count")
    assert len(counts) == 1 + 3 * len(ids)
    for count in counts[1:]:
        found = library.look_up(count.attributes["data-example"])
        assert count.text.endswith(f" {found.total}")


@pytest.fixture(scope="module")
def large() -> Desk:
    """The desk over more documents than the page lists."""
    encoder = HashEncoder(16)
    numbers = range(DOCUMENTS_LISTED + 50)
    texts = [
        parse_text(f"d{n}", f"一、總則\n第{n}號池塘。", title=f"池塘規定 {n:03}") for n in numbers
    ]
    return Desk(Engine.over(build_in_memory(texts, encoder), encoder))


def test_of_a_large_shelf_the_first_documents_are_listed_and_that_is_said(large: Desk) -> None:
    first = [f"d{n}" for n in range(DOCUMENTS_LISTED)]
    assert [doc_id for _, doc_id in large.documents()] == first
    assert [doc_id for _, doc_id in large.documents("d240")] == [*first, "d240"]
    assert [doc_id for _, doc_id in large.documents("d7")] == first
    assert large.documents_label(ENGLISH).startswith("Document (the first 200 of 250")
    shelf = parse(large.corpus("d240", ENGLISH))
    assert [b.attributes["data-document"] for b in shelf.having("data-document")] == [
        *first,
        "d240",
    ]
    assert "201 of 250" in shelf.text
    assert parse(large.notes(ENGLISH)).having("data-books")[0].attributes["data-books"] == "{}"


@pytest.mark.parametrize("typed", ["d240", "池塘規定 240", " 规定 240"])
def test_a_document_that_is_not_listed_opens_by_its_id_or_title(large: Desk, typed: str) -> None:
    room, doc_id = large.read(Place(typed), "k", ENGLISH)
    assert doc_id == "d240"
    assert not parse(room).classed("zj-error")


@pytest.mark.parametrize("typed", ["池塘", "海", " "])
def test_what_names_no_document_or_several_says_so(large: Desk, typed: str) -> None:
    room, doc_id = large.read(Place(typed), "k", ENGLISH)
    assert doc_id == "d0"
    assert parse(room).classed("zj-error")


def test_a_small_shelf_is_listed_whole(desk: Desk, library: Engine) -> None:
    assert [doc_id for _, doc_id in desk.documents("pond")] == [
        summary.doc_id for summary in library.documents()
    ]
    assert desk.documents_label(ENGLISH) == "Document"
    assert not parse(desk.corpus("pond", ENGLISH)).classed("zj-shelf")[0].text.count("listed")


@pytest.mark.parametrize("ask", [Desk.ask, Desk.search, Desk.search_while_typing])
def test_a_document_on_show_is_not_sent_again(desk: Desk, ask) -> None:  # type: ignore[no-untyped-def]
    first = ask(desk, "池塘", ENGLISH)
    assert reader(first.beside.pane).attributes["data-doc"] == "pond"
    further = ask(desk, "釣魚", ENGLISH, first.beside.shown)
    assert (further.beside.pane, further.beside.shown) == (None, first.beside.shown)
    assert focus(further.beside)["data-pane"] == str(first.beside.shown)
    elsewhere = ask(desk, "遊客", ENGLISH, further.beside.shown)
    assert reader(elsewhere.beside.pane).attributes["data-doc"] == "garden"
    rendered = ask(desk, "池塘", SIMPLIFIED, first.beside.shown)
    assert rendered.beside.pane is not None


@pytest.mark.parametrize("ask", [Desk.ask, Desk.search])
def test_what_finds_nothing_leaves_the_document_that_is_on_show(desk: Desk, ask) -> None:  # type: ignore[no-untyped-def]
    pond = Shown("pond", ENGLISH)
    beside = ask(desk, "?!", ENGLISH, pond).beside
    assert (beside.pane, beside.shown) == (None, pond)
    assert focus(beside)["data-lines"] == ""


def test_an_address_that_is_not_there_offers_the_nearest_beside_their_document(desk: Desk) -> None:
    spread = desk.ask("二/9", ENGLISH, Shown("pond", ENGLISH))
    assert "Nearest clauses:" in spread.page
    offered = [c.attributes for c in parse(spread.page).classed("zj-chip")]
    assert [(c["data-doc"], c["data-at"], c["data-start"]) for c in offered][:2] == [
        ("garden", "二/(1)", ""),
        ("garden", "二/(2)", ""),
    ]
    assert spread.beside.shown.doc_id == "garden"
    assert "最接近的條文：" in desk.ask("二/9", SIMPLIFIED).page
