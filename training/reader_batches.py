"""Reader lessons as the network sees them: rows of question and passage, padded into batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.utils.data import IterableDataset, get_worker_info

from rag.answer.excerpts import LONGEST_EXCERPT
from rag.encode import Lexicon, bundled_lexicon
from rag.encode.reader_text import ReadText, glosses, read_passage, read_question, row_of
from rag.search import parse_query
from rag.text import Span, fold
from training.reader_model import Batch, padded_ids
from training.windows import telling_window, window_around, windows_of

Record = dict[str, Any]

# How large a part of a source's lessons an epoch takes, where it is not all: first most that was
# made, then chiefly what people asked.
MIXES = {
    "broad": {"cloze-en": 0.5},
    "asked": {
        "cloze": 0.04,
        "cloze-en": 0.02,
        "cmrc-en": 0.15,
        "lecoqa-en": 0.25,
        "law-en": 0.1,
        "everyday-en": 0.1,
    },
}
# How many of a question's tokens are hidden, other ones each time.
_HIDDEN = 0.1
_UNKNOWN = 3
# How many of the Chinese words for an English question's are lost: of a question that was made by
# the lexicon, the lexicon knows all.
_GLOSSES_LOST = 0.3
# Batches of one length are made of so many batches' lessons.
_BLOCK = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """A question beside a passage; `start` and `end` are the answer's first and last token, -1 for
    no answer, or none that is marked."""

    question: ReadText
    passage: ReadText
    start: int
    end: int


Lesson = tuple[Pair, Pair]
"""A question with a passage that answers it, and with one that does not."""


class PairMaker:
    """Lessons to pairs of tokens."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def lesson(self, record: Record, wrong: str) -> Lesson | None:
        """A record beside a passage that does not answer it; None if its answer has no tokens."""
        answer = (record["start"], record["end"]) if is_marked(record) else None
        right = self._pair(record["question"], record["passage"], answer)
        other = self._pair(record["question"], wrong, None)
        return (right, other) if right and other else None

    def _pair(self, question: str, passage: str, answer: tuple[int, int] | None) -> Pair | None:
        view = fold(passage)
        asked = read_question(self._tokenizer, question)
        read = read_passage(self._tokenizer, view.text)
        inside = np.zeros(len(read), dtype=bool)
        if answer is not None and len(read):
            starts = np.array(view.offsets.starts)[read.starts]
            ends = np.array(view.offsets.ends)[read.ends - 1]
            inside = (ends > answer[0]) & (starts < answer[1])
        if not len(asked) or not len(read) or (answer is not None and not inside.any()):
            return None
        tokens = np.flatnonzero(inside)
        first, last = (int(tokens[0]), int(tokens[-1])) if len(tokens) else (-1, -1)
        return Pair(asked, read, first, last)


class Batches(IterableDataset[Batch]):
    """Endless batches of lessons of like length, the right passages before the wrong ones.

    For a DataLoader with workers, so that making lessons does not hold up the training. Each
    worker goes through the epochs in an order of its own. `parts` is one of `MIXES`.
    """

    def __init__(
        self,
        records: Sequence[Record],
        size: int,
        *,
        seed: int,
        tokenizer: Tokenizer,
        parts: Mapping[str, float],
    ) -> None:
        self._records = records
        self._tokenizer = tokenizer
        self._size = size
        self._seed = seed
        self._parts = parts

    def __iter__(self) -> Iterator[Batch]:
        maker, lexicon = PairMaker(self._tokenizer), bundled_lexicon()
        worker = get_worker_info()
        chance = random.Random(self._seed + (worker.id if worker else 0))
        while True:
            parts = self._parts
            chosen = [x for x in self._records if chance.random() < parts.get(x["source"], 1.0)]
            chance.shuffle(chosen)
            step = self._size * _BLOCK
            for first in range(0, len(chosen) - step + 1, step):
                lessons = list(
                    _lessons(chosen[first : first + step], chosen, maker, lexicon, chance)
                )
                lessons.sort(key=lambda pairs: len(pairs[0].passage) + len(pairs[1].passage))
                groups = [lessons[i : i + self._size] for i in range(0, len(lessons), self._size)]
                chance.shuffle(groups)
                yield from map(batch_of_lessons, groups)


def _lessons(
    records: Sequence[Record],
    others: Sequence[Record],
    maker: PairMaker,
    lexicon: Lexicon,
    chance: random.Random,
) -> Iterator[Lesson]:
    for bare in records:
        record = glossed(bare, lexicon, chance)
        wrong = chance.choice(record["wrong"] or [chance.choice(others)["passage"]])
        if lesson := maker.lesson(*cropped(record, wrong, chance)):
            yield _with_less(lesson, chance)


def _with_less(lesson: Lesson, chance: random.Random) -> Lesson:
    """The lesson with some of its question hidden, so that no question is learnt by heart."""
    right, wrong = lesson
    ids = right.question.ids.copy()
    ids[[chance.random() < _HIDDEN for _ in ids]] = _UNKNOWN
    question = replace(right.question, ids=ids)
    return replace(right, question=question), replace(wrong, question=question)


def glossed(record: Record, lexicon: Lexicon, chance: random.Random | None = None) -> Record:
    """The lesson as it is read: an English question with its Chinese words, some lost by chance."""
    query = parse_query(record["question"], lexicon)
    if query.language != "en":
        return record
    kept = [w for w in glosses(query) if chance is None or chance.random() >= _GLOSSES_LOST]
    return {**record, "question": " ".join([*kept, query.folded])}


def is_marked(record: Record) -> bool:
    """True if it is known with which words the passage answers."""
    return bool(record["end"] > record["start"])


def cropped(record: Record, wrong: str, chance: random.Random) -> tuple[Record, str]:
    """The same lesson with shorter passages, as search cuts them out: others each time."""
    question, others = record["question"], windows_of(wrong, LONGEST_EXCERPT) or [wrong]
    other = chance.choice(others) if chance.random() < 0.5 else telling_window(others, question)
    if not is_marked(record):
        parts = windows_of(record["passage"], LONGEST_EXCERPT)
        return {**record, "passage": telling_window(parts, question)}, other
    answer = Span(record["start"], record["end"])
    window, start = window_around(record["passage"], answer, chance, LONGEST_EXCERPT)
    return {**record, "passage": window, "start": start, "end": start + len(answer)}, other


def batch_of_lessons(lessons: Sequence[Lesson]) -> Batch:
    """The right passages, then the wrong ones."""
    return batch_of([right for right, _ in lessons] + [wrong for _, wrong in lessons])


def batch_of(pairs: Sequence[Pair]) -> Batch:
    """Pairs as rows, padded to the longest."""
    return Batch(
        padded_ids([row_of(pair.question, pair.passage) for pair in pairs]),
        torch.tensor([len(pair.question) for pair in pairs]),
        torch.tensor([len(pair.passage) for pair in pairs]),
        torch.tensor([pair.start for pair in pairs]),
        torch.tensor([pair.end for pair in pairs]),
    )
