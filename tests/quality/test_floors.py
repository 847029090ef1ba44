"""The quality of answers holds its floors, on the bundled models."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from rag.engine import Engine
from tests.quality.floors import (
    ANSWERED,
    CHAPTER_FILES,
    HELD_EXACTLY,
    OWN_QUESTIONS,
    SEARCHED_FILES,
    absence,
    digest,
    fallen,
    measure,
    measure_answers,
    measure_search,
    pinned,
    pinned_anew,
)

_OTHER_QUESTIONS = "other questions: run python -m tests.quality.floors"


@pytest.fixture
def questions(request: pytest.FixtureRequest) -> Path:
    """A question file; where it is not at hand, the test is skipped, and says so."""
    path: Path = request.param
    if why := absence(path):
        pytest.skip(why)
    return path


def _each(paths: Sequence[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("questions", paths, ids=lambda path: path.name, indirect=True)


@_each(CHAPTER_FILES)
def test_no_measure_is_below_its_floor(questions: Path, engine: Engine) -> None:
    entry = pinned()[questions.name]
    assert entry["digest"] == digest(questions), _OTHER_QUESTIONS
    assert fallen(measure(questions, engine), entry["floors"]) == {}


@_each(SEARCHED_FILES)
def test_no_search_is_below_its_floor(questions: Path) -> None:
    entry = pinned()[questions.name]
    assert entry["digest"] == digest(questions), _OTHER_QUESTIONS
    floors = {m: floor for m, floor in entry["floors"].items() if " answers " not in m}
    assert fallen(measure_search(questions), floors) == {}


@_each(SEARCHED_FILES)
def test_no_answer_of_many_texts_is_below_its_floor(questions: Path) -> None:
    floors = {m: f for m, f in pinned()[questions.name]["floors"].items() if " answers " in m}
    assert len(floors) >= len(ANSWERED)
    assert fallen(measure_answers(questions), floors) == {}


@pytest.mark.parametrize("name", [path.name for path in CHAPTER_FILES])
def test_citations_and_script_invariance_are_pinned_at_one(name: str) -> None:
    floors = pinned()[name]["floors"]
    exact = {name: v for name, v in floors.items() if name.split(" ")[1] in HELD_EXACTLY}
    assert exact and set(exact.values()) == {1.0}


def test_our_own_questions_are_always_measured() -> None:
    assert OWN_QUESTIONS in CHAPTER_FILES and not absence(OWN_QUESTIONS)


def test_a_set_that_is_not_at_hand_says_where_it_was_looked_for(tmp_path: Path) -> None:
    missing = tmp_path / "drcd_dev.jsonl.gz"
    assert absence(missing).startswith(f"no {missing}; ZHANGJU_EVAL ")


@pytest.mark.parametrize("digest_pinned", ["", digest(OWN_QUESTIONS)], ids=["other", "same"])
def test_a_floor_falls_only_with_a_reason_whatever_the_questions(digest_pinned: str) -> None:
    entry = {"digest": digest_pinned, "floors": {"all answer_hit": 0.9}, "lowered": []}
    with pytest.raises(SystemExit, match=r"all answer_hit.*0\.8, 0\.9.*--lower"):
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
