"""Every quotation in a study pack is a verbatim slice of its document, whatever stands in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rag.cite.export import FORMATS, StudyPack, export, study_pack
from rag.cite.export.defining import defining_words
from rag.cite.links import LOCAL_PAGE
from rag.cite.notes import Note, Notebook, NotedQuotation, quotation_of
from rag.cite.verify_notes import Library
from rag.engine import Engine
from rag.types import QueryError, Span
from tests.cite import reading
from tests.cite.noting import ODD_TEXT, OneDocument, note_of, notebook, quoting, with_quote

MADE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def pack_of(library: Library, *notes: Note, title: str = "期末複習") -> StudyPack:
    return study_pack(Notebook(title, notes), library, base_url=LOCAL_PAGE, made=MADE)


def quotes_in(data: bytes, kind: str) -> list[str]:
    """What a file sets as the source's words, read back by a second reader."""
    if kind == "md":
        return reading.markdown_quotes(data)
    if kind == "obsidian":
        return [text for name, text in reading.obsidian_callouts(data) if name == "quote"]
    if kind == "docx":
        return reading.docx_quotes(data)
    if kind == "html":
        return reading.html_quotes(data)
    return [row["quote"] for row in reading.csv_rows(data) if row["quote"]]


def whole(library: Library) -> NotedQuotation:
    """All the words of a document, noted."""
    document, (section, *_) = library.document("garden"), library.sections("garden")
    return quotation_of(document, section, Span(0, len(document.text)))


ODD_LINES = (
    "1. 甲\n\n\n  - *乙* \n> [^1]: <b>丙</b>&amp;\\\n\t```\n=1+1\n===\n|a|b|\n|-|-|\n"
    '#標籤 ==亮== $x$ --..."q"'
)


TEXTS = st.lists(ODD_TEXT, min_size=1, max_size=4)


def check_read_back(kind: str, texts: list[str], comment: str, title: str) -> None:
    library = OneDocument("字" + "\n字".join(texts), title=title)
    quotation = whole(library)
    note = note_of(quotation, comment=comment, question=comment)
    data = export(pack_of(library, note, note, title=title), kind)
    assert quotes_in(data, kind) == [quotation.quote] * 2


@pytest.mark.parametrize("kind", ["md", "obsidian", "csv", "html"])
@settings(max_examples=60)
@given(texts=TEXTS, comment=ODD_TEXT, title=ODD_TEXT)
@example(texts=[ODD_LINES], comment=ODD_LINES, title="*[t](u)* <script>")
@example(texts=["\n\n\n字\n"], comment="> 偽引文", title="")
def test_every_quotation_read_back_is_what_the_document_says(
    kind: str, texts: list[str], comment: str, title: str
) -> None:
    check_read_back(kind, texts, comment, title)


@settings(max_examples=12)
@given(texts=TEXTS, comment=ODD_TEXT, title=ODD_TEXT)
@example(texts=[ODD_LINES], comment=ODD_LINES, title="*[t](u)* <script>")
def test_every_word_quotation_read_back_is_what_the_document_says(
    texts: list[str], comment: str, title: str
) -> None:
    check_read_back("docx", texts, comment, title)


@settings(max_examples=60)
@given(texts=TEXTS, comment=ODD_TEXT, title=ODD_TEXT)
@example(
    texts=[ODD_LINES, "{{c1::x}}[sound:a.mp3]是指}}::後面的話。"], comment="{{c9::x}}", title="a::b"
)
def test_every_card_holds_what_the_document_says(
    texts: list[str], comment: str, title: str
) -> None:
    library = OneDocument("字" + "\n字".join(texts), title=title)
    text = library.document("garden").text
    quotation = whole(library)
    data = export(pack_of(library, note_of(quotation, comment=comment), title=title), "anki")
    notes = reading.anki_notes(data)
    assert notes
    for note in notes:
        words = reading.anki_words(note.get("Words") or note["Text"])
        assert words and all(word in text for word in words)
        assert note.get("Text") is None or words == [quotation.quote]


ALL_KINDS = [format_.name for format_ in FORMATS]


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_an_export_is_a_function_of_its_pack(library: Engine, kind: str) -> None:
    notes = note_of(quoting(library, "garden", "遊客就是進入公園的人"))
    assert export(pack_of(library, notes), kind) == export(pack_of(library, notes), kind)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_an_empty_notebook_and_an_empty_note_can_be_exported(library: Engine, kind: str) -> None:
    assert export(pack_of(library), kind)
    note = Note("1", "", "", "只有評註\x00", ("\x07", " "), ())
    assert export(pack_of(library, note, title="\x00\r\n"), kind)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_a_title_may_be_long(library: Engine, kind: str) -> None:
    assert export(pack_of(library, title="題" * 300), kind)


