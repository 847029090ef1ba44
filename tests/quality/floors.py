"""The measures that must not fall, with a digest of the questions they were taken on.

    python -m tests.quality.floors                    measure again, raise what has risen
    python -m tests.quality.floors --lower "reason"   accept what has fallen, and say why

Question files are those in `tests/cases/`, and those in the folder that ZHANGJU_EVAL names or in an
`eval` folder next door, where there is one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

from rag.engine import Engine
from rag.evaluation import evaluate_file

ROOT = Path(__file__).parents[2]
FLOORS = Path(__file__).with_name("floors.json")
OWN_QUESTIONS = ROOT / "tests/cases/community_questions.jsonl"

# Higher is better for these; false refusals are held through the refusal F1.
HELD = ("answer_hit", "list_complete", "refused", "refusal_f1", "citation_exact")
HELD_EXACTLY = ("citation_exact", "script_invariance")

Measures = dict[str, float]


def question_files() -> list[Path]:
    """The files to measure on: ours, and the larger ones where they are at hand."""
    folder = os.environ.get("ZHANGJU_EVAL")
    nearby = [Path(folder)] if folder else sorted(ROOT.parent.glob("*/eval"))
    others = [path / "chapter_questions.jsonl" for path in nearby]
    return [OWN_QUESTIONS, *(path for path in others if path.is_file())]


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


def main() -> None:
    """Measure, raise, and lower only with a reason."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lower", metavar="REASON", help="accept what has fallen, and say why")
    reason = parser.parse_args().lower
    record = pinned()
    engine = Engine.open(ROOT / "index", corpus=ROOT / "corpus")
    for path in question_files():
        entry = record.setdefault(path.name, {"digest": "", "floors": {}, "lowered": []})
        measured = measure(path, engine)
        below = fallen(measured, entry["floors"])
        if below and not reason and entry["digest"] == digest(path):
            raise SystemExit(f"{path.name}: {below} (measured, floor); give --lower REASON")
        if below and reason:
            entry["lowered"].append({"on": str(date.today()), "why": reason, "what": sorted(below)})
        entry.update(digest=digest(path), floors=measured)
    FLOORS.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
