"""The questions that were written for the reader, and the lessons that are made of them."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from rag.engine import Engine
from training.cmrc import is_unseen
from training.written_lessons import WrittenQuestion, lesson_of_question, written_questions
from training.written_texts import own_passages, policies, runs

_RULES = """老街管理辦法

第一條 攤商每月繳清潔費三百元。

第二條 攤商逾期不繳清潔費,處一千元罰鍰。

第三條 老街每日晚上十點休市。"""


def test_each_question_is_asked_once_of_a_text_that_there_is() -> None:
    questions = written_questions()
    assert len({question.question for question in questions}) == len(questions) > 7_000
    known = own_passages().keys() | {run.text_id for run in runs()}
    for question in questions:
        is_paragraph = re.fullmatch(r"p\d{5}", question.text_id)
        assert question.words and (is_paragraph or question.text_id in known), question


def test_none_is_about_a_paragraph_that_is_held_out() -> None:
    asked = {q.text_id for q in written_questions() if q.text_id.startswith("p")}
    assert asked and not any(map(is_unseen, asked))


def test_our_own_passages_have_the_words_that_are_to_be_in_them() -> None:
    passages = own_passages()
    asked = [question for question in written_questions() if question.text_id in passages]
    assert {question.is_answered for question in asked} == {True, False}
    assert all(question.words in passages[question.text_id].text for question in asked)


def test_a_run_is_found_in_the_corpora(tmp_path: Path) -> None:
    run = runs()[0]
    articles = [
        {"law": run.title, "article": f"第{n}条", "text": f"正文{n}"}
        for n in range(run.first + run.count + 1)
    ]
    for name, records in (
        ("prc_laws_articles", articles),
        ("tw_laws_articles", []),
        ("tw_policy_speeches", []),
    ):
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(record) + "\n" for record in records)
    lines = policies(tmp_path)[run.text_id].text.splitlines()
    assert len(lines) == run.count and lines[0] == f"第{run.first}条 正文{run.first}"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.from_texts({"rules": _RULES}, reader="none")


def test_what_answers_is_marked_below_its_place_beside_what_does_not(engine: Engine) -> None:
    asked = WrittenQuestion("rules", is_answered=True, question="清潔費多少?", words="三百元")
    lesson = lesson_of_question(engine, asked, "policy")
    assert lesson is not None
    assert lesson["passage"].startswith("《老街管理辦法》\n")
    assert lesson["passage"][lesson["start"] : lesson["end"]] == "三百元"
    assert lesson["is_answered"] and lesson["is_excerpt"] and lesson["source"] == "policy"
    assert len(lesson["wrong"]) == 3 and not any("三百元" in wrong for wrong in lesson["wrong"])


def test_of_a_near_miss_the_sentence_that_tempts_stands_first_and_nothing_is_marked(
    engine: Engine,
) -> None:
    words = "攤商逾期不繳清潔費,處一千元罰鍰。"
    asked = WrittenQuestion("rules", is_answered=False, question="清潔費怎麼繳?", words=words)
    lesson = lesson_of_question(engine, asked, "policy")
    assert lesson is not None
    assert words in lesson["passage"] and not lesson["is_answered"]
    assert lesson["start"] == lesson["end"]


def test_there_is_no_lesson_where_search_does_not_find_the_words(engine: Engine) -> None:
    asked = WrittenQuestion("rules", is_answered=True, question="幾點休市?", words="九點")
    assert lesson_of_question(engine, asked, "policy") is None
