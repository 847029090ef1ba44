"""How much the reader's word counts: for the sentence, for the order of hits, and for refusing.

    python -m training.calibrate --data DIR [--questions N]

Asks the questions of CMRC 2018 train whose paragraphs the reader has not seen, each with its
paragraph and without it, of the whole shelf and of the 35 paragraphs most like its own. Prints how
often the right sentence and the right paragraph come first for some weights, the weights of the
confidence by logistic regression, and the table of its reliability.

Nobody's English questions on Chinese texts are at hand. Two kinds stand in for them: a Chinese
question of which three words in ten are lost, as translation loses them, read in English words that
the lexicon has for its own; and the question as `english_questions` translated it, names often
wrong, where it is. The order of words says nothing in either.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.answer.candidates import scored_candidates
from rag.answer.confidence import Signs, signs_of, values
from rag.answer.excerpts import excerpts
from rag.answer.kind import wanted
from rag.answer.reading import NOTHING_READ, probability, read
from rag.answer.sentence_score import WEIGHTS
from rag.engine import Engine
from rag.evaluation.absent import engine_without
from rag.evaluation.measures import area_under_curve
from rag.text import folded
from rag.types import Query
from training.cmrc import asked_records, is_unseen, paragraph_ids
from training.data import SEED
from training.reader_lessons import English
from training.translated import english_questions

Floats = NDArray[np.float64]

_HITS = 20
_SMALL_SHELF = 35
# How much of a paragraph is searched for to find those like it.
_ALIKE_BY = 200
# How many of a question's words translation loses.
_LOST = 0.3
_HAN = re.compile(r"[\u3400-\u9fff]+")
_VERDICTS = ("verdict", "own_verdict")
# What an English question cannot have, or what few shelves cannot tell. Unread, a lead lets a small
# shelf answer what it has one word of.
_CHINESE_SIGNS = ("order", "run", "passages", "lead")
# What tells only of lay questions: see `training.policies`.
_LAY_SIGNS = ("length", "numberless")
_NOT_IN_ENGLISH = (*_CHINESE_SIGNS, *_LAY_SIGNS)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a shelf: whether its paragraph was there, and what was found.

    `sentences` are (score without the reader's part, likelihood, odds, is right), the best first;
    `hits` are (score, verdict or None, is right), in search's order.
    """

    is_there: bool
    signs: Signs
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
    records = asked_records(arguments.data)
    ids = paragraph_ids(records)
    unseen = [record for record in records if is_unseen(ids[record["context"]])]
    chosen = random.Random(SEED).sample(unseen, min(arguments.questions, len(unseen)))
    whole = Engine.from_texts({id_: text for text, id_ in ids.items()})
    chinese = list(_on_all_shelves(whole, chosen, ids))
    _print_weights([a for a in chinese[: 2 * len(chosen)] if a.is_there])
    print("Chinese, read")
    calibrate(chinese, lacking=_LAY_SIGNS)
    print("Chinese, unread")
    calibrate(chinese, lacking=(*_VERDICTS, "lead", *_LAY_SIGNS))
    english = list(_on_all_shelves(whole, chosen, ids, English(arguments.data)))
    print("English, by questions with words lost, read")
    calibrate(english, lacking=_NOT_IN_ENGLISH)
    print("English, by questions with words lost, unread")
    calibrate(english, lacking=(*_VERDICTS, *_NOT_IN_ENGLISH))
    known = english_questions()
    again = [{**r, "question": known[r["question"]]} for r in chosen if r["question"] in known]
    if not again:
        print("No question is translated; run: python -m training.english_questions")
        return
    translated = list(_on_all_shelves(whole, again, ids))
    print(f"English, {len(again)} translated questions, read")
    calibrate(translated, lacking=_NOT_IN_ENGLISH)
    print(f"English, {len(again)} translated questions, unread")
    calibrate(translated, lacking=(*_VERDICTS, *_NOT_IN_ENGLISH))


def _on_all_shelves(
    whole: Engine,
    chosen: Sequence[dict[str, Any]],
    ids: dict[str, str],
    to_english: English | None = None,
) -> Iterator[Asked]:
    """The questions on the whole shelf, and on the paragraphs most like theirs, as in one book.

    In English, words are lost, and the reader is given the English ones.
    """
    texts = {id_: text for text, id_ in ids.items()}
    asked = [(record, _in_english(record, to_english)) for record in chosen]
    asked = [(record, english) for record, english in asked if english or not to_english]
    for record, english in asked:
        yield from asked_both(whole, *_question(record, ids), english)
    for record, english in asked:
        alike = whole.search(f"{record['context'][:_ALIKE_BY]}?", _SMALL_SHELF)
        shelf = {ids[record["context"]]: record["context"]}
        shelf |= {hit.passage.doc_id: texts[hit.passage.doc_id] for hit in alike}
        engine = replace(Engine.from_texts(shelf), reader=whole.reader)
        yield from asked_both(engine, *_question(record, ids), english)


def _in_english(record: dict[str, Any], to_english: English | None) -> str:
    """The question in English words; empty if it is not asked so, or has too few of them."""
    lesson = {"question": folded(record["question"]), "source": ""}
    asked = to_english and to_english.asked(lesson, random.Random(record["question"]))
    return _HAN.sub("", asked["question"]) if asked else ""


