"""What the reader learns from questions that were written for it, with what answers and what not.

`written_lessons.tsv` has the questions, each about a text of `written_texts`, with the words of it
that answer; or, of a question that the text does not answer (a near miss), a sentence of it that
looks as if it did. No text or question is in any set that we measure by. Each is asked as the
product asks: the texts are searched, and of each hit its most telling part is read, below its
place.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from rag.answer.excerpts import Excerpt, telling_excerpts
from rag.engine import Engine
from rag.text import Span
from rag.types import Hit
from training.data import SEED
from training.windows import window_around
from training.written_texts import Titled, paragraphs, policies

Record = dict[str, Any]

_LESSONS = Path(__file__).parent / "written_lessons.tsv"
_HITS = 12
_WRONG = 6
# Of a tempting sentence so many characters tell it.
_TELLING = 24


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question about a text. `words` of it answer; or tempt, if `is_answered` is False."""

    text_id: str
    is_answered: bool
    question: str
    words: str


def written_questions() -> list[WrittenQuestion]:
    """All of the file."""
    with _LESSONS.open(encoding="utf-8", newline="") as rows:
        return [
            WrittenQuestion(row["text"], row["kind"] == "answered", row["question"], row["words"])
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def written_lessons(data: Path) -> Iterator[Record]:
    """The lessons, text by text: a policy alone on its shelf, so that nothing else answers, and a
    paragraph beside all others. There is none where search does not find what answers or tempts."""
    asked: dict[str, list[WrittenQuestion]] = defaultdict(list)
    for question in written_questions():
        asked[question.text_id].append(question)
    apart, together = policies(data), paragraphs(data)
    shelf = _engine(together)
    for text_id, questions in tqdm(asked.items(), desc="written", mininterval=10):
        engine = shelf if text_id in together else _engine({text_id: apart[text_id]})
        source = "wiki" if text_id in together else "policy"
        for question in questions:
            if lesson := lesson_of_question(engine, question, source):
                yield lesson


def _engine(texts: Mapping[str, Titled]) -> Engine:
    return Engine.from_texts(
        {id_: titled.text for id_, titled in texts.items()},
        titles={id_: titled.title for id_, titled in texts.items()},
        reader="none",
    )


def lesson_of_question(engine: Engine, asked: WrittenQuestion, source: str) -> Record | None:
    """The lesson of a question, of what an engine finds for it; None if that has not the words."""
    hits = engine.searcher.search(engine.searcher.parse(asked.question), _HITS)
    best = _hit_with(asked, hits)
    if best is None:
        return None
    others = [hit for place, hit in enumerate(hits) if place != best]
    return lesson_beside(engine, asked, hits[best], others, source)


def lesson_beside(
    engine: Engine, asked: WrittenQuestion, hit: Hit, others: Sequence[Hit], source: str
) -> Record | None:
    """The lesson of a question, of the hit that has the words, beside others that do not answer;
    None if the words are not to be seen there."""
    query = engine.searcher.parse(asked.question)
    matcher = engine.searcher.matcher(query)
    excerpt = _shown_around(hit, telling_excerpts([hit], matcher)[0], asked.words)
    words = asked.words if asked.is_answered else ""
    start = excerpt.read_as.find(words, len(excerpt.opening))
    if start < 0:
        return None
    shown = [part for other in others for part in telling_excerpts([other], matcher)]
    return {
        "source": source if query.language == "zh" else f"{source}-en",
        "question": query.folded,
        "passage": excerpt.read_as,
        "start": start,
        "end": start + len(words),
        "wrong": [part.read_as for part in shown if asked.words not in part.text][:_WRONG],
        "is_answered": asked.is_answered,
        "is_excerpt": True,
    }


def _hit_with(asked: WrittenQuestion, hits: Sequence[Hit]) -> int | None:
    """The best hit in the text that has the words, or else the beginning of them."""
    for words in (asked.words, asked.words[:_TELLING], asked.words[-_TELLING:]):
        for place, hit in enumerate(hits):
            if hit.passage.doc_id == asked.text_id and words in hit.passage.text:
                return place
    return None


def _shown_around(hit: Hit, telling: Excerpt, words: str) -> Excerpt:
    """The hit's excerpt if it has the words, or else what stands around them."""
    start = hit.passage.text.find(words)
    if words in telling.text or start < 0:
        return telling
    chance = random.Random(SEED + start)
    text, _ = window_around(hit.passage.text, Span(start, start + len(words)), chance)
    return replace(telling, text=text)
