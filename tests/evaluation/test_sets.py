"""Question files of each kind are read whole, and what is wrong with one is said in one line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from rag.evaluation import read_question_set
from rag.types import QueryError

INDEXED = {"id": "1", "question": "園長是誰?", "lang": "zh-Hant", "kind": "span", "answers": ["王"]}
READING = {"id": "1", "context": "公園全年開放。", "question": "何時開放?", "answers": ["全年"]}
PARALLEL = {"en": "a park", "zh_cn": "公园", "zh_tw": "公園", "yue": "公園"}


def write(path: Path, *rows: dict[str, Any]) -> Path:
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


@pytest.mark.parametrize("name", ["questions.jsonl", "questions.jsonl.gz"])
def test_questions_on_the_index_bring_no_texts(tmp_path: Path, name: str) -> None:
    (question_set,) = read_question_set(write(tmp_path / name, INDEXED))
    assert question_set.texts is None
    assert [q.text for q in question_set.questions] == ["園長是誰?"]


def test_a_paragraph_asked_about_twice_is_one_text(tmp_path: Path) -> None:
    other = {**READING, "id": "2", "question": "開放多久?"}
    (question_set,) = read_question_set(write(tmp_path / "r.jsonl", READING, other))
    assert question_set.texts == {"p00000": "公園全年開放。"}
    assert [q.relevant for q in question_set.questions] == [frozenset({"p00000"})] * 2


def test_blank_questions_are_left_out_and_named(tmp_path: Path) -> None:
    blank = {**READING, "id": "blank", "question": " "}
    (question_set,) = read_question_set(write(tmp_path / "r.jsonl", READING, blank))
    assert [q.question_id for q in question_set.questions] == ["1"]
    assert question_set.left_out == ("blank",)


def test_each_writing_of_a_parallel_file_asks_for_each_other(tmp_path: Path) -> None:
    sets = read_question_set(write(tmp_path / "p.jsonl", PARALLEL))
    assert len(sets) == 12
    assert {len(s.questions) for s in sets} == {1}


def test_an_article_of_law_is_found_by_its_text_without_spaces(tmp_path: Path) -> None:
    articles = write(tmp_path / "a.jsonl", {"text": "第一条 甲。"}, {"text": "第二条 乙。"})
    row = {"id": 1, "question": "乙?", "articles": {"法第二条": "第二条乙。", "失效": "无"}}
    (question_set,) = read_question_set(write(tmp_path / "l.jsonl", row), articles)
    assert question_set.questions[0].relevant == frozenset({"a000001"})


def test_articles_have_the_title_of_their_law(tmp_path: Path) -> None:
    articles = write(tmp_path / "a.jsonl", {"law": "公園法", "text": "甲。"}, {"text": "乙。"})
    row = {"id": 1, "question": "乙?", "articles": {"法第二条": "乙。"}}
    (question_set,) = read_question_set(write(tmp_path / "l.jsonl", row), articles)
    assert question_set.titles == {"a000000": "公園法", "a000001": ""}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"id": None}, "id must be a string or a number"),
        ({"question": 1}, "question must be a string"),
        ({"context": ["a"]}, "context must be a string"),
        ({"answers": "a"}, "answers must be a list of strings"),
        ({"answers": [1]}, "answers must be a list of strings"),
    ],
)
def test_a_field_that_is_not_what_it_should_be_is_told_with_its_line(
    tmp_path: Path, changed: dict[str, Any], message: str
) -> None:
    path = write(tmp_path / "r.jsonl", READING, {**READING, **changed})
    with pytest.raises(QueryError, match=f"{path}, line 2: {message}"):
        read_question_set(path)


@pytest.mark.parametrize("row", [INDEXED, READING])
def test_a_line_without_an_id_is_told(tmp_path: Path, row: dict[str, Any]) -> None:
    without = {name: value for name, value in row.items() if name != "id"}
    path = write(tmp_path / "r.jsonl", row, without)
    with pytest.raises(QueryError, match=f"{path}, line 2: there is no id"):
        read_question_set(path)


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\x0c"])
def test_a_line_break_of_unicode_in_a_string_ends_no_line(tmp_path: Path, character: str) -> None:
    asked = {**READING, "context": f"公園{character}全年開放。"}
    text = json.dumps(asked, ensure_ascii=False).replace("\\f", "\\u000c")
    path = tmp_path / "r.jsonl"
    path.write_text(f"{text}\r\n{text}\r\n", "utf-8", newline="")
    (question_set,) = read_question_set(path)
    assert question_set.texts == {"p00000": asked["context"]}
    assert len(question_set.questions) == 2


@pytest.mark.parametrize(
    ("count", "asked"),
    [(None, "0123456"), (9, "0123456"), (7, "0123456"), (3, "024"), (1, "0")],
)
def test_a_sample_is_spread_evenly(tmp_path: Path, count: int | None, asked: str) -> None:
    rows = [{**READING, "id": str(number)} for number in range(7)]
    (question_set,) = read_question_set(write(tmp_path / "r.jsonl", *rows))
    sample = question_set.sampled(count)
    assert "".join(q.question_id for q in sample.questions) == asked
    assert sample.texts == question_set.texts


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no questions"),
        (b'{"id": 1}\n{', "line 2: not JSON"),
        (b"[1]", "line 1: not an object"),
        (b"[" * 100_000, "line 1: not JSON"),
        (b'{"colour": 1}', "colour"),
        (b'{"id": 1, "question": "a"}', "it needs id, question, lang, kind, answers"),
        (b"\xff\xfe\x00", r"is not UTF-8 \(byte 0\); save it"),
        (b'{"id": 1, "question": "a", "articles": {}}', "--articles"),
    ],
    ids=[
        "empty",
        "not json",
        "no object",
        "too deep",
        "other fields",
        "batch",
        "not text",
        "no articles",
    ],
)
def test_a_file_that_is_no_question_set_is_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(content)
    with pytest.raises(QueryError, match=message) as caught:
        read_question_set(path)
    assert str(path) in str(caught.value)


def test_a_file_that_cannot_be_read_is_named_without_its_error_number(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"^cannot read \S+: No such file or directory; give"):
        read_question_set(tmp_path / "none.jsonl")
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(b"{}" * 1000)[:-9])
    with pytest.raises(QueryError, match="no whole gzip file"):
        read_question_set(cut)
