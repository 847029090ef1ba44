"""Questions to click: the chapter's where it is, and of any shelf such as its texts answer."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from rag.engine import Engine
from rag.text import folded
from rag.types import Answer
from rag.web.examples import OF_THE_CHAPTER, Example, examples_of
from rag.web.wording import Language

_RULES = """老街管理辦法

第一條 為管理老街,訂定本辦法。

第二條 本辦法所稱攤商,指在老街設攤營業的人。

第三條 攤商每月繳清潔費三百元。"""

_LAW = """河道保护条例

第一条 为了保护河道,制定本条例。

第二条 任何人不得向河道倾倒垃圾。

第三条 河长负责巡查河道。"""

_PLAN = """图书借阅工作方案

一、读者服务的主要任务

(一)延长开放时间

每周六开放到晚上八点。

(二)上门送书

为行动不便的读者送书。"""

_ENGLISH = """Article 1 Purpose

This ordinance keeps the lake clean.

Article 2 Boats

Rowing boats are free of charge."""

_CHAPTER = """一、社區建設的現實條件

1.居民自治

居民自己管理社區。"""


def _examples(texts: Mapping[str, str]) -> tuple[Example, ...]:
    return examples_of(Engine.from_texts(texts, reader="none"))


def test_the_chapters_questions_come_in_all_three_writings_without_repeats() -> None:
    assert {language for language, _ in OF_THE_CHAPTER[:3]} == set(Language)
    assert len({folded(question) for _, question in OF_THE_CHAPTER}) == len(OF_THE_CHAPTER)


@pytest.mark.parametrize(
    ("text", "example"),
    [
        (_RULES, Example(Language.TRADITIONAL, "攤商是什麼意思？")),
        (_LAW, Example(Language.SIMPLIFIED, "河道保护条例第一条规定什么？")),
        (_PLAN, Example(Language.SIMPLIFIED, "读者服务的主要任务有哪些？")),
        (_ENGLISH, Example(Language.ENGLISH, "What does Article 1 say?")),
    ],
)
def test_a_document_is_asked_what_it_tells_by_its_form(text: str, example: Example) -> None:
    assert _examples({"own": text}) == (example,)


def test_a_text_that_answers_none_by_its_form_has_no_example() -> None:
    assert _examples({"own": "今天早上下雨。"}) == ()


def test_beside_the_chapter_stand_questions_of_other_documents() -> None:
    assert _examples({"community-building": _CHAPTER}) == OF_THE_CHAPTER
    mixed = _examples({"community-building": _CHAPTER, "rules": _RULES})
    assert mixed == (
        *OF_THE_CHAPTER[:3],
        Example(Language.TRADITIONAL, "攤商是什麼意思？"),
    )


def test_what_two_documents_would_both_be_asked_is_asked_once() -> None:
    assert len(_examples({"one": _RULES, "two": _RULES})) <= 1


class _Counting(Engine):
    """An engine that tells what it was asked."""

    def ask(self, question: str) -> Answer:
        _ASKED.append(question)
        return super().ask(question)


_ASKED: list[str] = []


def test_of_a_long_document_that_another_answers_for_few_questions_are_tried() -> None:
    articles = "\n".join(f"第{n}条 违反规定的，责令改正。" for n in "一二三四五六七八九十")
    shelf = {"edition-1": articles, "edition-2": articles}
    engine = _Counting.from_texts(shelf, titles=dict.fromkeys(shelf, "河道管理法"), reader="none")
    _ASKED.clear()
    assert len(examples_of(engine)) == 1
    assert len(_ASKED) <= 7


def test_a_long_shelf_is_looked_at_here_and_there() -> None:
    shelf = {f"law-{n:03}": _LAW.replace("河道", f"{n}号河道") for n in range(100)}
    examples = _examples(shelf)
    assert [example.question[:3] for example in examples] == ["0号河", "8号河", "16号", "24号"]
