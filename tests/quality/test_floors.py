"""The quality of answers holds its floors, on the bundled models."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.engine import Engine
from tests.quality.floors import (
    ANSWERED,
    HELD_EXACTLY,
    OWN_QUESTIONS,
    digest,
    fallen,
    measure,
    measure_answers,
    measure_search,
    pinned,
    pinned_anew,
    question_files,
    searched_files,
)


@pytest.mark.parametrize("path", question_files(), ids=lambda path: path.name)
def test_no_measure_is_below_its_floor(path: Path, engine: Engine) -> None:
    entry = pinned()[path.name]
    assert entry["digest"] == digest(path), "other questions: run python -m tests.quality.floors"
    assert fallen(measure(path, engine), entry["floors"]) == {}


@pytest.mark.parametrize("path", searched_files(), ids=lambda path: path.name)
def test_no_search_is_below_its_floor(path: Path) -> None:
    entry = pinned()[path.name]
    assert entry["digest"] == digest(path), "other questions: run python -m tests.quality.floors"
    floors = {m: floor for m, floor in entry["floors"].items() if " answers " not in m}
    assert fallen(measure_search(path), floors) == {}


@pytest.mark.parametrize("path", searched_files(), ids=lambda path: path.name)
def test_no_answer_of_many_texts_is_below_its_floor(path: Path) -> None:
    floors = {m: f for m, f in pinned()[path.name]["floors"].items() if " answers " in m}
    assert len(floors) >= len(ANSWERED)
    assert fallen(measure_answers(path), floors) == {}


@pytest.mark.parametrize("path", question_files(), ids=lambda path: path.name)
def test_citations_and_script_invariance_are_pinned_at_one(path: Path) -> None:
    floors = pinned()[path.name]["floors"]
    exact = {name: v for name, v in floors.items() if name.split(" ")[1] in HELD_EXACTLY}
    assert exact and set(exact.values()) == {1.0}


def test_our_own_questions_are_always_measured() -> None:
    assert OWN_QUESTIONS in question_files()


@pytest.mark.parametrize("digest_pinned", ["", digest(OWN_QUESTIONS)], ids=["other", "same"])
def test_a_floor_falls_only_with_a_reason_whatever_the_questions(digest_pinned: str) -> None:
    entry = {"digest": digest_pinned, "floors": {"all answer_hit": 0.9}, "lowered": []}
    with pytest.raises(SystemExit, match="all answer_hit.*0.8, 0.9.*--lower"):
        pinned_anew(OWN_QUESTIONS, {"all answer_hit": 0.8}, entry, None)
    (lowered,) = pinned_anew(OWN_QUESTIONS, {"all answer_hit": 0.8}, entry, "harder")["lowered"]
    assert (lowered["why"], lowered["what"]) == ("harder", ["all answer_hit"])


def test_a_floor_that_is_no_longer_measured_has_fallen() -> None:
    with pytest.raises(SystemExit, match="zh-Hans"):
        pinned_anew(OWN_QUESTIONS, {}, {"floors": {"zh-Hans answer_hit": 0.9}}, None)


def test_floors_rise_without_a_word() -> None:
    entry = {"digest": "", "floors": {"all answer_hit": 0.9}, "lowered": []}
    anew = pinned_anew(OWN_QUESTIONS, {"all answer_hit": 1.0}, entry, None)
    wanted = {"digest": digest(OWN_QUESTIONS), "floors": {"all answer_hit": 1.0}, "lowered": []}
    assert anew == wanted
