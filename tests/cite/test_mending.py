"""The corrected copy: all of it exact or marked, nothing else touched, the original as it was."""

from __future__ import annotations

import io
import tomllib
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.cite.checking import (
    CheckedNotes,
    Status,
    check_notes,
    corrections,
    read_notes,
    write_corrected,
)
from rag.cite.checking.mend import _Taken, corrected
from rag.cite.checking.note_text import NOT_FOUND_MARK
from rag.text import Span
from rag.types import QueryError
from tests.cite.shelves import chapter_store
from tests.corpus.files import zip_of

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/check_notes.toml").read_text("utf-8"))
ALL_NOTES = [case["notes"] for case in CASES["case"]]


def mended(notes: str) -> str:
    """The notes with their corrections."""
    return corrected(notes, corrections(notes, check_notes(chapter_store(), notes)))


@settings(max_examples=40)
@given(st.lists(st.sampled_from(ALL_NOTES), min_size=1, max_size=4).map("\n\n".join))
def test_a_corrected_copy_is_exact_but_for_what_was_not_found(notes: str) -> None:
    copy = mended(notes)
    found = check_notes(chapter_store(), copy).findings
    assert {finding.status for finding in found} <= {Status.EXACT, Status.NOT_FOUND}
    for finding in found:
        if finding.status is Status.NOT_FOUND:
            behind = copy[finding.quotation.outer.end :]
            assert behind.lstrip("\n> ").startswith(NOT_FOUND_MARK)
    assert mended(copy) == copy


@pytest.mark.parametrize(
    ("notes", "copy"),
    [
        ("讀到“扩大民主，居民自治”（二/4）。", "讀到“擴大民主,居民自治”（二/4）。"),
        ("「擴大民主,居民自治」(二/3)", "「擴大民主,居民自治」(二/4)"),
        ("二/3 說:「擴大民主」!", "二/4 說:「擴大民主」!"),
        ("「從各類城市的實際情況出發。」好", "「從各類城市的實際情況出發……」好"),
        (
            "「以人為本,循序漸進」(二/1)",
            "「以人為本」[community-building 二/1]、「循序漸進」(二/5)",
        ),
        ("「擴大民主」[^1]\n\n[^1]: 二/5", "「擴大民主」[^1]\n\n[^1]: 二/4"),
        ("「擴大民主」(二/3,另見講義第三章)。", "「擴大民主」(二/4,另見講義第三章)。"),
        (
            "「擴大民主」[我的筆記](?at=二/3)",
            "「擴大民主」[我的筆記](?doc=community-building&at=%E4%BA%8C/4)",
        ),
        (
            "「擴大民主」[^1]\n\n[^1]: [「大家都要天天向上」](?at=二/3)",
            "「擴大民主」[^1]\n\n[^1]: [「大家都要天天向上」〔not found〕]"
            "(?doc=community-building&at=%E4%BA%8C/4)",
        ),
        (
            "「擴大民主」[^1]\n\n[^1]: [二/3「大家都要天天向上」](?at=二/3)",
            "「擴大民主」[^1]\n\n[^1]: [二/4 擴大民主,居民自治]"
            "(?doc=community-building&at=%E4%BA%8C/4)",
        ),
        ("“坚持‘解放思想、实事求是”", "「堅持“解放思想、實事求是」"),
        ("「他說『以人為本,服務居民』是第一條」(二/1)",) * 2,
        (
            "「他說『以人為本,服務群眾』是第一條」(二/1)",
            "「他說『以人為本,服務居民』是第一條」(二/1)",
        ),
        (
            "「我們在會上聽他講過『扩大民主，居民自治』」(二/4)",
            "「我們在會上聽他講過『擴大民主,居民自治』」(二/4)",
        ),
        (
            "「堅持‘解放思想、實事求是、與時俱進、求真務實’的精神品質」",
            "「堅持“解放思想、實事求是、與時俱進、求真務實”的精神實質」",
        ),
        ("> 扩大民主，居民自治\r\n", "> 擴大民主,居民自治\r\n"),
        ("「大家都要天天向上」。", "「大家都要天天向上」〔not found〕。"),
    ],
)
def test_a_correction_changes_what_is_wrong_and_no_more(notes: str, copy: str) -> None:
    assert mended(notes) == copy


def test_a_footnote_that_is_right_for_another_quotation_stays() -> None:
    notes = "「居民自治」[^1]\n\n「以人為本」[^1]\n\n[^1]: community-building 二/4"
    copy = mended(notes)
    assert copy.endswith("[^1]: community-building 二/4")
    assert "「以人為本」[community-building 二/1][^1]" in copy


