"""Lay questions of the laws of the land, written for search and for the reader.

    python -m training.law_questions --data DIR

`law_questions.tsv` has each with the articles that a lawyer would cite for it, the most direct
first, and the words of that one which answer. No question is in any set that we measure by. Run,
this module asks them of the laws that they are about, and keeps under training/work/ what is found
there that only looks as if it answered.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from rag.engine import Engine
from rag.search import Searcher
from rag.text import folded
from rag.types import Hit, Passage, Why
from training.data import WORK, kept_records, read_records, write_records
from training.windows import pairs_of, says_the_same
from training.written_lessons import WrittenQuestion, lesson_beside

Record = dict[str, Any]

_QUESTIONS = Path(__file__).parent / "law_questions.tsv"
FOUND = WORK / "law_found.jsonl"
_FOUND = 40
# Of what is found, so many are shown to the reader beside the answer.
_READ = 12
_SOURCE = "law-asked"


@dataclass(frozen=True, slots=True)
class LawQuestion:
    """A question, the ids of the articles that answer it, and the words of the first that do."""

    question: str
    articles: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class LawShelf:
    """Every article of the laws that are asked about: its text and its law, by id, which is
    `law article`."""

    texts: Mapping[str, str]
    laws: Mapping[str, str]

    def engine(self) -> Engine:
        """Search among the articles, each a document that is named as its law."""
        return Engine.from_texts(self.texts, titles=self.laws, reader="none")


@dataclass(frozen=True, slots=True)
class Found:
    """A question with the ids of articles that search finds and that do not answer, best first."""

    asked: LawQuestion
    wrong: tuple[str, ...]


def main() -> None:
    """Search for every question among the articles."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    shelf = law_shelf(parser.parse_args().data)
    searcher = shelf.engine().searcher
    records = (
        {"question": asked.question, "wrong": wrong_of(asked, shelf, searcher)}
        for asked in tqdm(law_questions(), mininterval=10)
    )
    print(f"{write_records(FOUND, records):,} questions")


def law_questions() -> list[LawQuestion]:
    """All of the file."""
    with _QUESTIONS.open(encoding="utf-8", newline="") as rows:
        return [
            LawQuestion(row["question"], tuple(row["articles"].split("; ")), row["words"])
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def law_shelf(data: Path) -> LawShelf:
    """The laws; of an article that the corpus has twice, what comes first."""
    named = {id_.rpartition(" ")[0] for asked in law_questions() for id_ in asked.articles}
    texts: dict[str, str] = {}
    laws: dict[str, str] = {}
    for record in read_records(data / "prc_laws_articles.jsonl.gz"):
        id_ = f"{record['law']} {record['article']}"
        if record["law"] in named and id_ not in texts:
            texts[id_], laws[id_] = record["text"].strip(), record["law"]
    return LawShelf(texts, laws)


def wrong_of(asked: LawQuestion, shelf: LawShelf, searcher: Searcher) -> list[str]:
    """The ids of the articles that search finds and that do not say what an answer says."""
    right = [pairs_of(folded(shelf.texts[id_])) for id_ in asked.articles]
    hits = searcher.search(searcher.parse(asked.question), _FOUND)
    ids = dict.fromkeys(hit.passage.doc_id for hit in hits)
    return [
        id_
        for id_ in ids
        if id_ not in asked.articles
        and not says_the_same(pairs_of(folded(shelf.texts[id_])), right)
    ]


def found_beside() -> Iterator[Found]:
    """What `main` kept; nothing before the first run."""
    wrong = {record["question"]: record["wrong"] for record in kept_records(FOUND)}
    for asked in law_questions():
        if asked.question in wrong:
            yield Found(asked, tuple(wrong[asked.question]))


def law_question_lessons(data: Path) -> Iterator[Record]:
    """What the reader learns from them: the article that answers as search would show it, beside
    what search finds."""
    shelf = law_shelf(data)
    engine = shelf.engine()
    passages = _passages(engine)
    for one in tqdm(found_beside(), desc="laws", mininterval=10):
        first, words = one.asked.articles[0], one.asked.words
        answering = next((p for p in passages[first] if words in p.text), None)
        others = [_hit(passages[id_][0]) for id_ in one.wrong[:_READ]]
        asked = WrittenQuestion(first, True, one.asked.question, words)
        if answering and (lesson := lesson_beside(engine, asked, _hit(answering), others, _SOURCE)):
            yield lesson


def _hit(passage: Passage) -> Hit:
    return Hit(passage, 0.0, 1, Why())


def _passages(engine: Engine) -> Mapping[str, list[Passage]]:
    by_document: dict[str, list[Passage]] = defaultdict(list)
    store = engine.searcher.store
    for row in range(len(store)):
        passage = store.passage(row)
        by_document[passage.doc_id].append(passage)
    return by_document


if __name__ == "__main__":
    main()
