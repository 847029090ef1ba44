from __future__ import annotations

import pytest

from rag.corpus import parse_text
from rag.corpus.readers.markdown import read_markdown

HANDBOOK = """# 社區手冊

## 一、環境

- 每戶種樹**三棵**。
- [ ] 每戶認養綠地，見[附件](a.pdf)。
* **注意：**颱風時不得種樹。

| 項目 | 數量 |
|------|:---:|
| 樹 | 30棵 |

## 二、步驟

1. 申請
   1. 填表
   1. 送件
1. 審查
   - 書面

> 引自本會章程第三條。
"""


def read(text: str) -> list[str]:
    return read_markdown(text.encode()).text.split("\n")


def test_a_handbook_is_what_a_reader_of_the_page_sees() -> None:
    assert read(HANDBOOK) == [
        "社區手冊",
        "一、環境",
        "每戶種樹三棵。",
        "每戶認養綠地，見附件。",
        "注意：颱風時不得種樹。",
        "項目 | 數量",
        "樹 | 30棵",
        "二、步驟",
        "1. 申請",
        "(1) 填表",
        "(2) 送件",
        "2. 審查",
        "書面",
        "引自本會章程第三條。",
    ]


def test_items_of_numbered_lists_are_clauses() -> None:
    sections = parse_text("d", "\n".join(read(HANDBOOK))).sections
    assert [section.address for section in sections] == [
        *("¶0", "一", "二", "二/1", "二/1/(1)", "二/1/(2)", "二/2")
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("第一條 好。\n第二條 壞。", ["第一條 好。", "第二條 壞。"]),
        ("1.管理有序\n要有序。", ["1.管理有序", "要有序。"]),
        ("# Guide\n\n## Setup", ["# Guide", "## Setup"]),
        ("他說**「好」**後離開。", ["他說「好」後離開。"]),
        ("3 * 4 * 5，3**2 是九", ["3 * 4 * 5，3**2 是九"]),
        ("費用<金額>元，a<b", ["費用<金額>元，a<b"]),
        (r"\*號與\# 號", ["*號與# 號"]),
        ("[附註]: 見附件。", ["[附註]: 見附件。"]),
        ("見[一][a]。\n\n[a]: http://a.example/", ["見一。"]),
        ("好。<!-- 待查 -->", ["好。"]),
        ("甲<br>乙", ["甲", "乙"]),
        ("```\na**2 + b**2 < 3\n```", ["a**2 + b**2 < 3"]),
        ("```sh\n# not a heading\nmake\n```", ["```", "# not a heading", "make", "```"]),
        ("    # not a heading", ["```", "# not a heading", "```"]),
    ],
)
def test_marks_are_read_and_words_are_kept(written: str, shown: list[str]) -> None:
    assert read(written) == shown


def test_text_in_an_old_encoding_says_so() -> None:
    extracted = read_markdown("## 一、社区建设的基本原则\n- 以人为本".encode("gb18030"))
    assert (extracted.text, extracted.encoding) == (
        "一、社区建设的基本原则\n以人为本",
        "gb18030",
    )
