"""Of the questions of `lay_questions`, those that search finds their article by, and what else it
finds.

    python -m training.lay_lessons --data DIR

A question by which the article is not among the 40 that search finds of all has little to do with
it (after Dai et al. 2023, "Promptagator", who keep those that find it first). Beside it are kept
articles that look as if they answered: of all laws, and of its own.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tqdm import tqdm

from rag.engine import Engine
from rag.evaluation import read_question_set
from rag.text import folded
from training.data import WORK, kept_records, write_records
from training.lay_questions import lay_questions
from training.windows import held_by, pairs_of, says_the_same

LESSONS = WORK / "lay_lessons.jsonl"
_FOUND = 40
# The first few may answer too.
_MAY_ANSWER = 3
_NEIGHBORS = 3


@dataclass(frozen=True, slots=True)
class LayLesson:
    """A question that `article` answers; `found` are passages of any law that search finds by it,
    `neighbors` articles of its own law that share most with it. None of them says the same."""

    question: str
    article: str
    found: list[str]
    neighbors: list[str]


def main() -> None:
    """Search for every question among all articles, and keep the lessons."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    data: Path = parser.parse_args().data
    asked = [(a, q) for a, q in lay_questions() if q.endswith(("?", "？"))]
    if not asked:
        sys.exit("there are no questions; ask them first: python -m training.lay_questions")
    (shelf,) = read_question_set(
        data / "lecoqa_train.jsonl.gz", data / "prc_laws_articles.jsonl.gz"
    )
    texts = shelf.texts or {}
    engine = Engine.from_texts(texts, titles=shelf.titles, reader="none")
    laws: dict[str, dict[str, str]] = defaultdict(dict)
    for id_, text in texts.items():
        laws[shelf.titles[id_]][id_] = text
    lessons = (
        lesson
        for named, question in tqdm(asked, mininterval=10)
        if (lesson := _lesson(engine, laws, *named.split("\n", 1), question))
    )
    kept = write_records(LESSONS, map(asdict, lessons))
    print(f"{kept:,} of {len(asked):,} questions find their article")


def lay_lessons() -> Iterator[LayLesson]:
    """What `main` kept; nothing before the first run."""
    for record in kept_records(LESSONS):
        yield LayLesson(**record)


def _lesson(
    engine: Engine, laws: Mapping[str, Mapping[str, str]], law: str, article: str, question: str
) -> LayLesson | None:
    """None where search does not find the article."""
    hits = engine.search(question, _FOUND)
    own = laws[law]
    if not any(own.get(hit.passage.doc_id) == article for hit in hits):
        return None
    pairs = pairs_of(folded(question))
    neighbors = sorted(own.values(), key=lambda text: -held_by(folded(text), pairs))
    found = dict.fromkeys(hit.passage.text for hit in hits[_MAY_ANSWER:])
    return LayLesson(
        question,
        article,
        _others(found, article),
        _others(neighbors[: 2 * _NEIGHBORS], article)[:_NEIGHBORS],
    )


def _others(texts: Iterable[str], article: str) -> list[str]:
    own = pairs_of(folded(article))
    return [text for text in texts if not says_the_same(pairs_of(folded(text)), [own])]


if __name__ == "__main__":
    main()
