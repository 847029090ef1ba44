"""The measures that must not fall, with a digest of the questions they were taken on.

    python -m tests.quality.floors                    measure again, raise what has risen
    python -m tests.quality.floors --lower "reason"   accept what has fallen, and say why

Our own questions are in `tests/cases/`. The larger sets are no part of the repository: they are
looked for in the folder that ZHANGJU_EVAL names, else in `../shared/eval` beside this checkout. A
set that is not there keeps its floors: its tests are skipped, and this program says so.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rag.engine import Engine
from rag.evaluation import evaluate_file, read_question_set, retrieval_metrics
from rag.evaluation.answers import Asked, answer_metrics
from rag.evaluation.sets import Question

ROOT = Path(__file__).parents[2]
FLOORS = Path(__file__).with_name("floors.json")
OWN_QUESTIONS = ROOT / "tests/cases/community_questions.jsonl"

# Higher is better for these; false refusals are held through the refusal F1.
HELD = ("answer_hit", "list_complete", "refused", "refusal_f1", "citation_exact")
HELD_EXACTLY = ("citation_exact", "script_invariance")

EVAL = Path(os.environ.get("ZHANGJU_EVAL") or ROOT.parent / "shared/eval")
# What the chapter is asked.
CHAPTER_FILES = (OWN_QUESTIONS, EVAL / "chapter_questions.jsonl")
# Sets that bring their own texts: search is held on some of their questions.
SEARCHED_FILES = (
    EVAL / "cmrc2018_trial.jsonl.gz",
    EVAL / "drcd_dev.jsonl.gz",
    EVAL / "xquad_zh_en_half.jsonl.gz",
)
_SEARCHES = 120
_SEARCH_ROOM = 0.01
# And answers on fewer, of which two may fall otherwise.
_ANSWERS = 40
_ANSWER_ROOM = 0.05
ANSWERED = ("answer_hit", "exact_match", "f1", "first_hit")

Measures = dict[str, float]


def absence(path: Path) -> str:
    """Why a question file cannot be asked: that it is not there; empty if it is."""
    return "" if path.is_file() else f"no {path}; ZHANGJU_EVAL names the folder of question sets"


def digest(path: Path) -> str:
    """The first sixteen digits of the file's sha256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def measure(path: Path, engine: Engine) -> Measures:
    """The held measures of a question file, over all its languages and in each."""
    (report,) = evaluate_file(path, lambda: engine)
    parts: dict[str, Any] = {"all": report["answers"], **report.get("by_language", {})}
    return {
        f"{part} {name}": float(metrics[name])
        for part, metrics in parts.items()
        for name in (*HELD, "script_invariance")
        if name in metrics
    }


@cache
def _shelves(path: Path) -> tuple[tuple[str, Engine, Sequence[Question]], ...]:
    """What each set of a file is called, its texts, and its questions."""
    return tuple(
        (
            question_set.name.removeprefix(path.name).strip() or "all",
            Engine.from_texts(question_set.texts or {}),
            question_set.questions,
        )
        for question_set in read_question_set(path)
    )


def _some(questions: Sequence[Question], count: int) -> Sequence[Question]:
    return questions[:: max(1, len(questions) // count)][:count]


def measure_search(path: Path) -> Measures:
    """Recall, MRR and nDCG of each way of searching, on some questions of each set in a file."""
    found: Measures = {}
    for name, engine, questions in _shelves(path):
        metrics = retrieval_metrics(replace(engine, reader=None), _some(questions, _SEARCHES))
        found |= {f"{name} {m}": value for m, value in metrics.items()}
    return found


def measure_answers(path: Path) -> Measures:
    """Hits, exact matches and F1 of answers, on a few questions of each set in a file."""
    found: Measures = {}
    for name, engine, questions in _shelves(path):
        some = _some(questions, _ANSWERS)
        answers = [engine.ask(question.text) for question in some]
        # Both scripts answer alike: asked once, an answer is its own twin.
        asked = [Asked(q, a, a) for q, a in zip(some, answers, strict=True)]
        metrics = answer_metrics(engine, asked)
        found |= {f"{name} answers {m}": float(metrics[m]) for m in ANSWERED}
    return found


def with_room(measured: Measures, room: float) -> Measures:
    """Floors by `room` below: on another processor, near ties may fall otherwise."""
    return {name: round(max(0.0, value - room), 4) for name, value in measured.items()}


def pinned() -> dict[str, Any]:
    """What is pinned: by file name, the digest, the floors and the reasons for lowering any."""
    return dict(json.loads(FLOORS.read_text("utf-8"))) if FLOORS.is_file() else {}


def fallen(measured: Measures, floors: Measures) -> dict[str, tuple[float, float]]:
    """What is below its floor: the measure, and the floor."""
    return {
        name: (measured.get(name, 0.0), floor)
        for name, floor in floors.items()
        if measured.get(name, 0.0) < floor
    }


def pinned_anew(
    path: Path, measured: Measures, entry: Mapping[str, Any], reason: str | None
) -> dict[str, Any]:
    """The entry of a question file with what was measured as its floors.

    What has fallen needs a reason, on other questions too, and the entry keeps it; SystemExit,
    naming the floors, without one.
    """
    lowered = list(entry.get("lowered", ()))
    if below := fallen(measured, entry.get("floors", {})):
        if not reason:
            raise SystemExit(f"{path.name}: {below} (measured, floor); give --lower REASON")
        lowered.append({"on": str(date.today()), "why": reason, "what": sorted(below)})
    return {"digest": digest(path), "floors": measured, "lowered": lowered}


def _at_hand(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if why := absence(path):
            sys.stderr.write(f"not measured: {why}\n")
        else:
            yield path


def main() -> None:
    """Measure, raise, and lower only with a reason."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lower", metavar="REASON", help="accept what has fallen, and say why")
    reason = parser.parse_args().lower
    record = pinned()
    engine = Engine.open(ROOT / "index", corpus=ROOT / "corpus")
    taken = [(path, measure(path, engine)) for path in _at_hand(CHAPTER_FILES)]
    for path in _at_hand(SEARCHED_FILES):
        answers = with_room(measure_answers(path), _ANSWER_ROOM)
        taken.append((path, with_room(measure_search(path), _SEARCH_ROOM) | answers))
    for path, measured in taken:
        record[path.name] = pinned_anew(path, measured, record.get(path.name, {}), reason)
    FLOORS.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