def test_an_unknown_format_or_language_is_named(library: Engine) -> None:
    with pytest.raises(QueryError, match=r"'pdf'; choose md, obsidian"):
        export(pack_of(library), "pdf")
    with pytest.raises(QueryError, match="'fr'; choose zh-Hant"):
        study_pack(notebook(), library, base_url=LOCAL_PAGE, language="fr", made=MADE)


# What no longer matches


def spoilt_notes(library: Engine) -> Note:
    """A quotation that holds, one altered, one that is nowhere, one of a document that is gone."""
    good = quoting(library, "garden", "公園全年開放")
    return note_of(
        good,
        with_quote(quoting(library, "garden", "設施每月檢查一次"), "設施每年檢查一次"),
        with_quote(good, "天文臺晚上八點開放"),
        replace(good, doc_id="burnt", quote="書已燒掉"),
    )


SHOWN = ["公園全年開放", "設施每月檢查一次"]
NOTED = ["設施每年檢查一次", "天文臺晚上八點開放", "書已燒掉"]


@pytest.mark.parametrize("kind", ["md", "obsidian", "docx", "csv", "html"])
def test_what_the_source_does_not_say_is_kept_and_marked(library: Engine, kind: str) -> None:
    pack = pack_of(library, spoilt_notes(library))
    data = export(pack, kind)
    assert pack.marked == 3
    assert quotes_in(data, kind) == SHOWN
    if kind == "csv":
        rows = reading.csv_rows(data)
        assert [row["status"] for row in rows] == ["verified", "altered", "missing", "missing"]
        assert [row["noted"] for row in rows] == ["", *NOTED]
        return
    text = reading.docx_text(data) if kind == "docx" else data.decode()
    assert text.count("⚠") == 3
    for noted in NOTED:
        assert "⚠" in text[: text.index(noted)]
    assert "其中 3 段與原文不符" in text


def test_what_the_source_does_not_say_is_a_suspended_card_with_a_mark(library: Engine) -> None:
    notes = reading.anki_notes(export(pack_of(library, spoilt_notes(library)), "anki"))
    marked = [note for note in notes if note["suspended"] == "True"]
    assert [note["Noted"].split("<br>")[1] for note in marked] == NOTED
    assert all("⚠" in note["Warning"] and "zhangju::marked" in note["tags"] for note in marked)
    assert [reading.anki_words(note["Words"]) for note in marked] == [[SHOWN[1]], [], []]
    (good,) = [note for note in notes if note["suspended"] == "False"]
    assert reading.anki_words(good["Words"]) == [SHOWN[0]]


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_a_control_character_in_the_source_breaks_no_format(library: Engine, kind: str) -> None:
    changed = OneDocument("一、管理\n\n設施每月\x0c檢查一次,損壞的設施立即停用。\n二、附則\x1b")
    note = note_of(quoting(library, "garden", "設施每月檢查一次,損壞的設施立即停用。"))
    pack = pack_of(changed, note)
    (quotation,) = pack.quotations
    assert quotation.source and quotation.source.quote == "檢查一次,損壞的設施立即停用。"
    assert export(pack, kind)


def test_no_noted_words_are_lost_among_cards(library: Engine) -> None:
    good = quoting(library, "garden", "設施每月檢查一次")
    notes = [note_of(with_quote(good, words)) for words in ("設施每年檢查一次", "設施每日檢查一次")]
    cards = reading.anki_notes(export(pack_of(library, *notes), "anki"))
    assert [card["Noted"].split("<br>")[1][3] for card in cards] == ["年", "日"]


# Each format's own


def test_each_markdown_quotation_has_a_footnote_with_its_place(library: Engine) -> None:
    note = note_of(*(quoting(library, "garden", words) for words in ("公園全年開放", "遊客就是")))
    data = export(pack_of(library, note), "md")
    first, second = reading.markdown_footnotes(data)
    link = "http://127.0.0.1:7860/?doc=garden&at="
    assert first == f"《公園管理辦法》,一/2 開放共享 {link}一/2"
    assert second.startswith("《公園管理辦法》,二/(1) 遊客")


def test_an_obsidian_file_has_properties_and_a_block_id_for_each_quotation(
    library: Engine,
) -> None:
    yaml = pytest.importorskip("yaml")
    quotation = quoting(library, "garden", "公園全年開放")
    data = export(pack_of(library, note_of(quotation), note_of(quotation)), "obsidian").decode()
    properties = yaml.safe_load(data.split("---\n")[1])
    assert properties["title"] == "期末複習"
    assert properties["tags"] == ["社區", "exam-1"]
    first, second = re.findall(r"^\^([A-Za-z0-9-]+)$", data, re.MULTILINE)
    assert second == f"{first}-2"