def test_edits_of_many_findings_never_overlap_and_are_made_in_one_pass() -> None:
    # Each compared with all before it, so many took minutes.
    (finding,) = check_notes(chapter_store(), "「居民自治」(二/1)").findings
    quotation = finding.quotation
    spans = [Span(9 * number, 9 * number + 6) for number in range(20_000)]
    findings = tuple(
        replace(finding, quotation=replace(quotation, span=span, outer=span, attribution=None))
        for span in reversed([*spans, *spans])
    )
    edits = corrections(quotation.words * 50_000, CheckedNotes(findings))
    assert [edit.span for edit in edits] == spans


@given(st.lists(st.builds(lambda a, b: Span(min(a, b), max(a, b)), *[st.integers(0, 30)] * 2)))
def test_a_span_is_free_if_it_overlaps_no_other(spans: list[Span]) -> None:
    taken, before = _Taken(), list[Span]()
    for span in spans:
        is_free = all(
            span != one and not (one.start < span.end and span.start < one.end) for one in before
        )
        assert taken.is_free(span) is is_free
        if is_free or not len(span):
            taken.add(span)
            before.append(span)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_copy_keeps_encoding_and_line_ends_and_leaves_the_original(
    tmp_path: Path, encoding: str
) -> None:
    notes, copy = tmp_path / "notes.txt", tmp_path / "copy.txt"
    before = "社區建設筆記\r\n\r\n「把服務社區群眾作為社區建設的根本出發點」\r\n".encode(encoding)
    notes.write_bytes(before)
    file = read_notes(notes)
    write_corrected(file, check_notes(chapter_store(), file.text), copy)
    assert notes.read_bytes() == before
    after = copy.read_bytes().decode(encoding)
    assert after == "社區建設筆記\r\n\r\n「把服務社區居民作為社區建設的根本出發點」\r\n"


def test_the_original_is_never_overwritten(tmp_path: Path) -> None:
    notes, link = tmp_path / "notes.md", tmp_path / "link.md"
    notes.write_text("「扩大民主」", "utf-8")
    link.hardlink_to(notes)
    file = read_notes(notes)
    checked = check_notes(chapter_store(), file.text)
    for out in (notes, link, tmp_path / "." / "notes.md"):
        with pytest.raises(QueryError, match="notes themselves"):
            write_corrected(file, checked, out)
    assert notes.read_text("utf-8") == "「扩大民主」"


def test_a_file_that_is_there_is_not_replaced_unless_forced(tmp_path: Path) -> None:
    notes, copy, plain = (tmp_path / name for name in ("notes.md", "copy.md", "plain"))
    notes.write_text("「扩大民主」", "utf-8")
    copy.write_text("mine", "utf-8")
    plain.touch()
    file = read_notes(notes)
    checked = check_notes(chapter_store(), file.text)
    with pytest.raises(QueryError, match="--force"):
        write_corrected(file, checked, copy)
    assert copy.read_text("utf-8") == "mine"
    write_corrected(file, checked, copy, force=True)
    assert copy.read_text("utf-8") == "「擴大民主」"
    assert copy.stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize("out", ["copy.docx", "nowhere/copy.md"])
def test_a_copy_that_cannot_be_written_is_refused(tmp_path: Path, out: str) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("「扩大民主」", "utf-8")
    file = read_notes(notes)
    with pytest.raises(QueryError):
        write_corrected(file, check_notes(chapter_store(), file.text), tmp_path / out)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.md"]


def docx_notes(path: Path) -> Path:
    """A Word file with quotations in prose, across runs, in a quote style, and in a table."""
    document = docx.Document()
    paragraph = document.add_paragraph("書中說「把服務社區")
    paragraph.add_run("群眾").bold = True
    paragraph.add_run("作為社區建設的根本出發點」(二/1),很好。")
    document.add_paragraph("扩大民主，居民自治", style="Quote")
    document.add_paragraph("資源共享,共駐共建", style="Intense Quote")
    document.add_table(1, 1).cell(0, 0).text = "「因地制宜」(二/4)"
    document.add_paragraph("「大家都要天天向上」")
    document.save(str(path))
    return path


