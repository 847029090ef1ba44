"""Of the questions of `lay_questions`, those that search finds their article by, and what else it
finds.

    python -m training.lay_lessons --data DIR

A question by which the article is not among the 40 that search finds of all has little to do with
it (after Dai et al. 2023, "Promptagator", who keep those that find it first). Beside it are kept
articles that look as if they answered: of all laws, and of its own.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tqdm import tqdm

from rag.engine import Engine
from rag.evaluation import read_question_set
from rag.text import folded
from training.data import WORK, read_records, write_records
from training.lay_questions import lay_questions
from training.windows import held_by, pairs_of, says_the_same

LESSONS = WORK / "lay_lessons.jsonl"
_FOUND = 40
# The first few may answer too.
_MAY_ANSWER = 3
_NEIGHBORS = 3


@dataclass(frozen=True, slots=True)
class LayLesson:
    """A question that `article` answers; `found` are articles of any law that search finds by it,
    `neighbors` those of its own law that share most with it. None of them says the same."""

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
    (shelf,) = read_question_set(
        data / "lecoqa_train.jsonl.gz", data / "prc_laws_articles.jsonl.gz"
    )
    texts = shelf.texts or {}
    engine = Engine.from_texts(texts, titles=shelf.titles, reader="none")
    laws: dict[str, list[str]] = defaultdict(list)
    for id_, text in texts.items():
        laws[shelf.titles[id_]].append(text)
    asked = list(lay_questions())
    lessons = (
        lesson
        for article, question in tqdm(asked, mininterval=10)
        if (lesson := _lesson(engine, laws, article, question))
    )
    kept = write_records(LESSONS, map(asdict, lessons))
    print(f"{kept:,} of {len(asked):,} questions find their article")


def lay_lessons() -> Iterator[LayLesson]:
    """What `main` kept; nothing before the first run."""
    if LESSONS.exists():
        for record in read_records(LESSONS):
            yield LayLesson(**record)


def _lesson(
    engine: Engine, laws: dict[str, list[str]], asked: str, question: str
) -> LayLesson | None:
    """None where search does not find the article."""
    law, article = asked.split("\n", 1)
    hits = engine.search(question, _FOUND)
    found = list(dict.fromkeys(hit.passage.text for hit in hits))
    if article.strip() not in map(str.strip, found):
        return None
    pairs = pairs_of(folded(question))
    others = sorted(laws[law], key=lambda text: -held_by(folded(text), pairs))
    return LayLesson(
        question,
        article,
        _others(found[_MAY_ANSWER:], article),
        _others(others[: 2 * _NEIGHBORS], article)[:_NEIGHBORS],
    )


def _others(texts: Sequence[str], article: str) -> list[str]:
    own = pairs_of(folded(article))
    return [text for text in texts if not says_the_same(pairs_of(folded(text)), [own])]


if __name__ == "__main__":
    main()
