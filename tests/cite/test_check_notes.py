"""Every class of finding, in both scripts, as a table; and laws that hold for all quotations."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rag.cite.checking import Status, check_notes
from rag.cite.checking.check import check_quotation
from rag.cite.checking.note_text import Quotation
from rag.cite.checking.words import words_of
from rag.corpus import parse_text
from rag.corpus.numerals import HAN_NUMERALS
from rag.index import Store, build_in_memory
from rag.text import Span, is_han, render_simplified
from rag.types import QueryError
from tests.cite.shelves import chapter_shelf, chapter_store
from tests.fakes import HashEncoder

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/check_notes.toml").read_text("utf-8"))
CHAPTER = "community-building"


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["label"])
def test_each_case_has_its_class(case: dict[str, Any]) -> None:
    findings = check_notes(chapter_store(), case["notes"]).findings
    expected = case.get("status", [])
    expected = expected if isinstance(expected, list) else [expected]
    assert [finding.status for finding in findings] == expected
    for finding in findings:
        assert finding.address == case.get("address", finding.address)
        assert finding.difference == case.get("difference", finding.difference)


def status_of(words: str) -> Status:
    """The class of a quotation without an attribution."""
    span = Span(0, len(words))
    return check_quotation(chapter_shelf(), Quotation(1, words, span, span)).status


@st.composite
def slices(draw: st.DrawFn) -> str:
    """A slice of the chapter, within a paragraph or across some, that holds a few words.

    Numbers are not cut: 150 is not what 1500 says, nor 八大 what 十八大 does.
    """
    text = chapter_store().document(CHAPTER).text
    start = draw(st.integers(0, len(text) - 8))
    end = min(start + draw(st.integers(6, 120)), len(text))
    cut = re.compile(rf"\d\d|[{HAN_NUMERALS}]{{2}}")
    assume(not any(cut.fullmatch(text[edge - 1 : edge + 1]) for edge in (start, end)))
    quote = text[start:end]
    assume(len(words_of(quote)) >= 4)
    return quote


@given(slices())
def test_a_verbatim_slice_is_always_exact(quote: str) -> None:
    assert status_of(quote) is Status.EXACT


@given(slices())
def test_a_slice_in_the_other_script_is_right_but_for_script(quote: str) -> None:
    converted = render_simplified(quote)
    assume("".join(converted.split()) != "".join(quote.split()))
    assert status_of(converted) is Status.SCRIPT


@settings(max_examples=50)
@given(slices(), st.data())
def test_a_changed_character_is_never_right(quote: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([i for i, c in enumerate(quote) if is_han(c)]))
    other = data.draw(st.sampled_from("甲乙的鱉龜學國"))
    changed = quote[:place] + other + quote[place + 1 :]
    assume(words_of(changed).folded != words_of(quote).folded)
    assert not status_of(changed).is_right


@settings(max_examples=50)
@given(slices(), st.data())
def test_a_proposal_is_verbatim_and_stands_where_it_says(quote: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(quote) - 1))
    changed = quote[:place] + data.draw(st.text("的社區,。了", max_size=3)) + quote[place:]
    span = Span(0, len(changed))
    finding = check_quotation(chapter_shelf(), Quotation(1, changed, span, span))
    document = chapter_store().document(CHAPTER)
    for piece in finding.pieces:
        assert piece.span.of(document.text) == piece.quote
        sections = [s for s in chapter_store().sections(CHAPTER) if s.address == piece.address]
        assert sections and sections[0].span.start <= piece.span.start < sections[0].span.end


LAWS = {
    "law/parks": "第一條 公園由市政府管理。\n第二條 本辦法自公布日施行。",
    "law/trees": "第一條 樹木由市政府養護。\n第二條 樹木不得砍伐。\n第三條 本辦法自公布日施行。",
}


@pytest.mark.parametrize(
    ("notes", "status", "doc_id"),
    [
        ("「本辦法自公布日施行。」[law/trees 第三條]", Status.EXACT, "law/trees"),
        ("「本辦法自公布日施行。」[law/parks 第二條]", Status.EXACT, "law/parks"),
        ("第三條規定:「本辦法自公布日施行。」", Status.EXACT, "law/trees"),
        ("第三條第一項規定:「本辦法自公布日施行。」", Status.EXACT, "law/trees"),
        ("「本辦法自公布日施行。」[law/trees 第二條]", Status.MISATTRIBUTED, "law/trees"),
        ("「樹木不得砍伐」[law/parks 第二條]", Status.MISATTRIBUTED, "law/trees"),
    ],
)
def test_where_laws_share_a_sentence_either_place_is_right(
    notes: str, status: Status, doc_id: str
) -> None:
    store = build_in_memory([parse_text(name, t) for name, t in LAWS.items()], HashEncoder())
    (finding,) = check_notes(store, notes).findings
    assert (finding.status, finding.doc_id) == (status, doc_id)


def test_an_address_of_the_other_document_is_wrong_for_words_that_only_one_has() -> None:
    store = build_in_memory([parse_text(name, t) for name, t in LAWS.items()], HashEncoder())
    (finding,) = check_notes(store, "「樹木由市政府養護」(第二條)").findings
    assert (finding.status, finding.address) == (Status.MISATTRIBUTED, "第一條")


PARAGRAPHS = """第二条 公民有下列权利：
（一）言论的自由；
（二）出版的自由。
前款规定的权利受法律保护。
第三条 公园由市政府管理。
公园免费开放。"""


@pytest.mark.parametrize(
    ("notes", "status"),
    [
        ("「前款规定的权利受法律保护」（第二条第二款）", Status.EXACT),
        ("「前款规定的权利受法律保护」（第二条第一款）", Status.MISATTRIBUTED),
        ("「前款规定的权利受法律保护」（第二条第九款）", Status.MISATTRIBUTED),
        ("「前款规定的权利受法律保护」（第二条）", Status.EXACT),
        ("「公园免费开放」（第三条第二款）", Status.EXACT),
        ("「公园免费开放」（第三条第一款）", Status.MISATTRIBUTED),
        ("「言论的自由」（第二条第一款第（一）项）", Status.EXACT),
        ("「言论的自由」（第二条第一款第二项）", Status.MISATTRIBUTED),
    ],
)
def test_a_paragraph_is_cited_by_its_number(notes: str, status: Status) -> None:
    store = build_in_memory([parse_text("law", PARAGRAPHS)], HashEncoder())
    (finding,) = check_notes(store, notes).findings
    assert finding.status is status


def test_a_mark_that_is_never_closed_is_told_and_the_rest_is_checked() -> None:
    checked = check_notes(chapter_store(), "他說「擴大民主\n\n又說「居民自治」(二/4)")
    assert [finding.status for finding in checked.findings] == [Status.EXACT]
    assert [problem.split(":")[0] for problem in checked.problems] == ["line 1"]
    assert not checked.is_right


def test_lines_are_counted_as_editors_do() -> None:
    findings = check_notes(chapter_store(), "\n\n「擴大民主」\r\n\r\n> 居民自治\r\n").findings
    assert [finding.quotation.line for finding in findings] == [3, 5]


def test_what_is_quoted_again_is_looked_up_once() -> None:
    class Counted:
        def __init__(self) -> None:
            self.searches = 0

        def __getattr__(self, name: str) -> Any:
            self.searches += name in ("keywords", "phrase", "matching")
            return getattr(chapter_store(), name)

    once, often = Counted(), Counted()
    notes = "「擴大民主」[community-building 二/1]\n\n"
    (finding,) = check_notes(cast(Store, once), notes).findings
    findings = check_notes(cast(Store, often), notes * 300).findings
    assert often.searches == once.searches > 0
    assert {found.status for found in findings} == {finding.status}
    assert [found.quotation.line for found in findings] == list(range(1, 600, 2))


@pytest.mark.parametrize(
    "notes",
    ["", " \n", "社" * 1_000_001, "「擴大\ud800民主」(二/4)"],
    ids=["empty", "blank", "huge", "half a character"],
)
def test_what_cannot_be_checked_is_refused(notes: str) -> None:
    with pytest.raises(QueryError):
        check_notes(chapter_store(), notes)


def test_a_quotation_that_is_too_long_is_told() -> None:
    checked = check_notes(chapter_store(), f"「{'社區' * 2000}」\n\n「擴大民主」")
    assert [finding.status for finding in checked.findings] == [Status.EXACT]
    assert "4,000 words" in checked.problems[0]


@pytest.mark.parametrize(
    "notes",
    [
        "「" * 20_000,
        "「社區」" * 10_000,
        "> " * 20_000,
        "二/" * 30_000,
        "(" * 50_000,
        "<!--" * 25_000,
        " " * 100_000,
        "`" * 100_000,
        "\n".join("`" * length for length in range(400, 2, -1)),
        "「擴大民主」" + "一" * 100_000,
        "> 字" + "(" * 20_000,
        "[^1]: " + "http://" * 14_000,
    ],
    ids=lambda notes: notes[:4],
)
def test_notes_made_to_be_slow_are_checked_in_time(notes: str) -> None:
    store = chapter_store()
    started = time.process_time()  # what else runs on the machine does not count
    check_notes(store, f"{notes}\n\n「擴大民主」")
    assert time.process_time() - started < 5