def test_word_files_are_checked_and_mended_run_by_run(tmp_path: Path) -> None:
    notes, copy = docx_notes(tmp_path / "notes.docx"), tmp_path / "copy.docx"
    before = notes.read_bytes()
    file = read_notes(notes)
    checked = check_notes(chapter_store(), file.text)
    assert [finding.status for finding in checked.findings] == [
        *(Status.ALTERED, Status.SCRIPT, Status.EXACT, Status.MISATTRIBUTED, Status.NOT_FOUND),
    ]
    write_corrected(file, checked, copy)
    assert notes.read_bytes() == before
    paragraphs = docx.Document(str(copy)).paragraphs
    assert paragraphs[0].text == "書中說「把服務社區居民作為社區建設的根本出發點」(二/1),很好。"
    assert paragraphs[1].text == "擴大民主,居民自治"
    assert paragraphs[-1].text == "「大家都要天天向上」〔not found〕"
    again = check_notes(chapter_store(), read_notes(copy).text)
    assert [finding.status for finding in again.findings] == [Status.EXACT] * 4 + [Status.NOT_FOUND]


def test_footnotes_of_word_files_are_read_and_mended(tmp_path: Path) -> None:
    notes, copy = tmp_path / "notes.docx", tmp_path / "copy.docx"
    notes.write_bytes(with_footnote("「擴大民主」", "見社區建設,二/5。"))
    file = read_notes(notes)
    checked = check_notes(chapter_store(), file.text)
    assert [finding.status for finding in checked.findings] == [Status.MISATTRIBUTED]
    write_corrected(file, checked, copy)
    assert "[^2]: 見社區建設,二/4。" in read_notes(copy).text


def test_a_text_box_is_read_once_and_mended_for_old_programs_too(tmp_path: Path) -> None:
    notes, copy = tmp_path / "notes.docx", tmp_path / "copy.docx"
    document = docx.Document()
    document.add_paragraph("書中說")._p.append(parse_xml(text_box("「扩大民主，", "居民自治」")))
    document.paragraphs[0].add_run("很好。")
    document.save(str(notes))
    file = read_notes(notes)
    assert file.text.split("\n\n") == ["書中說很好。", "「扩大民主，居民自治」", ""]
    checked = check_notes(chapter_store(), file.text)
    assert [finding.status for finding in checked.findings] == [Status.SCRIPT]
    write_corrected(file, checked, copy)
    assert read_notes(copy).text.split("\n\n")[1] == "「擴大民主,居民自治」"
    written = docx.Document(str(copy)).element.body.xpath(".//w:txbxContent//w:t")
    assert "".join(element.text or "" for element in written) == "「擴大民主,居民自治」" * 2


def text_box(*runs: str) -> str:
    """A run that holds a text box as Word writes it: for itself, and again for old programs."""
    written = "".join(f"<w:r><w:t>{words}</w:t></w:r>" for words in runs)
    content = f"<w:txbxContent><w:p>{written}</w:p></w:txbxContent>"
    office = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    return (
        f'<w:r {nsdecls("w")} xmlns:wps="{office}" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}'
        "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def with_footnote(words: str, footnote: str) -> bytes:
    """The smallest Word file with one paragraph and one footnote to it."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    return zip_of(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
            f'<Override PartName="/word/footnotes.xml" ContentType="{kind}.footnotes+xml"/>'
            "</Types>",
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/footnotes" Target="footnotes.xml"/>'
            "</Relationships>",
            "word/document.xml": f"<w:document {space}><w:body><w:p><w:r><w:t>{words}</w:t></w:r>"
            f"{reference}</w:p></w:body></w:document>",
            "word/footnotes.xml": f'<w:footnotes {space}><w:footnote w:type="separator" w:id="0">'
            '<w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r>'
            f"<w:t>{footnote}</w:t></w:r></w:p></w:footnote></w:footnotes>",
        }
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.md", None, "cannot read"),
        ("folder.md", "folder", "cannot read"),
        ("empty.md", b"", "empty"),
        ("binary.md", bytes(range(256)) * 8, "cannot be read as notes"),
        ("binary.docx", bytes(range(256)) * 8, "cannot be read as notes"),
        ("other.docx", zip_of({"a.txt": "b"}), "cannot be read as notes"),
        ("notes.pdf", b"%PDF", "not notes"),
        ("long.txt", "社區".encode() * 600_000, "1,000,000"),
        ("huge.txt", b"a" * (16 * 1024 * 1024 + 1), "16 MiB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_are_no_notes_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes | str | None, message: str
) -> None:
    path = tmp_path / name
    if content == "folder":
        path.mkdir()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    with pytest.raises(QueryError, match=message) as error:
        read_notes(path)
    assert str(path) in str(error.value) and "\n" not in str(error.value)


def test_an_empty_word_file_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    path = tmp_path / "empty.docx"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(QueryError, match="empty"):
        read_notes(path)
