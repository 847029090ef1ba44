"""Which of several lists is meant: the part of a joined heading, the duties, the prohibitions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.corpus import parse_text
from rag.engine import Engine
from rag.index import build_in_memory
from rag.text import render_simplified
from tests.fakes import HashEncoder

SCHOOL = """園藝學校章程

一、園藝學校的用途和優點

(一)園藝學校的用途

1.栽培學徒

2.保存花種

(二)園藝學校的優點

1.離城近

2.收費低

二、園藝委員會

(一)組成

1.園長

2.園丁

(二)職責

1.分配花圃

2.保管工具

三、學徒守則

(一)學徒不得有下列行為:

1.攀折花木。

2.借出工具。

(二)學徒每日澆水。
"""


@pytest.fixture(scope="module")
def school() -> Engine:
    encoder = HashEncoder()
    return Engine.over(build_in_memory([parse_text("school", SCHOOL)], encoder), encoder)


@pytest.mark.parametrize("render", [str, render_simplified])
@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("園藝學校有哪些優點?", ["離城近", "收費低"]),
        ("園藝學校有哪些用途?", ["栽培學徒", "保存花種"]),
        ("園藝學校有哪些用途和優點?", ["園藝學校的用途", "園藝學校的優點"]),
        ("園藝委員會要做哪些事?", ["分配花圃", "保管工具"]),
        ("學徒不能有哪些行為?", ["攀折花木。", "借出工具。"]),
    ],
)
def test_the_list_that_is_meant_is_told(
    school: Engine, render: Callable[[str], str], question: str, items: list[str]
) -> None:
    assert [s.text for s in school.ask(render(question)).sentences] == items
