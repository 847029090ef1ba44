from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from rag.corpus import parse_text, read_corpus
from rag.corpus.readers import READERS, ReadError, extract
from rag.corpus.readers.apart import read_in_child
from rag.corpus.readers.docx import read_docx
from rag.corpus.readers.epub import read_epub
from rag.corpus.readers.html import read_html
from tests.corpus.files import epub_of, furniture_of, pdf_of, text_without_furniture, zip_of

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>公園法 - 某某網</title>
<style>p { color: red }</style><script>var a = "第九條";</script></head>
<body><nav><a href="/">首頁</a> <a href="/law">法規</a></nav>
<main><h1>公園管理辦法</h1>
<h2>第一章 總則</h2>
<p>第一條 公園應<b>全年</b>
開放。</p>
<p style="display:none">第二條 看不見。</p>
<ol><li>甲</li><li>乙</li></ol>
<table><tr><th>項目</th><th>費用</th></tr><tr><td>場地</td><td>一百元</td></tr></table>
<h2>第二章 附則</h2><p>第二條 自公布日施行。<br>附表另定。</p></main>
<footer>聯絡我們</footer></body></html>"""


def docx_bytes(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def check_refused(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as raised:
        extract(name, data)
    assert "\n" not in str(raised.value)


def test_a_web_page_is_its_visible_words_in_lines() -> None:
    page = read_html(PAGE.encode())
    assert text_without_furniture(page) == [
        "公園管理辦法",
        "第一章 總則",
        "第一條 公園應全年開放。",
        "1. 甲",
        "2. 乙",
        "項目 | 費用",
        "場地 | 一百元",
        "第二章 附則",
        "第二條 自公布日施行。",
        "附表另定。",
    ]
    assert page.title == "公園管理辦法"


def test_what_the_markup_says_is_no_text_is_furniture_with_its_reason() -> None:
    assert furniture_of(read_html(PAGE.encode())) == [
        ("首頁 法規", "outside the main text"),
        ("第二條 看不見。", "hidden"),
        ("聯絡我們", "outside the main text"),
    ]


@pytest.mark.parametrize(
    ("name", "written", "reasons"),
    [
        ("a.md", "---\ntitle: 目標\n---\n一、總則\n", ["front matter"] * 3),
        ("a.html", "<p>園</p><p style='display:none'>匿</p>", ["hidden"]),
        ("a.html", "<p>外</p><main><h1>園</h1><p>內</p></main>", ["outside the main text"]),
        ("a.html", "<p>園</p><form>問</form><aside>旁</aside>", ["form", "sidebar"]),
    ],
)
def test_every_reason_of_a_reader_is_one_that_is_known(
    name: str, written: str, reasons: list[str]
) -> None:
    assert [reason for _, reason in furniture_of(extract(name, written.encode()))] == reasons


def test_furniture_goes_to_the_ledger_of_the_document(tmp_path: Path) -> None:
    (tmp_path / "park.html").write_bytes(PAGE.encode())
    document = read_corpus(tmp_path).documents[0].document
    assert "聯絡我們" not in document.text
    assert [(line.text, line.reason) for line in document.removed] == furniture_of(
        read_html(PAGE.encode())
    )


def test_headings_without_labels_keep_their_level_as_marks() -> None:
    page = read_html(b"<body><h1>Guide</h1><h2>Setup</h2><p>Text.</p><h3>First</h3><p>More.</p>")
    assert page.text == "# Guide\n## Setup\nText.\n### First\nMore."
    addresses = [section.title for section in parse_text("d", page.text).sections]
    assert addresses == ["¶0 Guide", "§1 Setup", "§1/§1 First"]


@pytest.mark.parametrize("body", ["", "<body>"])
def test_a_page_may_leave_out_the_tags_of_its_head_and_body(body: str) -> None:
    head = "<!DOCTYPE html><meta charset=utf-8><title>公園法</title><style>p { top: 0 }</style>"
    page = read_html(f"{head}{body}<header>公園</header><main><p>第一條 好。</p></main>".encode())
    assert text_without_furniture(page) == ["第一條 好。"]
    assert furniture_of(page) == [("公園", "outside the main text")]
    assert page.title == "公園法"


def test_a_list_in_a_list_is_below_its_item() -> None:
    page = read_html(
        "<ol><li>甲一<ol><li>子<ol><li>孫</ol><li>丑</ol><li>乙二<ul><li>寅</ul><li>丙三</ol>".encode()
    )
    assert [s.address for s in parse_text("d", page.text).sections] == [
        *("1", "1/(1)", "1/(1)/1)", "1/(2)", "2", "3")
    ]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<ol><li value=5>甲<li>乙</ol>", "5. 甲\n6. 乙"),
        ("<ol><li>甲<li><img></ol><p>丙", "1. 甲\n丙"),
        (
            "<pre>第一條 <b>甲</b>乙。\n第二條 <b>丙。\n第三條 丁</b>。</pre>",
            "第一條 甲乙。\n第二條 丙。\n第三條 丁。",
        ),
    ],
    ids=["an item's own number", "an empty item", "lines set as they are"],
)
def test_lines_and_their_numbers_are_those_that_a_browser_shows(markup: str, text: str) -> None:
    assert read_html(f"<body>{markup}".encode()).text == text


def test_a_layout_table_keeps_its_paragraphs_apart() -> None:
    page = read_html(
        "<table><tr><td><p>第一條 好。</p><p>第二條 壞。</p></td></tr></table>".encode()
    )
    assert page.text == "第一條 好。\n第二條 壞。"


@pytest.mark.parametrize(("declared", "encoding"), [("gb2312", "gb18030"), ("big5", "big5hkscs")])
def test_a_page_in_an_old_encoding_is_read_as_it_declares(declared: str, encoding: str) -> None:
    markup = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}"><p>公告</p>'
    page = read_html(markup.encode(encoding))
    assert (page.text, page.encoding) == ("公告", encoding)


def test_a_page_without_a_declaration_is_recognized() -> None:
    assert read_html("<p>社区建设的基本原则</p>".encode("gb18030")).text == "社区建设的基本原则"


def test_word_paragraphs_tables_and_headings_come_in_order() -> None:
    document = docx.Document()
    document.add_heading("公園管理辦法", 0)
    document.add_heading("第一章 總則", 1)
    document.add_paragraph("第一條 公園應開放。")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "場地", "一百元"
    document.add_paragraph("第二條 完。")
    document.core_properties.title = "公園法"
    extracted = read_docx(docx_bytes(document))
    assert extracted.text.split("\n") == [
        "公園管理辦法",
        "第一章 總則",
        "第一條 公園應開放。",
        "場地 | 一百元",
        "第二條 完。",
    ]
    assert extracted.title == "公園法"


def word_of(*blocks: str) -> bytes:
    """A Word document with these elements as its body."""
    document = docx.Document()
    body = document.element.body
    for block in blocks:
        body.insert(len(body) - 1, parse_xml(block.replace(">", f" {nsdecls('w')}>", 1)))
    return docx_bytes(document)


def run_of(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


@pytest.mark.parametrize(
    ("wrapped", "words"),
    [
        (f'<w:smartTag w:element="chsdate">{run_of("5月1日")}</w:smartTag>', "5月1日"),
        (f'<w:ins w:id="1" w:author="甲">{run_of("5月1日")}</w:ins>', "5月1日"),
        (f'<w:fldSimple w:instr="DATE">{run_of("5月1日")}</w:fldSimple>', "5月1日"),
        (f"<w:sdt><w:sdtContent>{run_of('5月1日')}</w:sdtContent></w:sdt>", "5月1日"),
        (
            f'<w:hyperlink><w:smartTag w:element="x">{run_of("5月1日")}</w:smartTag></w:hyperlink>',
            "5月1日",
        ),
        ('<w:del w:id="1" w:author="甲"><w:r><w:delText>5月1日</w:delText></w:r></w:del>', ""),
        (f'<w:moveFrom w:id="1" w:author="甲">{run_of("5月1日")}</w:moveFrom>', ""),
    ],
    ids=["smart tag", "inserted", "field", "control", "in a link", "deleted", "moved away"],
)
def test_words_that_word_wraps_stand_in_their_sentence(wrapped: str, words: str) -> None:
    data = word_of(f"<w:p>{run_of('本法自')}{wrapped}{run_of('起施行。')}</w:p>")
    assert read_docx(data).text == f"本法自{words}起施行。"


def test_paragraphs_in_a_control_are_read_but_for_a_table_of_contents() -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    data = word_of(
        f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent><w:p>{run_of('第一條 1')}</w:p>"
        "</w:sdtContent></w:sdt>",
        f"<w:sdt><w:sdtContent><w:p>{run_of('第一條 公園應開放。')}</w:p></w:sdtContent></w:sdt>",
    )
    extracted = read_docx(data)
    assert text_without_furniture(extracted) == ["第一條 公園應開放。"]
    assert furniture_of(extracted) == [("第一條 1", "table of contents")]


ITEMS = [("目標", 0, 77), ("總體", 2, 77), ("基本", 2, 77), ("任務", 0, 77), ("宣導", 2, 77)]


def numbered_document(items: Sequence[tuple[str, int, int]] = ITEMS, *, merged: str = "") -> bytes:
    """Paragraphs of words, level and list, and a table with a numbered cell merged down."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = [("chineseCountingThousand", "%1、"), ("decimal", "%1.%2"), ("decimal", "(%3)")]
    written = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (style, pattern) in enumerate(levels)
    )
    numbering.insert(
        0,
        parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{written}</w:abstractNum>'),
    )
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    for number, override in [(77, ""), (78, again)]:
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="77"/>{override}'
                "</w:num>"
            )
        )
    for words, depth, number in items:
        add_numbered(document.add_paragraph(words), depth, number)
    if merged:
        table = document.add_table(rows=2, cols=2)
        table.cell(0, 0).merge(table.cell(1, 0)).text = merged
        table.cell(0, 1).text, table.cell(1, 1).text = "上", "下"
        add_numbered(table.cell(0, 0).paragraphs[0], 0, 77)
        add_numbered(document.add_paragraph("末"), 0, 77)
    return docx_bytes(document)


