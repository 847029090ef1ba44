"""Source text on the page is the source, whatever is painted on it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.text import Span
from rag.types import Document
from rag.web.source_text import Highlight, Rendering, source_text
from tests.web.html_text import parse
from tests.web.shelf import ATTACKS, GARDEN

TEXTS = st.text(st.sampled_from("以人為本,服務居民。<>&\"'` \n{}$@𠀀é"), min_size=1, max_size=60)


def document(text: str, language: str = "zh-Hant") -> Document:
    return Document("d", "題", text, language)


def spans(text: str) -> st.SearchStrategy[Span]:
    ends = st.integers(0, len(text))
    return st.tuples(ends, ends).map(lambda pair: Span(min(pair), max(pair)))


@given(st.data(), TEXTS, st.sampled_from(Rendering))
def test_painting_neither_adds_nor_loses_a_character(
    data: st.DataObject, text: str, rendering: Rendering
) -> None:
    source = source_text(document(text), rendering)
    span = data.draw(spans(text))
    highlights = [Highlight(s, "x") for s in data.draw(st.lists(spans(text), max_size=4))]
    assert parse(source.painted(span, highlights)).text == span.of(source.shown)


@given(st.data(), TEXTS)
def test_exactly_the_highlighted_characters_are_marked(data: st.DataObject, text: str) -> None:
    source = source_text(document(text), Rendering.ORIGINAL)
    highlight = data.draw(spans(text))
    marks = parse(source.painted(Span(0, len(text)), [Highlight(highlight, "x")])).tagged("mark")
    assert "".join(mark.text for mark in marks) == highlight.of(text)


@given(st.data(), TEXTS)
def test_lines_are_all_of_a_span_but_its_blank_space(data: st.DataObject, text: str) -> None:
    source = source_text(document(text), Rendering.ORIGINAL)
    span = data.draw(spans(text))
    shown = "".join(line.of(text) for line in source.lines(span))
    assert "".join(shown.split()) == "".join(span.of(text).split())


def test_overlapping_highlights_share_their_piece() -> None:
    source = source_text(document("以人為本"), Rendering.ORIGINAL)
    painted = source.painted(Span(0, 4), [Highlight(Span(0, 3), "a"), Highlight(Span(2, 4), "b")])
    marks = [(mark.attributes["class"], mark.text) for mark in parse(painted).tagged("mark")]
    assert marks == [("a", "以人"), ("a b", "為"), ("b", "本")]


def test_a_rendering_is_marked_as_one_and_keeps_its_highlights() -> None:
    source = source_text(document(GARDEN), Rendering.SIMPLIFIED)
    start = GARDEN.index("愛護草木")
    painted = source.painted(Span(start, start + 4), [Highlight(Span(start, start + 2), "x")])
    assert source.is_rendered
    assert source.language == "zh-Hans"
    assert parse(painted).tagged("mark")[0].text == "爱护"


def test_a_text_in_the_wanted_script_already_is_the_original() -> None:
    source = source_text(document(GARDEN), Rendering.TRADITIONAL)
    assert not source.is_rendered
    assert source.shown == GARDEN


def test_english_is_never_rendered() -> None:
    source = source_text(document("The lake 湖", "en"), Rendering.SIMPLIFIED)
    assert not source.is_rendered
    assert source.language == "en"


def test_no_attack_survives_painting() -> None:
    text = "\n".join(ATTACKS)
    painted = source_text(document(text), Rendering.ORIGINAL).painted(
        Span(0, len(text)), [Highlight(Span(i, i + 9), "x") for i in range(0, len(text) - 9, 7)]
    )
    assert {element.tag for element in parse(painted).elements} == {"mark"}
    assert parse(painted).text == text
