"""Plain text that was broken at a fixed width is read in paragraphs; every other text as it is."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from rag.corpus import read_corpus
from rag.corpus.readers import extract
from rag.corpus.readers.hard_wrapped import unwrapped
from rag.text import sentences

LAW = [
    "公园管理条例",
    "第一章　总则",
    "第一条　为了规范城市公园的规划、建设、保护和管理，改善生态环境，满足市民休闲、健身和文化"
    "活动的需要，根据有关法律、行政法规的规定，结合本市实际情况，制定本条例。",
    "第二条　本条例适用于本市行政区域内公园的规划、建设、保护、利用和管理活动，其他法律、法规"
    "另有规定的，从其规定，本条例自2031年10月20日起施行，1998年12月通过的《市区公园管理暂行"
    "办法》同时废止。",
    "第三条　公园应当全年免费开放。",
    "第四条　任何单位和个人都有爱护公园设施、保护公园环境的义务，对损坏公园设施、破坏公园环境"
    "的行为有权劝阻和举报：",
    "（一）在公园内擅自搭建建筑物、构筑物或者其他设施，影响公园景观和游人安全，经劝阻仍然拒不"
    "改正的；",
    "（二）在公园内擅自采摘花果、攀折树枝、捕捉野生动物或者向水体倾倒垃圾，造成严重后果的。",
]
GUIDE = [
    "The park is open to the neighbourhood and its guests all the year round, and nobody may be "
    "asked to pay for the use of the paths, the well-kept lawns or the ponds.",
    "Whoever finds that a path, a lamp or a bench is damaged should tell the keeper of the park, "
    "who sees to it that it is mended before the end of the following week.",
    "Boats may be rowed on the lake from April to October; motors are not allowed at any time, "
    "unless the fire brigade has to come to the help of somebody in the water.",
]
PARTED = ["\n", "\n\n"]


def cut(paragraph: str, width: int) -> str:
    """As a program that counts characters breaks lines, in the middle of words and numbers."""
    return "\n".join(paragraph[i : i + width] for i in range(0, len(paragraph), width))


@pytest.mark.parametrize("parted", PARTED)
@pytest.mark.parametrize("indent", ["", "　　"])
@pytest.mark.parametrize("width", [25, 30, 40])
def test_paragraphs_of_chinese_come_back_from_every_width(
    width: int, indent: str, parted: str
) -> None:
    lines = parted.join(cut(indent + paragraph, width) for paragraph in LAW)
    assert unwrapped(lines).text == parted.join(indent + paragraph for paragraph in LAW)


@pytest.mark.parametrize("parted", PARTED)
@pytest.mark.parametrize("width", [50, 72])
def test_paragraphs_of_english_come_back_with_a_space_between_words(
    width: int, parted: str
) -> None:
    lines = parted.join(textwrap.fill(paragraph, width) for paragraph in GUIDE)
    assert unwrapped(lines).text == parted.join(GUIDE)


def test_only_line_ends_within_paragraphs_are_taken_out_and_counted() -> None:
    lines = "\n \n".join(textwrap.fill(paragraph, 60, initial_indent="   ") for paragraph in GUIDE)
    whole = unwrapped(f"{lines}\n\n")
    assert whole.text == "\n \n".join(f"   {paragraph}" for paragraph in GUIDE) + "\n\n"
    assert whole.line_ends == lines.count("\n") - whole.text.strip().count("\n")


VERSE = """Whose are the gardens that the river bends around
And who has set the willow trees in such a row
That every evening when the wind is going down
The water has their shadows and the people know
How long the summer is and where the paths are bound"""
TABLE = "\n".join(
    f"{name}公园 {area} 公顷 全年开放，每日八时至{hour}时免费入园"
    for name, area, hour in (("东湖", 1250, "十八"), ("西湖", 3400, "十九"), ("南湖", 1890, "二十"))
    for _ in range(3)
)
DIALOGUE = "\n".join(
    f"“{said}，你们一定要等到花都开了，再请大家一起到公园里来看一看吗？”"
    for said in ("管理员问", "老人回答", "孩子们说", "游客又问", "大家都说")
)
LIST = "\n".join(
    f"- {thing}由主管机关会同有关部门每年检查一次，检查结果应当及时向社会公布，并接受监督"
    for thing in ("步道", "水池", "花圃", "凉亭")
)
ADDRESSES = """Keeper of the Lakeside Park and Gardens
12 Harbour Road, the second gate on the left
Lakeside, near the old mill and the bridge
open on weekdays from eight to five o'clock"""
CODE = "\n".join(f"    values[{n}] = measure(lines[{n}], width, indent)  # {n}" for n in range(9))


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(LAW),
        "\n\n".join(GUIDE),
        "\n".join(cut(paragraph, 12) for paragraph in LAW),
        VERSE,
        TABLE,
        DIALOGUE,
        LIST,
        ADDRESSES,
        CODE,
        "白日依山尽，黄河入海流，\n欲穷千里目，更上一层楼。\n" * 4,
        "为了公园\n为了大家\n为了我们共同的家园和明天的孩子\n我们种下一棵树\n又一棵树",
        "\r\f\n\n \n",
        "",
    ],
    ids=[
        *("paragraphs", "spaced paragraphs", "narrow", "verse", "table", "dialogue", "list"),
        *("addresses", "code", "couplets", "free verse", "blank", "empty"),
    ],
)
def test_what_is_not_surely_broken_at_a_width_stays_character_for_character(text: str) -> None:
    assert unwrapped(text).text == text
    assert unwrapped(text).line_ends == 0


def test_a_list_and_a_table_in_a_broken_text_stay_lines() -> None:
    rows = "池塘\t三处，\n花圃\t五处，"
    marked = "- 步道\n- 水池"
    broken = "\n".join(cut(paragraph, 30) for paragraph in LAW)
    whole = unwrapped(f"{broken}\n{rows}\n{marked}")
    assert whole.text == "\n".join([*LAW, rows, marked])


def test_a_quotation_of_a_broken_file_is_a_whole_sentence_at_its_place(tmp_path: Path) -> None:
    written = "\r\n".join(cut(paragraph, 35).replace("\n", "\r\n") for paragraph in LAW)
    (tmp_path / "park.txt").write_bytes(written.encode("gb18030"))
    (parsed,) = read_corpus(tmp_path).documents
    document = parsed.document
    assert document.text == "\n".join(LAW)
    assert LAW[3] in [span.of(document.text) for span in sentences(document.text)]
    (article,) = (section for section in parsed.sections if section.address.endswith("第二条"))
    assert article.span.of(document.text).strip() == LAW[3]
    assert document.source is not None
    assert document.source.joined_line_ends == written.count("\n") - document.text.count("\n")


def test_only_plain_text_is_joined() -> None:
    broken = "\n".join(cut(paragraph, 30) for paragraph in LAW)
    assert extract("a.txt", broken.encode()).text == "\n".join(LAW)
    assert len(extract("a.md", broken.encode()).text.split("\n")) == len(broken.split("\n"))