def add_numbered(paragraph: Paragraph, depth: int, number: int) -> None:
    written = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/>'
    paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:numPr {nsdecls('w')}>{written}</w:numPr>"))


def test_numbers_that_word_counts_are_written_out() -> None:
    text = read_docx(numbered_document()).text
    assert text.split("\n") == ["一、目標", "(1)總體", "(2)基本", "二、任務", "(1)宣導"]
    addresses = [section.address for section in parse_text("d", text).sections]
    assert addresses == ["一", "一/(1)", "一/(2)", "二", "二/(1)"]


def test_a_list_that_word_begins_again_counts_from_its_start() -> None:
    items = [("甲", 0, 77), ("乙", 0, 77), ("丙", 0, 78), ("丁", 0, 78)]
    text = read_docx(numbered_document(items)).text
    assert text.split("\n") == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_a_numbered_cell_that_is_merged_down_is_counted_once() -> None:
    text = read_docx(numbered_document([], merged="園")).text
    assert text.split("\n") == ["一、園 | 上", "一、園 | 下", "二、末"]


def test_a_book_is_read_along_its_spine() -> None:
    pages = {
        "b": "<html><body><h2>第一章 總則</h2><p>第一條&nbsp;好。</p></body></html>",
        "a": "<html><body><h2>第二章 罰則</h2><p>第二條 完。</p></body></html>",
    }
    book = read_epub(epub_of(pages, contents="<html><body><li>第一章</li></body></html>"))
    assert text_without_furniture(book) == [
        "第一章 總則",
        "第一條\xa0好。",
        "第二章 罰則",
        "第二條 完。",
    ]
    assert furniture_of(book) == [("第一章", "table of contents")]
    assert book.title == "公園書"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("", "utf-8-sig"), ("", "utf-16"), ("UTF-16", "utf-16"), ("GB18030", "gb18030")],
)
def test_a_page_of_a_book_is_read_in_its_own_encoding(declared: str, encoding: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    page = f"{declaration}<html><body><p>社区建设的基本原则。</p></body></html>"
    assert read_epub(epub_of({"a": page.encode(encoding)})).text == "社区建设的基本原则。"


@pytest.mark.parametrize("page", [b"\xff\xfe<", b'<?xml encoding="utf-8"?><p>\xc9\xe7</p>'])
def test_a_book_with_a_page_in_no_encoding_is_refused_with_its_name(page: bytes) -> None:
    check_refused("a.epub", epub_of({"a": page}), "text/a.xhtml")


def test_a_scan_is_refused_with_what_to_do() -> None:
    check_refused("scan.pdf", pdf_of([[]]), "run character recognition")


@pytest.mark.parametrize("name", ["a.docx", "a.epub", "a.pdf"])
@pytest.mark.parametrize("data", [b"", b"no such format", b"PK\x03\x04" + b"\0" * 60, b"%PDF-1.7"])
def test_a_damaged_file_is_refused_in_one_line(name: str, data: bytes) -> None:
    check_refused(name, data, ";")


def test_a_truncated_file_of_each_format_is_refused_or_read() -> None:
    for name, data in [
        ("a.docx", numbered_document()),
        ("a.epub", epub_of({"a": "<p>第一條 好。</p>"})),
        ("a.pdf", pdf_of([["第一條 好。"]])),
    ]:
        try:
            extracted = READERS[Path(name).suffix](data[: len(data) * 2 // 3])
        except ReadError as error:
            assert ";" in str(error)
        else:
            assert extracted.text


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zip_of({"word/document.xml": b"\0" * (40 * 1024 * 1024)})
    assert len(bomb) < 100_000
    with pytest.raises(ReadError, match="zip bomb"):
        read_docx(bomb)


def test_a_container_with_too_many_files_is_refused() -> None:
    many = zip_of({f"{n}": b"" for n in range(10_001)}, compression=zipfile.ZIP_STORED)
    with pytest.raises(ReadError, match="10001 files"):
        read_epub(many)


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret", encoding="utf-8")
    attack = (
        f'<!DOCTYPE package [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>'
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<metadata><dc:title>&leak;</dc:title></metadata><manifest>"
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    page = f'<!DOCTYPE p [<!ENTITY leak SYSTEM "{secret.as_uri()}">]><p>公園&leak;法</p>'
    container = '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>'
    members = {"META-INF/container.xml": container, "b.opf": attack, "a.xhtml": page}
    book = read_epub(zip_of(members))
    assert "secret" not in book.text + book.title


def test_a_book_cannot_reach_outside_its_container() -> None:
    data = epub_of({"../../../../etc/hostname": "<p>公園</p>"})
    with pytest.raises(ReadError, match="it lacks"):
        read_epub(data)


def test_a_protected_book_is_refused() -> None:
    data = zip_of({"META-INF/rights.xml": "<rights/>"})
    check_refused("a.epub", data, "protected against copying")


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(ReadError, match="takes too long"):
        read_in_child(".html", PAGE.encode(), time_limit_seconds=0.001)


def test_reading_apart_gives_what_reading_here_gives() -> None:
    assert extract("park.html", PAGE.encode()) == read_html(PAGE.encode())


def test_nothing_is_imported_from_the_folder_that_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lxml.py").write_text("raise SystemExit(1)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert extract("park.html", PAGE.encode()) == read_html(PAGE.encode())


def test_deeply_nested_markup_is_read_or_refused() -> None:
    markup = "<div>" * 100_000 + "第一條 好。"
    try:
        extracted = extract("deep.html", markup.encode())
    except ReadError as error:
        assert ";" in str(error)
    else:
        assert extracted.text


def test_all_formats_are_found_in_a_folder(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("第一條 文書。")
    files = {
        "a.txt": "第一條 文字。".encode(),
        "b.md": "# 標記\n\n第一條 標記。".encode(),
        "c.html": PAGE.encode(),
        "d.docx": docx_bytes(document),
        "e.epub": epub_of({"a": "<p>第一條 書。</p>"}),
        "f.pdf": pdf_of([["第一條 印本。"]]),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    corpus = read_corpus(tmp_path)
    assert corpus.problems == ()
    assert [parsed.document.doc_id for parsed in corpus.documents] == list("abcdef")
    for parsed in corpus.documents:
        assert any(section.kind == "article" for section in parsed.sections)
