"""What a speech announces and tells in turn is quoted whole, each sentence by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.corpus import parse_text
from rag.engine import Engine
from rag.index import build_in_memory
from rag.text import render_simplified
from rag.types import Answer
from tests.fakes import HashEncoder

SPEECH = """園長的話

今年園藝學校給學徒三個支援：

第一，發給工具。工具由倉庫保管。

第二，安排師傅。

第三，補貼車費。

第四季我們再見面。

溫室的管理有兩個要點。首先，要通風。其次，要遮陽。最後，大家辛苦了。

水池清洗分成下列步驟：

一是放水。

三是刷洗。

花圃的佈置是一個大工程，用了兩個月：

第一，翻土。

第二，鋪路。

第三，種花。

苗圃的搬遷有兩個好處。其一,光照充足。其二,取水方便。

園藝學校的學徒每日澆水。
"""
SUPPORTS = ["第一，發給工具。", "第二，安排師傅。", "第三，補貼車費。"]


def ask(question: str) -> Answer:
    encoder = HashEncoder()
    return Engine.over(build_in_memory([parse_text("speech", SPEECH)], encoder), encoder).ask(
        question
    )


def said(answer: Answer) -> list[str]:
    return [sentence.text for sentence in answer.sentences]


@pytest.mark.parametrize("render", [str, render_simplified])
@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("今年園藝學校給學徒哪些支援?", ["今年園藝學校給學徒三個支援：", *SUPPORTS]),
        (
            "花圃的佈置有哪些工程?",
            [
                "花圃的佈置是一個大工程，用了兩個月：",
                "第一，翻土。",
                "第二，鋪路。",
                "第三，種花。",
            ],
        ),
        (
            "苗圃的搬遷有哪些好處?",
            ["苗圃的搬遷有兩個好處。", "其一,光照充足。", "其二,取水方便。"],
        ),
        ("溫室的管理有哪些要點?", ["溫室的管理有兩個要點。", "首先，要通風。", "其次，要遮陽。"]),
    ],
)
def test_what_is_announced_is_quoted_with_all_that_is_told_in_turn(
    render: Callable[[str], str], question: str, quoted: list[str]
) -> None:
    answer = ask(render(question))
    assert said(answer) == quoted
    for sentence in answer.sentences:
        (citation,) = sentence.citations
        assert citation.quote == sentence.text


def test_a_row_with_a_place_left_out_is_none() -> None:
    assert "三是刷洗。" not in said(ask("水池清洗分成哪些步驟?"))


def test_what_is_not_asked_as_a_list_is_not_told_as_one() -> None:
    assert "第三，補貼車費。" not in said(ask("今年園藝學校給學徒三個支援嗎?"))
