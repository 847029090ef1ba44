"""What repeats the question, or asks itself, does not answer it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.answer.echo import is_echo, is_interrogative
from rag.engine import Engine
from rag.text import render_simplified
from rag.types import Answer, Query

INTERVIEW = """園藝訪談

記者：北門的園丁為什麼要種銀杏？

園長：種銀杏是因為它耐寒，所以北門選了它。

記者：南門的水池什麼時候放水？

園長：每年三月放水，十月排空。

記者：東門的圍牆由誰油漆？

園長：我們說說別的吧。
"""


def ask(text: str, question: str) -> Answer:
    return Engine.from_texts({"talk": text}).ask(question)


def said(answer: Answer) -> list[str]:
    return [sentence.text for sentence in answer.sentences]


@pytest.mark.parametrize("render", [str, render_simplified])
@pytest.mark.parametrize(
    ("question", "told"),
    [("北門為什麼要種銀杏?", "因為它耐寒"), ("南門的水池什麼時候放水?", "每年三月放水")],
)
def test_the_reply_is_quoted_and_not_the_question_of_the_text(
    render: Callable[[str], str], question: str, told: str
) -> None:
    quoted = said(ask(INTERVIEW, render(question)))
    assert any(told in sentence for sentence in quoted)
    assert not any(sentence.endswith("？") for sentence in quoted)


def test_a_question_of_the_text_is_not_quoted_for_its_own_words() -> None:
    assert not any("圍牆" in sentence for sentence in said(ask(INTERVIEW, "東門的圍牆由誰油漆?")))


LECTURE = """綠化演講

法國有兩部法律值得一提。

第一，綠籬法。

它規定每年修剪樹籬，由園丁執行這部綠籬法。

第二，水池法。
"""


def test_a_sentence_that_only_repeats_the_question_is_not_what_is_quoted() -> None:
    assert said(ask(LECTURE, "法國的綠籬法是什麼?"))[:1] == [
        "它規定每年修剪樹籬，由園丁執行這部綠籬法。"
    ]


def test_what_is_typed_as_it_stands_in_the_text_is_quoted() -> None:
    assert said(ask(LECTURE, "第二，水池法"))[:1] == ["第二，水池法。"]


@pytest.mark.parametrize(
    ("sentence", "is_one"),
    [
        ("种了几棵?", True),
        ('他问:"种了几棵?"', True),
        ("种了几棵(大约)?)", True),
        ("种了三棵.", False),
        ("几棵?三棵.", False),
    ],
)
def test_a_sentence_that_ends_as_a_question_is_one(sentence: str, is_one: bool) -> None:
    assert is_interrogative(sentence) is is_one


@pytest.mark.parametrize(
    ("question", "text", "is_one"),
    [
        ("哪些园丁负责补种?", "园丁", True),
        ("哪些园丁负责补种?", "园丁负责什么", True),
        ("哪些园丁负责补种?", "北门园丁", False),
        ("园丁有几名?", "园丁三名", False),
        ("园丁负责补种吗?", "记者:园丁负责补种?", True),
        ("什么是绿篱法?", "第三,绿篱法.", True),
        ("园丁是每日还是每月补种?", "每日", False),
        ("who waters the trees?", "the trees", True),
        ("who waters the trees?", "the gardener", False),
    ],
)
def test_an_echo_has_no_telling_word_of_its_own(question: str, text: str, is_one: bool) -> None:
    assert is_echo(Query("", question, "zh", ()), text) is is_one
