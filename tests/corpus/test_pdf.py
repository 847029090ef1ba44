from __future__ import annotations

import io
from importlib.util import find_spec

import pypdf
import pytest

from rag.corpus import parse_text
from rag.corpus.readers import ReadError
from rag.corpus.readers.pdf import read_pdf
from tests.corpus.files import furniture_of, pdf_of, text_without_furniture


def test_pages_of_a_pdf_lose_running_heads_and_hard_line_ends() -> None:
    things = ["步道", "水池", "花圃", "涼亭"]
    pages = [
        [
            "公園管理辦法彙編",
            f"第{number}條 {thing}應全年開放,並應設置無障礙設施及照明,",
            "其辦法由主管機關定之。",
            f"{thing}之維護,每年辦理一次。",
            f"- {number} -",
        ]
        for number, thing in enumerate(things, start=1)
    ]
    extracted = read_pdf(pdf_of(pages))
    body = text_without_furniture(extracted)
    assert body[:2] == [
        "第1條 步道應全年開放,並應設置無障礙設施及照明,其辦法由主管機關定之。",
        "步道之維護,每年辦理一次。",
    ]
    assert len(body) == 8
    reasons = [reason for _, reason in furniture_of(extracted)]
    assert sorted(reasons) == ["page number"] * 4 + ["running head"] * 4


@pytest.mark.parametrize("label", ["第 {} 條", "Article {}", "({}) 巡查", "{}. 巡查"])
def test_numbers_of_clauses_at_the_edges_of_pages_are_no_running_heads(label: str) -> None:
    pages = [
        [f"公園法 {page}", label.format(page), f"{thing}應開放。", "每年辦理。", f"公園法 {page}"]
        for page, thing in enumerate(("步道", "水池", "花圃", "涼亭"), start=1)
    ]
    body = text_without_furniture(read_pdf(pdf_of(pages)))
    assert [line for line in body if line != "每年辦理。"] == [
        line
        for page, thing in enumerate(("步道", "水池", "花圃", "涼亭"), start=1)
        for line in (label.format(page), f"{thing}應開放。")
    ]


def lines_of_pdf(*lines: str) -> list[str]:
    return text_without_furniture(read_pdf(pdf_of([lines])))


def test_a_short_pdf_with_one_broken_line_has_no_half_sentence() -> None:
    broken = "第二條 每層樓應當配備四具滅火器，並且由專人每月檢查一次，檢查結果應當記錄，以備主管部"
    lines = ["社區消防規定", "第一條 為了加強社區消防，制定本規定。", broken, "門查閱，違者處罰。"]
    assert lines_of_pdf(*lines) == [*lines[:2], f"{broken}門查閱，違者處罰。"]


def test_shapes_that_two_characters_share_are_read_as_the_one_that_was_written() -> None:
    lines = lines_of_pdf("⼯程管理規定", "第⼀條 ⽕災時⼈員先⾏。", "第⼆條 ⻓者、居⺠，ﬁre ⺮。")
    assert lines == ["工程管理規定", "第一條 火災時人員先行。", "第二條 长者、居民，fire ⺮。"]
    addresses = [section.address for section in parse_text("d", "\n".join(lines)).sections]
    assert addresses == ["¶0", "第一條", "第二條"]


FULL = "公園應當全年開放。公園應當設置照明設施，並每年檢查一次。"
LONG = "步道應當設置無障礙設施，其寬度由主管機關依其所在之地形"


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        ([f"\t{FULL}", FULL, f"\t{LONG}", f"{LONG}", "定之。"], [FULL + FULL, LONG * 2 + "定之。"]),
        (
            [FULL, FULL, "", LONG, LONG, "定之。", "", "完。"],
            [FULL * 2, LONG * 2 + "定之。", "完。"],
        ),
        ([FULL, FULL, LONG, LONG, "定之。"], [FULL, FULL, LONG * 2 + "定之。"]),
        ([LONG, "第二條規定辦理。", "第三條 完。"], [LONG + "第二條規定辦理。", "第三條 完。"]),
        ([LONG, "一、照明。", "二、步道。"], [LONG, "一、照明。", "二、步道。"]),
        ([LONG, "• 照明。", "• 步道。"], [LONG, "照明。", "步道。"]),
        ([f"{LONG}:", FULL, "完。"], [f"{LONG}:", FULL, "完。"]),
        (
            ["The park is open to the neighbour-", "hood and its guests all the year round."],
            ["The park is open to the neighbour-hood and its guests all the year round."],
        ),
    ],
    ids=["indented", "spaced", "set alike", "reference", "list", "bullets", "colon", "hyphen"],
)
def test_lines_of_a_pdf_are_joined_where_the_page_says_so(
    lines: list[str], paragraphs: list[str]
) -> None:
    assert lines_of_pdf(*lines) == paragraphs


@pytest.mark.parametrize(
    "line",
    [
        "11/30/26, 7:05 PM 公園法",
        "2026/11/30 下午7:05 公園法",
        "https://law.example/park?id=1 1/1",
        "file:///home/me/park.html 1/1",
    ],
)
def test_what_a_browser_prints_around_a_page_is_furniture(line: str) -> None:
    extracted = read_pdf(pdf_of([["公園法", "第一條 好。", "第二條 完。", line]]))
    assert text_without_furniture(extracted) == ["公園法", "第一條 好。", "第二條 完。"]
    assert furniture_of(extracted) == [(line, "running head")]


@pytest.mark.skipif(find_spec("cryptography") is not None, reason="pypdf would decrypt it")
def test_an_encrypted_pdf_is_refused_with_what_to_do() -> None:
    written = io.BytesIO()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of([["第一條 好。"]])))
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(written)
    aes = b"/V 4 /CF << /StdCF << /CFM /AESV2 >> >> /StmF /StdCF /StrF /StdCF"
    data = written.getvalue().replace(b"/V 2", aes).replace(b"/R 3", b"/R 4")
    with pytest.raises(ReadError, match="it is encrypted"):
        read_pdf(data)
