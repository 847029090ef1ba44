"""Where an address has no clause, the clauses that were most likely meant are named."""

from __future__ import annotations

import pytest

from rag.corpus import nearest_clauses, parse_sections

LAW = """公園法
第一章 總則
第一條 公園應開放。
第二條 公園免費。
第二章 管理
第三條 不得有下列行為:
一、攀折。
二、露營。
第四條 夜間得收費。
"""


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("第一章/第四條", ["第一章/第一條", "第一章/第二條"]),
        ("第三條第九款", ["第二章/第三條/一", "第二章/第三條/二"]),
        ("第四條/7", ["第二章/第四條"]),
        ("第三章", ["第一章", "第二章"]),
        ("第二節", ["第二章"]),
        ("社區", []),
    ],
)
def test_nearest_clauses(typed: str, nearest: list[str]) -> None:
    sections = parse_sections("park", LAW)[1]
    assert [section.address for section in nearest_clauses(sections, typed)] == nearest


def test_of_many_clauses_those_near_in_number_are_named() -> None:
    text = "公園法\n" + "".join(f"第{n}條 公園有{n}座。\n" for n in range(1, 31))
    near = nearest_clauses(parse_sections("park", text)[1], "第三十三條")
    assert [section.address for section in near] == [f"第{n}條" for n in range(23, 31)]
