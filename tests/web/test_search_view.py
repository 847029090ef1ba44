"""Hits show where they stand, what matched, and why they were found."""

from __future__ import annotations

from rag.engine import Engine
from rag.types import Hit, Why
from rag.web.search_view import hit_highlights, search_view
from rag.web.source_text import Rendering, source_text
from rag.web.wording import Language, Wording
from tests.web.html_text import Parsed, parse


def results(library: Engine, hits: list[Hit], rendering: Rendering = Rendering.ORIGINAL) -> Parsed:
    def sources(doc_id: str):  # type: ignore[no-untyped-def]
        return source_text(library.document(doc_id), rendering)

    return parse(search_view(hits, sources, Wording(Language.ENGLISH)))


def test_matches_are_marked_in_the_original_script(library: Engine) -> None:
    hits = library.search("开放")
    marked = {mark.text for mark in results(library, hits).classed("zj-match")}
    assert "開放" in marked


def test_a_hit_has_its_address_heading_and_reason(library: Engine) -> None:
    hits = [hit for hit in library.search("不收門票") if hit.passage.address == "一/2"]
    view = results(library, hits)
    assert view.classed("zj-chip")[0].text == "一/2"
    assert view.classed("zj-title")[0].text == "開放共享"
    assert view.classed("zj-why")[0].text.startswith("words: no. 1")


def test_a_heading_is_not_said_twice(library: Engine) -> None:
    hits = [hit for hit in library.search("不收門票") if hit.passage.address == "一/2"]
    assert results(library, hits).text.count("開放共享") == 1


def test_a_hit_by_meaning_alone_says_so(library: Engine) -> None:
    (first, *_) = library.search("公園")
    hit = Hit(first.passage, 1.0, 1, Why(dense_rank=1))
    assert results(library, [hit]).classed("zj-why")[0].text == "by meaning only"


def test_counts_by_section_add_up(library: Engine) -> None:
    hits = library.search("公園 池塘", k=12)
    held = [hit for hit in hits if hit.why.keyword_rank is not None]
    total, *parts = [
        int(e.text.rsplit(" ", 1)[1]) for e in results(library, hits).having("data-facet")
    ]
    assert total == len(held) == sum(parts)


def test_each_count_names_hits_that_are_there(library: Engine) -> None:
    hits = library.search("公園 池塘", k=12)
    view = results(library, [hit for hit in hits if hit.why.keyword_rank is not None])
    keys = {e.attributes["data-facet"] for e in view.having("data-facet")} - {""}
    assert keys == {e.attributes["data-place"] for e in view.having("data-place")}


def test_hits_by_meaning_alone_stand_apart_and_open_only_when_no_word_is_found(
    library: Engine,
) -> None:
    held = [hit for hit in library.search("公園", k=20) if hit.why.keyword_rank is not None][:1]
    near = [Hit(held[0].passage, 0.1, 2, Why(dense_rank=1))]
    (mixed,) = results(library, held + near).tagged("details")
    (alone,) = results(library, near).tagged("details")
    assert "By meaning only: 1" in mixed.text
    assert ("open" in mixed.attributes, "open" in alone.attributes) == (False, True)
    assert "0 passages hold these words" in results(library, near).text


def test_nothing_found_is_said_with_a_zero(library: Engine) -> None:
    assert results(library, []).text.startswith("0 passages")


def test_a_rendering_is_labelled_once(library: Engine) -> None:
    view = results(library, library.search("公園", k=5), Rendering.SIMPLIFIED)
    assert len(view.classed("zj-rendering")) == 1
    assert all(e.attributes["lang"] != "zh-Hant" for e in view.classed("zj-said"))


def test_highlights_for_the_pane_are_those_of_its_document(library: Engine) -> None:
    hits = library.search("池塘", k=8)
    text = library.document("pond").text
    assert {h.span.of(text) for h in hit_highlights(hits, "pond")} == {"池塘"}


def test_hostile_passages_are_only_text(library: Engine) -> None:
    view = results(library, library.search("水塔", k=20))
    assert "水塔" in view.text
    assert not {e.tag for e in view.elements} & {"script", "img", "svg", "iframe"}
