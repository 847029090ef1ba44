"""Every quotation of a note is told true, moved, altered or missing, and none is dropped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.cite.notes import NotedQuotation
from rag.cite.verify_notes import ComparedQuotation, Library, NotedStatus, verify_notes
from rag.engine import Engine
from tests.cite.noting import OneDocument, note_of, notebook, quoting, with_quote
from tests.web.shelf import GARDEN

VERIFIED, MOVED, ALTERED, MISSING = NotedStatus


def check(quotation: NotedQuotation, library: Library) -> ComparedQuotation:
    (note,) = verify_notes(notebook(note_of(quotation)), library)
    (checked,) = note.quotations
    assert checked.noted == quotation
    if checked.source is not None:
        text = library.document(checked.source.doc_id).text
        assert checked.source.span.of(text) == checked.source.quote
    return checked


def test_the_words_of_an_unchanged_document_are_verified(library: Engine) -> None:
    for section in library.sections("garden"):
        words = section.span.of(GARDEN)
        quotation = quoting(library, "garden", words)
        checked = check(quotation, library)
        assert (checked.status, checked.source and checked.source.quote) == (VERIFIED, words)


@pytest.mark.parametrize(
    ("text", "status", "address", "quote"),
    [
        ("前言\n\n" + GARDEN, MOVED, "一/2", "公園全年開放"),
        (GARDEN + "\n\n三、附則", MOVED, "一/2", "公園全年開放"),
        (GARDEN.replace("2.開放共享", "2.防火\n\n3.開放共享"), MOVED, "一/3", "公園全年開放"),
        (GARDEN.replace("全年開放", "全年免費開放"), ALTERED, "一/2", "公園全年免費開放"),
        (GARDEN.replace("全年開放", "全年开放"), ALTERED, "一/2", "公園全年开放"),
        (GARDEN.replace("全年開放", "夏季開放"), ALTERED, "一/2", "公園夏季開放"),
        ("一、目的\n本辦法已廢止。", MISSING, None, None),
    ],
    ids=["before", "behind", "renumbered", "added", "other script", "changed", "gone"],
)
def test_a_changed_document_says_what_became_of_the_words(
    library: Engine, text: str, status: NotedStatus, address: str | None, quote: str | None
) -> None:
    checked = check(quoting(library, "garden", "公園全年開放"), OneDocument(text))
    assert checked.status is status
    assert (checked.source and checked.source.quote) == quote
    assert address is None or (checked.source and checked.source.address == address)


def test_words_of_a_document_that_is_gone_are_kept(library: Engine) -> None:
    checked = check(replace(quoting(library, "garden", "遊客"), doc_id="burnt"), library)
    assert (checked.status, checked.document, checked.source) == (MISSING, None, None)


def test_words_that_someone_changed_in_the_notes_are_not_verified(library: Engine) -> None:
    quotation = quoting(library, "garden", "設施每月檢查一次")
    checked = check(with_quote(quotation, "設施每年檢查一次"), library)
    assert checked.status is ALTERED
    assert checked.source and checked.source.quote == "設施每月檢查一次"


def test_an_address_that_someone_changed_is_not_shown(library: Engine) -> None:
    quotation = replace(
        quoting(library, "garden", "設施每月檢查一次"), address="二/(1)", heading="假"
    )
    checked = check(quotation, library)
    assert checked.status is MOVED
    assert checked.source
    assert (checked.source.address, checked.source.heading) == ("一/1", "安全第一")


def test_an_address_above_the_words_stays(library: Engine) -> None:
    quotation = replace(quoting(library, "garden", "設施每月檢查一次"), address="一")
    checked = check(quotation, library)
    assert checked.status is VERIFIED
    assert checked.source and checked.source.heading == "管理原則"


REPEATED = (
    "一、甲\n公園開放。每日清掃。\n二、乙\n公園開放。每月修剪。\n三、丙\n公園開放。每年補種。"
)


@pytest.mark.parametrize(("follows", "address"), [("清掃", "一"), ("修剪", "二"), ("補種", "三")])
def test_surroundings_decide_among_several_places(follows: str, address: str) -> None:
    before = OneDocument(REPEATED)
    start = REPEATED.index(follows) - len("公園開放。每年")
    longer = quoting(before, "garden", REPEATED[start : start + 9])
    quotation = replace(
        longer,
        quote="公園開放",
        end=longer.start + 4,
        suffix=REPEATED[longer.start + 4 : longer.start + 36],
    )
    checked = check(quotation, OneDocument("前言甚長,從前沒有。\n" + REPEATED))
    assert checked.status is MOVED
    assert checked.source and checked.source.address == address


def test_the_nearest_of_places_with_like_surroundings_is_taken() -> None:
    text = "公園開放。" * 9
    before = OneDocument(text)
    quotation = replace(
        quoting(before, "garden", "公園開放"), start=20, end=24, prefix="", suffix=""
    )
    checked = check(replace(quotation, sha256=""), OneDocument(text))
    assert checked.source and checked.source.span.start == 20


def test_a_quotation_of_a_list_knows_its_clauses(library: Engine) -> None:
    for words in ("一、管理原則", "管理公園,應遵守下列三項原則:", GARDEN[GARDEN.index("一、") :]):
        checked = check(quoting(library, "garden", words.split("\n\n二、")[0]), library)
        assert [item.quote for item in checked.items] == ["1.安全第一", "2.開放共享", "3.愛護草木"]
    for words in ("管理公園", "公園全年開放,不收門票。", "(1)遊客。"):
        assert check(quoting(library, "garden", words), library).items == ()


@given(
    start=st.integers(0, len(GARDEN) - 1), length=st.integers(1, 60), inserted=st.text(max_size=9)
)
def test_whatever_is_written_before_them_the_words_are_found(
    start: int, length: int, inserted: str
) -> None:
    words = GARDEN[start : start + length]
    if not words.strip():
        return
    quotation = NotedQuotation(
        "garden", "", "", start, start + len(words), words, GARDEN[max(start - 32, 0) : start],
        GARDEN[start + len(words) : start + len(words) + 32], "",
    )  # fmt: skip
    checked = check(quotation, OneDocument(inserted + GARDEN))
    assert checked.status is MOVED
    assert checked.source and checked.source.span.start == start + len(inserted)
