"""The weights by which an answer's sentence is chosen: a softmax over a question's candidates.

    python -m training.train_sentences --data DIR [--questions N]

Prints `WEIGHTS` for `rag/answer/sentence_score.py`, and how often the first sentence is right, on
the questions learnt from and on a tenth of the paragraphs that were held out. How near a sentence
is in meaning is not learnt here: the bundled encoder has seen these questions.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.answer.candidates import scored_candidates
from rag.answer.kind import wanted
from rag.answer.sentence_score import SentenceFeatures
from rag.engine import Engine
from rag.text import folded
from training.cmrc import asked_records, paragraph_ids

Array = NDArray[np.float64]

_HITS_SEARCHED = 20
_SEED = 3
_STEPS = 400
_RATE = 0.1
_DECAY = 1e-3


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question's candidates: `features` [sentences, features], `right` [sentences] of 0 or 1."""

    features: Array
    right: Array


def main() -> None:
    """Learn from CMRC 2018 train, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--questions", type=int, default=2000, help="questions to learn from")
    arguments = parser.parse_args()
    records = asked_records(arguments.data)
    lessons, held_out = lessons_of(records, arguments.questions)
    weights = learn(lessons)
    for name, some in (("learnt from", lessons), ("held out", held_out)):
        print(f"{name}: {len(some)} questions, {accuracy(some, weights):.3f} right first")
    names = [field.name for field in fields(SentenceFeatures)]
    print("WEIGHTS = SentenceFeatures(")
    for name, weight in zip(names, weights, strict=True):
        print(f"    {name}={weight:.2f},")
    print(")")


def lessons_of(
    records: Sequence[dict[str, Any]], questions: int
) -> tuple[list[Lesson], list[Lesson]]:
    """The lessons to learn from, and those about paragraphs that no such lesson is about."""
    ids = paragraph_ids(records)
    engine = Engine.from_texts({id_: text for text, id_ in ids.items()})
    chosen = random.Random(_SEED).sample(list(records), min(questions, len(records)))
    found: tuple[list[Lesson], list[Lesson]] = ([], [])
    for record in chosen:
        id_ = ids[record["context"]]
        is_held_out = int(id_[1:]) % 10 == 0
        found[is_held_out].append(_lesson(engine, record, id_))
    return found


def learn(lessons: Sequence[Lesson]) -> Array:
    """The weights that make the right sentences most likely, by Adam from zero."""
    useful = [lesson for lesson in lessons if lesson.right.any()]
    weights = np.zeros(len(fields(SentenceFeatures)))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        slope = sum(_slope(lesson, weights) for lesson in useful) / len(useful) - _DECAY * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope * slope
        steadied = np.sqrt(square / (1 - 0.99**step)) + 1e-8
        weights = weights + _RATE * (mean / (1 - 0.9**step)) / steadied
    return weights


def accuracy(lessons: Sequence[Lesson], weights: Array) -> float:
    """How often the first sentence is a right one, of all questions."""
    right = [
        lesson.right[np.argmax(lesson.features @ weights)] if len(lesson.right) else 0.0
        for lesson in lessons
    ]
    return float(np.mean(right)) if right else 0.0


def _lesson(engine: Engine, record: dict[str, Any], id_: str) -> Lesson:
    searcher = engine.searcher
    query = searcher.parse(record["question"])
    hits = searcher.search(query, _HITS_SEARCHED)
    candidates = scored_candidates(searcher, searcher.matcher(query), hits, wanted(query))
    answers = [folded(answer) for answer in record["answers"]]
    right = [
        candidate.document.doc_id == id_
        and any(answer in folded(candidate.text) for answer in answers)
        for candidate in candidates
    ]
    features = [astuple(candidate.features) for candidate in candidates]
    return Lesson(np.array(features, dtype=np.float64), np.array(right, dtype=np.float64))


def _slope(lesson: Lesson, weights: Array) -> Array:
    """The slope of the log-likelihood of the right sentences."""
    scores = lesson.features @ weights
    likely = np.exp(scores - scores.max())
    likely /= likely.sum()
    right = likely * lesson.right
    slope: Array = lesson.features.T @ (right / max(right.sum(), 1e-12) - likely)
    return slope


if __name__ == "__main__":
    main()
