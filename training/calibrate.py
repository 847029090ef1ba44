"""How much the reader's word counts: for the sentence, for the order of hits, and for refusing.

    python -m training.calibrate --data DIR [--questions N]

Asks the questions of CMRC 2018 train whose paragraphs the reader has not seen, each with its
paragraph and without it, of the whole shelf and of shelves of six paragraphs. Prints how often the
right sentence and the right paragraph come first for some weights, the weights of the confidence by
logistic regression, and the table of its reliability.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.answer.candidates import scored_candidates
from rag.answer.confidence import _LEAST_VERDICT
from rag.answer.excerpts import excerpts
from rag.answer.kind import wanted
from rag.answer.reading import read
from rag.engine import Engine
from rag.evaluation.absent import engine_without
from rag.evaluation.measures import area_under_curve
from rag.search import Searcher
from rag.text import folded
from training.data import SEED, read_records
from training.reader_lessons import HELD_OUT, HELD_OUT_SHARE

Floats = NDArray[np.float64]

_HITS = 20
_SMALL_SHELF = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a shelf of `passages`: whether its paragraph was there, and what was found.

    `sentences` are (score without the reader's part, likelihood, odds, is right); `hits` are
    (score, verdict or None, is right).
    """

    is_there: bool
    passages: int
    support: float
    verdict: float
    sentences: tuple[tuple[float, float, float, bool], ...]
    hits: tuple[tuple[float, float | None, bool], ...]


def main() -> None:
    """Ask, fit, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--questions", type=int, default=523, help="how many are asked")
    arguments = parser.parse_args()
    records = [
        r for r in read_records(arguments.data / "cmrc2018_train.jsonl.gz") if r["question"].strip()
    ]
    ids = {text: f"p{n:05}" for n, text in enumerate(dict.fromkeys(r["context"] for r in records))}
    unseen = [r for r in records if int(ids[r["context"]][1:]) % HELD_OUT_SHARE == 0]
    chosen = random.Random(SEED).sample(unseen, min(arguments.questions, len(unseen)))
    whole = Engine.from_texts({id_: text for text, id_ in ids.items()})
    large = [a for r in chosen for a in _both(whole, r, ids)]
    english = [a for r in _in_english(chosen) for a in _both(whole, r, ids)]
    small = list(_on_small_shelves(chosen, ids))
    for name, some in (("Chinese", large), ("English", english)):
        print(name)
        _print_weights([a for a in some if a.is_there])
    for name, some in (("Chinese", large + small), ("English", english)):
        print(name, "confidence")
        _calibrate(some)


def _in_english(chosen: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The chosen questions that were asked again in English words."""
    contexts = {folded(record["context"]): record["context"] for record in chosen}
    for lesson in read_records(HELD_OUT):
        context = next((c for view, c in contexts.items() if lesson["passage"] in view), None)
        if lesson["source"].endswith("-en") and context is not None:
            answer = lesson["passage"][lesson["start"] : lesson["end"]]
            yield {"context": context, "question": lesson["question"], "answers": [answer]}


def _on_small_shelves(chosen: Sequence[dict[str, Any]], ids: dict[str, str]) -> Iterator[Asked]:
    contexts = list(dict.fromkeys(record["context"] for record in chosen))
    for first in range(0, len(contexts), _SMALL_SHELF):
        shelf = contexts[first : first + _SMALL_SHELF]
        engine = Engine.from_texts({ids[context]: context for context in shelf})
        for record in chosen:
            if record["context"] in shelf:
                yield from _both(engine, record, ids)


def _both(engine: Engine, record: dict[str, Any], ids: dict[str, str]) -> Iterator[Asked]:
    """The question asked with its paragraph, and without."""
    right = ids[record["context"]]
    answers = [folded(answer) for answer in record["answers"]]
    for is_there in (True, False):
        asked = engine if is_there else engine_without(engine, [right])
        yield replace(_asked(asked, record["question"], right, answers), is_there=is_there)


