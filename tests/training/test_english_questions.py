"""The questions in English: what is translated, and what is kept."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from tests.training.records import write_gzipped
from training import english_questions as command
from training import language_model, translated
from training.cmrc import is_unseen
from training.data import write_records


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Thirty paragraphs with a question each; and a work folder of their own."""
    monkeypatch.setattr(translated, "ENGLISH", tmp_path / "english.jsonl")
    monkeypatch.setattr(command, "ENGLISH", tmp_path / "english.jsonl")
    monkeypatch.setattr(language_model, "_MODEL", tmp_path / "model.gguf")
    records: list[dict[str, object]] = [
        {"question": f"第{n}问?", "context": f"第{n}段。"} for n in range(30)
    ]
    write_gzipped(tmp_path / "cmrc2018_train.jsonl.gz", records)
    return tmp_path


class Upper:
    """Says of each question that it was translated, and remembers which it was asked."""

    asked: ClassVar[list[str]] = []

    def __init__(self, *_: object) -> None:
        self.asked.clear()

    def said(self, questions: Sequence[str], longest: int, *, drawn: bool) -> list[str]:
        assert not drawn
        self.asked.extend(questions)
        return [f"What is {question}" for question in questions]


def run(data: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> list[str]:
    (data / "model.gguf").touch()
    monkeypatch.setattr(command, "LanguageModel", Upper)
    monkeypatch.setattr(sys, "argv", ["english_questions", "--data", str(data), *options])
    command.main()
    return list(Upper.asked)


def test_each_question_is_translated_once(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(run(data, monkeypatch)) == 30
    assert run(data, monkeypatch) == []
    english = translated.translations()
    assert len(english) == 30 and english["第7问?"] == "What is 第7问?"


def test_those_about_held_out_paragraphs_come_first(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language_model, "_BATCH", 1)
    monkeypatch.setattr(language_model, "_BLOCK", 1)
    asked = run(data, monkeypatch)
    unseen = [f"第{n}问?" for n in range(30) if is_unseen(f"p{n:05}")]
    assert unseen and asked[: len(unseen)] == unseen


def test_a_run_out_of_time_keeps_what_it_has(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(data, monkeypatch, "--minutes", "0") == []
    assert translated.translations() == {} == translated.english_questions()


def test_what_stayed_chinese_is_no_english_question() -> None:
    assert translated.is_english("Who was 岬太郎's partner in the first South Gorge City?")
    assert not translated.is_english("岬太郎的搭档是谁?")


def test_only_what_is_english_is_asked_in_english(data: Path) -> None:
    said = [{"zh": "谁?", "en": "Who?"}, {"zh": "何处?", "en": "岬太郎在何处?"}]
    write_records(translated.ENGLISH, said)
    assert len(translated.translations()) == 2
    assert translated.english_questions() == {"谁?": "Who?"}