def test_word_footnotes_are_numbered_and_link_to_the_clause(library: Engine) -> None:
    note = note_of(*(quoting(library, "garden", words) for words in ("公園全年開放", "遊客就是")))
    data = export(pack_of(library, note), "docx")
    footnotes = reading.docx_footnotes(data)
    assert list(footnotes) == ["1", "2"]
    assert footnotes["1"].strip().startswith("《公園管理辦法》,一/2 開放共享 http://127.0.0.1")


def test_word_quotations_name_their_language_and_an_east_asian_font(library: Engine) -> None:
    for doc_id, words, language, font in (
        ("garden", "公園全年開放", "zh-TW", "PMingLiU"),
        ("pond", "不得在池塘钓鱼", "zh-CN", "SimSun"),
    ):
        note = note_of(quoting(library, doc_id, words))
        (found,) = reading.docx_fonts(export(pack_of(library, note), "docx"), words)
        assert found == (language, font)


def test_a_list_is_learnt_by_its_clauses(library: Engine) -> None:
    (note,) = reading.anki_notes(
        export(pack_of(library, note_of(quoting(library, "garden", "一、管理原則"))), "anki")
    )
    assert note["Prompt"] == "《公園管理辦法》 管理原則 (共 3 項)"
    assert reading.anki_words(note["Words"]) == ["1.安全第一", "2.開放共享", "3.愛護草木"]
    assert note["sides"] == "2"


def test_a_definition_is_a_cloze_with_the_other_script_as_a_labelled_hint(library: Engine) -> None:
    quotation = quoting(library, "garden", "遊客就是進入公園的人。")
    card, cloze = reading.anki_notes(export(pack_of(library, note_of(quotation)), "anki"))
    assert "遊客就是{{c1::進入公園的人}}。" in cloze["Text"]
    for note in (card, cloze):
        assert re.search(r'繁/简轉換,不可引用</div><div lang="zh-Hans">游客就是', note["Rendering"])


def test_cards_keep_their_ids_and_are_not_doubled(library: Engine) -> None:
    def guids(*notes: Note) -> Counter[str]:
        found = reading.anki_notes(export(pack_of(library, *notes), "anki"))
        return Counter(note["guid"] for note in found)

    one = note_of(quoting(library, "garden", "公園全年開放"))
    other = note_of(quoting(library, "garden", "設施每月檢查一次"), comment="新")
    assert guids(one, one) == guids(one)
    assert guids(one) < guids(other, one)
    assert set(guids(other, one).values()) == {1}


@pytest.mark.parametrize("start", list("=+-@\t＝＋－＠"))
def test_a_cell_that_looks_like_a_formula_is_guarded_and_said_to_be(start: str) -> None:
    library = OneDocument(f"字{start}1+1")
    document, (section, *_) = library.document("garden"), library.sections("garden")
    quotation = quotation_of(document, section, Span(1, len(document.text)))
    data = export(pack_of(library, note_of(quotation, comment=f"{start}cmd")), "csv")
    assert f"'{start}1+1" in data.decode("utf-8-sig")
    (row,) = reading.csv_rows(data)
    assert (row["quote"], row["comment"]) == (f"{start}1+1", f"{start}cmd")
    assert {"quote", "comment"} <= set(row["guarded"].split())
    assert data.startswith(b"\xef\xbb\xbf")


def test_the_page_to_print_runs_and_loads_nothing(library: Engine) -> None:
    text = library.document("hostile").text
    section = library.sections("hostile")[-1]
    quotation = quotation_of(library.document("hostile"), section, section.span)
    page = export(pack_of(library, note_of(quotation, comment=text), title=text), "html").decode()
    assert not re.findall(r"<(?:script|img|svg|iframe|link|object)\b", page, re.IGNORECASE)
    assert not re.findall(r"<[^>]*\son\w+=", page)
    assert 'lang="zh-Hant"' in page and "@page" in page and "default-src 'none'" in page


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("管理有序就是社區內職責明確。", "社區內職責明確"),
        ("本条例所称的口岸，是指供人员出入国的港口。", "供人员出入国的港口"),
        ("本法所稱公務員，指依法任用之人員。", "依法任用之人員"),
        ("“Vessel” means a rowing boat.", "a rowing boat"),
        ("公園全年開放。", None),
        ("由園長指定專人負責。", None),
        ("堅持黨的指導思想不動搖。", None),
    ],
)
def test_the_words_that_define_are_found(sentence: str, words: str | None) -> None:
    found = defining_words(sentence)
    assert (found.of(sentence) if found else None) == words
