"""A document set for reading is the document: all of it, in order, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.corpus import ParsedDocument, parse_text
from rag.text import Span
from rag.web.reader_view import (
    Focus,
    SetDocument,
    focus_view,
    reader_view,
    reading_room,
    set_document,
)
from rag.web.source_text import Highlight, Rendering, source_text
from rag.web.wording import Language, Wording
from tests.web.html_text import Element, Parsed, parse
from tests.web.shelf import parsed_shelf

ROOT = Path(__file__).parents[2]
SHELF = {parsed.document.doc_id: parsed for parsed in parsed_shelf()}
CHAPTER = (ROOT / "corpus/documents/chapter.txt").read_text("utf-8")
DOCUMENTS = [*SHELF.values(), parse_text("chapter", CHAPTER), parse_text("plain", "只有一句話。")]
ENGLISH = Wording(Language.ENGLISH)


def set_anew(parsed: ParsedDocument, rendering: Rendering = Rendering.ORIGINAL) -> SetDocument:
    return set_document(source_text(parsed.document, rendering), parsed.sections, ENGLISH)


def pane(parsed: ParsedDocument, rendering: Rendering = Rendering.ORIGINAL) -> Parsed:
    return parse(reader_view(set_anew(parsed, rendering), "name"))


def focused(parsed: ParsedDocument, focus: Focus, rendering: Rendering) -> Element:
    """What leads through a pane; its lines are HTML in an attribute."""
    (element,) = parse(focus_view(set_anew(parsed, rendering), focus, "name")).classed("zj-focus")
    return element


def room(parsed: ParsedDocument, rendering: Rendering = Rendering.ORIGINAL) -> Parsed:
    return parse(reading_room(set_anew(parsed, rendering), Focus()))


def characters(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("parsed", DOCUMENTS, ids=lambda p: p.document.doc_id)
@pytest.mark.parametrize("rendering", Rendering)
def test_every_character_is_set_once_and_in_order(
    parsed: ParsedDocument, rendering: Rendering
) -> None:
    shown = source_text(parsed.document, rendering).shown
    (text,) = pane(parsed, rendering).classed("zj-text")
    assert characters(text.text) == characters(shown)


@pytest.mark.parametrize("parsed", DOCUMENTS, ids=lambda p: p.document.doc_id)
def test_every_clause_is_an_element_a_branch_and_a_link(parsed: ParsedDocument) -> None:
    addresses = [section.address for section in parsed.sections]
    placed = pane(parsed).having("data-at")
    for tag, css_class in (("section", ""), ("a", "zj-verse")):
        found = [
            e.attributes["data-at"]
            for e in placed
            if e.tag == tag and css_class in e.attributes.get("class", "")
        ]
        assert [address for address in found if address in addresses][: len(addresses)] == addresses
    branches = [e for e in placed if e.tag == "a" and not e.attributes.get("class")]
    assert [e.attributes["data-at"] for e in branches] == addresses


def test_a_clause_element_holds_its_whole_clause() -> None:
    parsed = SHELF["garden"]
    sections = {s.address: s for s in parsed.sections}
    for element in pane(parsed).tagged("section"):
        clause = sections[element.attributes["data-at"]].span.of(parsed.document.text)
        assert characters(element.text) == characters(clause)


def test_a_heading_on_the_line_of_its_body_is_set_apart_from_it() -> None:
    bold = [element.text for element in pane(SHELF["garden"]).tagged("b")]
    assert bold == ["(1)遊客", "(2)設施"]


def test_a_heading_on_its_own_line_is_a_heading() -> None:
    headings = [e.text for e in pane(SHELF["garden"]).classed("zj-heading")]
    assert "2.開放共享" in headings


def test_highlights_stand_at_their_place_and_can_be_found_by_it() -> None:
    parsed = SHELF["garden"]
    start = parsed.document.text.index("公園全年開放")
    focus = Focus("k", "一/2", start, (Highlight(Span(start, start + 13), "zj-cited"),))
    told = focused(parsed, focus, Rendering.ORIGINAL).attributes
    (mark,) = parse(told["data-lines"]).tagged("mark")
    assert mark.text == "公園全年開放,不收門票。"
    assert mark.attributes["data-starts"] == str(start)
    assert (told["data-at"], told["data-start"]) == ("一/2", str(start))


@given(st.data(), st.sampled_from(DOCUMENTS), st.sampled_from(Rendering))
@settings(max_examples=60)
def test_highlights_paint_their_words_and_nothing_else(
    data: st.DataObject, parsed: ParsedDocument, rendering: Rendering
) -> None:
    source = source_text(parsed.document, rendering)
    ends = st.integers(0, len(source.shown))
    chosen = data.draw(st.lists(st.tuples(ends, ends).map(sorted), max_size=4))
    highlights = tuple(Highlight(Span(*pair), "x") for pair in chosen)
    told = focused(parsed, Focus(highlights=highlights), rendering)
    lines = parse(told.attributes["data-lines"])
    places = sorted({place for start, end in chosen for place in range(start, end)})
    marked = "".join(mark.text for mark in lines.tagged("mark"))
    assert characters(marked) == characters("".join(source.shown[place] for place in places))
    # Each takes the place of one that the pane has: the same, but for what is highlighted.
    plain = {e.attributes["data-from"]: e for e in pane(parsed, rendering).having("data-from")}
    for line in lines.having("data-from"):
        there = plain[line.attributes["data-from"]]
        assert (line.tag, line.attributes, line.text) == (there.tag, there.attributes, there.text)


def test_only_the_lines_that_are_highlighted_are_sent_again() -> None:
    parsed = SHELF["garden"]
    start = parsed.document.text.index("公園全年開放")
    focus = Focus(highlights=(Highlight(Span(start, start + 2), "x"),))
    lines = parse(focused(parsed, focus, Rendering.ORIGINAL).attributes["data-lines"])
    assert [e.text for e in lines.having("data-from")] == ["公園全年開放,不收門票。"]
    nothing = Focus(highlights=(Highlight(Span(start, start), "x"),))
    assert focused(parsed, nothing, Rendering.ORIGINAL).attributes["data-lines"] == ""


def test_a_rendering_is_labelled_and_cannot_be_selected() -> None:
    view = pane(SHELF["garden"], Rendering.SIMPLIFIED)
    (label,) = view.classed("zj-rendering")
    assert label.text == "A rendering, not the source; it cannot be cited"
    (text,) = view.classed("zj-text")
    assert text.attributes["lang"] == "zh-Hans"
    assert "cannot be quoted" in text.attributes["data-rendering"]


def test_the_original_carries_its_language_and_no_label() -> None:
    view = pane(SHELF["garden"])
    assert not view.classed("zj-rendering")
    assert not view.having("data-rendering")
    assert view.classed("zj-text")[0].attributes["lang"] == "zh-Hant"


def test_notes_are_shown_as_notes_and_link_to_their_clause() -> None:
    (notes,) = room(SHELF["garden"]).classed("zj-notes")
    assert "一/2 「不收門票」:原文如此。" in notes.text
    assert "全文未改。" in notes.text
    links = [e for e in room(SHELF["garden"]).having("data-at") if e.text == "一/2"]
    assert links


def test_links_are_deep_links() -> None:
    links = [e.attributes["href"] for e in room(SHELF["garden"]).tagged("a")]
    assert "?doc=garden&at=%E4%BA%8C/%281%29" in links


@pytest.mark.parametrize("view", [pane, room], ids=["pane", "room"])
def test_a_hostile_document_is_only_text(view) -> None:  # type: ignore[no-untyped-def]
    parsed = view(SHELF["hostile"])
    assert not {e.tag for e in parsed.elements} & {"script", "img", "svg", "iframe", "textarea"}
    assert not [name for e in parsed.elements for name in e.attributes if name.startswith("on")]
    assert not [e for e in parsed.having("href") if not e.attributes["href"].startswith("?doc=")]