def _question(record: dict[str, Any], ids: dict[str, str]) -> tuple[str, str, list[str]]:
    """The question, the id of its paragraph, and its answers, folded."""
    return record["question"], ids[record["context"]], [folded(a) for a in record["answers"]]


def asked_both(
    engine: Engine, question: str, right: str, answers: Sequence[str], english: str = ""
) -> Iterator[Asked]:
    """The question asked with its paragraph, and without; as if in English, with words lost, where
    it is also given in English."""
    for is_there in (True, False):
        asked = engine if is_there else engine_without(engine, [right])
        if found := _asked(asked, question, right, answers, english):
            yield replace(found, is_there=is_there)


def _asked(
    engine: Engine, question: str, right: str, answers: Sequence[str], english: str
) -> Asked | None:
    searcher, reader = engine.searcher, engine.reader
    query = searcher.parse(question)
    query = _with_words_lost(query) if english else query
    hits = searcher.search(query, _HITS)
    matcher = searcher.matcher(query)
    asked = searcher.parse(english) if english else query
    readings = read(reader, asked, hits, excerpts(hits, matcher)) if reader else NOTHING_READ
    found = scored_candidates(searcher, matcher, hits, wanted(query), readings)
    if not found:
        return None
    verdicts = [*readings.verdicts, *[None] * _HITS]
    return Asked(
        True,
        signs_of(found, hits, readings, query, passages=len(searcher.store)),
        tuple(
            (
                c.score - WEIGHTS.read * c.features.read - WEIGHTS.odds * c.features.odds,
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


def _with_words_lost(query: Query) -> Query:
    """The question as if some of its words had no translation."""
    chance = random.Random(query.text)
    words = [
        replace(word, alternatives=(("\N{REPLACEMENT CHARACTER}", 1.0),))
        if chance.random() < _LOST
        else word
        for word in query.words
    ]
    kept = [new.text for old, new in zip(query.words, words, strict=True) if old == new]
    return replace(query, words=tuple(words), folded=" ".join(kept) or query.folded)


def _print_weights(asked: Sequence[Asked]) -> None:
    for likely, odds in ((0, 0), (0, 4), (1, 4), (2, 4), (1, 8), (2, 8), (4, 8), (2, 12), (4, 16)):
        first = [max(a.sentences, key=lambda s: s[0] + likely * s[1] + odds * s[2]) for a in asked]
        share = np.mean([sentence[3] for sentence in first])
        print(f"  read={likely} odds={odds}: right sentence first in {share:.3f}")
    for weight in (0.0, 0.1, 0.2, 0.4, 0.8):
        first_hits = [
            max(a.hits, key=lambda hit: _hit_score(hit, a, weight)) for a in asked if a.hits
        ]
        share = np.mean([hit[2] for hit in first_hits])
        print(f"  reading weight {weight}: right paragraph first in {share:.3f}")


def _hit_score(hit: tuple[float, float | None, bool], asked: Asked, weight: float) -> float:
    likely = 0.0 if hit[1] is None else probability(hit[1])
    return hit[0] / asked.hits[0][0] + weight * likely


def calibrate(asked: Sequence[Asked], *, lacking: Sequence[str]) -> None:
    """Fit the confidence without the signs that are `lacking`, and print how well it does."""
    features = np.array(
        [(1.0, *values(replace(a.signs, **dict.fromkeys(lacking, 0.0)))) for a in asked]
    )
    there = np.array([a.is_there for a in asked])
    weights = _logistic(features, there.astype(float))
    print(f"  {weights[0]:.2f},", Signs(*weights[1:].round(2).tolist()))
    likely = 1 / (1 + np.exp(-features @ weights))
    print_refusals(likely, there)
    for low in np.arange(0, 1, 0.1):
        inside = (likely >= low) & (likely < low + 0.1)
        if inside.any():
            said, true = likely[inside].mean(), there[inside].mean()
            print(f"  confidence {said:.2f}: answered by the texts {true:.2f} of {inside.sum()}")


def print_refusals(likely: Floats, there: NDArray[np.bool_]) -> None:
    """How far the confidences `[n]` tell answered questions (`there`) from others, and for some
    floors how many of each would be refused."""
    auc = area_under_curve(likely[there].tolist(), likely[~there].tolist())
    print(f"  area under the curve {auc:.3f}")
    for floor in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6):
        wrongly, rightly = (likely[there] < floor).mean(), (likely[~there] < floor).mean()
        print(f"  floor {floor}: refused {wrongly:.3f} with the text, {rightly:.3f} without")


def _logistic(features: Floats, wanted: Floats) -> Floats:
    """Logistic regression by Newton's method, with a slight pull of all but the first to 0."""
    weights = np.zeros(features.shape[1])
    pull = 1e-3 * np.diag([0, *np.ones(len(weights) - 1)])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (likely - wanted) / len(wanted) + pull @ weights
        bend = (features.T * (likely * (1 - likely))) @ features / len(wanted)
        weights = weights - np.linalg.solve(bend + pull + 1e-9 * np.eye(len(weights)), slope)
    return weights


if __name__ == "__main__":
    main()