def _asked(engine: Engine, question: str, right: str, answers: Sequence[str]) -> Asked:
    searcher: Searcher = engine.searcher
    query = searcher.parse(question)
    hits = searcher.search(query, _HITS)
    assert engine.reader is not None, "the bundled reader reads"
    matcher = searcher.matcher(query)
    readings = read(engine.reader, query, hits, excerpts(hits, matcher))
    found = scored_candidates(searcher, matcher, hits, wanted(query), readings)
    verdicts = [*readings.verdicts, *[None] * _HITS]
    return Asked(
        True,
        len(searcher.store),
        found[0].support if found else 0.0,
        max(readings.verdicts, default=_LEAST_VERDICT),
        tuple(
            (
                c.score - c.features.read - 4 * c.features.odds,
                c.features.read,
                c.features.odds,
                c.document.doc_id == right and any(a in folded(c.text) for a in answers),
            )
            for c in found
        ),
        tuple(
            (hit.score, verdict, hit.passage.doc_id == right)
            for hit, verdict in zip(hits, verdicts, strict=False)
        ),
    )


def _print_weights(asked: Sequence[Asked]) -> None:
    for read, odds in ((0, 0), (0, 4), (1, 4), (2, 4), (1, 8)):
        first = [
            max(a.sentences, key=lambda s: s[0] + read * s[1] + odds * s[2], default=None)
            for a in asked
        ]
        share = np.mean([bool(sentence and sentence[3]) for sentence in first])
        print(f"  read={read} odds={odds}: right sentence first in {share:.3f}")
    for weight in (0.0, 0.1, 0.2, 0.4, 0.8):
        first_hits = [
            max(a.hits, key=lambda hit: _hit_score(hit, a, weight)) for a in asked if a.hits
        ]
        share = np.mean([hit[2] for hit in first_hits])
        print(f"  reading weight {weight}: right paragraph first in {share:.3f}")


def _hit_score(hit: tuple[float, float | None, bool], asked: Asked, weight: float) -> float:
    likely = 0.0 if hit[1] is None else 1 / (1 + math.exp(-hit[1]))
    return hit[0] / asked.hits[0][0] + weight * likely


def _calibrate(asked: Sequence[Asked]) -> None:
    rows = [(a.support, max(_LEAST_VERDICT, a.verdict), math.log10(a.passages), 1) for a in asked]
    features, there = np.array(rows), np.array([a.is_there for a in asked])
    weights = _logistic(features, there.astype(float))
    likely = 1 / (1 + np.exp(-features @ weights))
    print("  support, verdict, passages, constant:", weights.round(2))
    auc = area_under_curve(likely[there].tolist(), likely[~there].tolist())
    print(f"  area under the curve {auc:.3f}")
    for floor in (0.2, 0.25, 0.3, 0.4, 0.5, 0.6):
        wrongly, rightly = (likely[there] < floor).mean(), (likely[~there] < floor).mean()
        print(f"  floor {floor}: refused {wrongly:.3f} with the text, {rightly:.3f} without")
    for low in np.arange(0, 1, 0.1):
        inside = (likely >= low) & (likely < low + 0.1)
        if inside.any():
            said, true = likely[inside].mean(), there[inside].mean()
            print(f"  confidence {said:.2f}: answered by the texts {true:.2f} of {inside.sum()}")


def _logistic(features: Floats, wanted: Floats) -> Floats:
    """Logistic regression by Newton's method, with a slight pull of all but the constant to 0."""
    weights = np.zeros(features.shape[1])
    pull = 1e-3 * np.diag([*np.ones(len(weights) - 1), 0])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (likely - wanted) / len(wanted) + pull @ weights
        bend = (features.T * (likely * (1 - likely))) @ features / len(wanted)
        weights = weights - np.linalg.solve(bend + pull + 1e-9 * np.eye(len(weights)), slope)
    return weights


if __name__ == "__main__":
    main()
