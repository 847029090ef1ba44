"""Reader lessons as the network sees them: pairs of question and passage, padded into batches."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rag.answer.excerpts import LONGEST_EXCERPT
from rag.encode import bundled_encoder, bundled_lexicon
from rag.encode.reader import LONGEST_QUESTION
from rag.encode.reader_text import ReaderLists, ReadText, shared_features, word_credits
from rag.search.parse import parse_query
from rag.text import Span, fold, folded
from rag.types import QueryError
from training.reader_model import Side
from training.windows import telling_window, window_around, windows_of

Record = dict[str, Any]
Floats = NDArray[np.float32]

_CHARACTERS = 4500
# How large a part of each source's lessons an epoch takes: made questions first, asked ones later.
_EARLY = {"cloze": 0.3, "cloze-en": 0.01, "cmrc-en": 0.3, "law-en": 0.15}
_LATE = {"cloze": 0.06, "cloze-en": 0.0, "cmrc-en": 0.25, "law-en": 0.1}
_LATE_FROM = 0.4
# Batches of one length are made of so many batches' lessons.
_BLOCK = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """A question beside a passage; `start` and `end` are the answer's first and last token, -1 for
    no answer, or none that is marked."""

    question: ReadText
    passage: ReadText
    asked: Floats
    shared: Floats
    start: int
    end: int


Lesson = tuple[Pair, Pair]
"""A question with a passage that answers it, and with one that does not."""


def common_characters(lessons: Iterable[Record]) -> str:
    """The characters that occur most, the most common first."""
    counts: Counter[str] = Counter()
    for lesson in lessons:
        counts.update(folded(lesson["passage"]) + lesson["question"])
    common = sorted(counts, key=lambda c: (-counts[c], c))
    return "".join(c for c in common if not c.isspace())[:_CHARACTERS]


class PairMaker:
    """Lessons to pairs, with the bundled encoder's words."""

    def __init__(self, lists: ReaderLists) -> None:
        self._texts = bundled_encoder().text_reader(lists)
        self._lexicon = bundled_lexicon()

    def lesson(self, record: Record, wrong: str) -> Lesson | None:
        """A record beside a passage that does not answer it; None if its answer has no tokens."""
        answer = (record["start"], record["end"]) if is_marked(record) else None
        right = self._pair(record["question"], record["passage"], answer)
        other = self._pair(record["question"], wrong, None)
        return (right, other) if right and other else None

    def _pair(self, question: str, passage: str, answer: tuple[int, int] | None) -> Pair | None:
        view = fold(passage)
        asked, read = self._texts.read(question), self._texts.read(view.text)
        if len(asked) > LONGEST_QUESTION:
            asked = self._texts.read(question[asked.starts[-LONGEST_QUESTION] :])
        inside = np.zeros(len(read), dtype=bool)
        if answer is not None:
            starts = np.array(view.offsets.starts)[read.starts]
            ends = np.array(view.offsets.ends)[read.ends - 1]
            inside = (starts >= answer[0]) & (ends <= answer[1])
        if not len(asked) or not len(read) or (answer is not None and not inside.any()):
            return None
        credits = word_credits(read, self._alternatives(question))
        tokens = np.flatnonzero(inside)
        return Pair(
            asked,
            read,
            shared_features(asked, read),
            shared_features(read, asked, credits),
            int(tokens[0]) if len(tokens) else -1,
            int(tokens[-1]) if len(tokens) else -1,
        )

    def _alternatives(self, question: str) -> list[tuple[str, float]]:
        try:
            query = parse_query(question, self._lexicon)
        except QueryError:
            return []
        return [(t, sure * w.rarity) for w in query.words for t, sure in w.alternatives]


def batches(
    records: Sequence[Record],
    maker: PairMaker,
    size: int,
    *,
    seed: int,
    passed: Callable[[], float],
) -> Iterator[list[Lesson]]:
    """Endless batches of lessons of like length; `passed` is the share of the training done."""
    chance = random.Random(seed)
    while True:
        parts = _EARLY if passed() < _LATE_FROM else _LATE
        chosen = [x for x in records if chance.random() < parts.get(x["source"], 1.0)]
        chance.shuffle(chosen)
        step = size * _BLOCK
        for first in range(0, len(chosen) - step, step):
            block: list[Lesson] = []
            for record in chosen[first : first + step]:
                any_other = chance.choice(chosen)["passage"]
                wrong = chance.choice(record["wrong"] or [any_other])
                lesson = maker.lesson(*cropped(record, wrong, chance))
                block += [lesson] if lesson else []
            block.sort(key=lambda pairs: len(pairs[0].passage) + len(pairs[1].passage))
            groups = [block[i : i + size] for i in range(0, len(block), size)]
            chance.shuffle(groups)
            yield from groups


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


def sides(pairs: Sequence[Pair], device: str) -> tuple[Side, Side]:
    """A padded batch: the questions, and the passages."""
    return (
        side([p.question for p in pairs], [p.asked for p in pairs], device),
        side([p.passage for p in pairs], [p.shared for p in pairs], device),
    )


def side(texts: Sequence[ReadText], features: Sequence[Floats], device: str) -> Side:
    """Texts and their features, padded to the longest."""
    return Side(
        _padded([text.characters for text in texts], device),
        _padded([text.parts for text in texts], device),
        _padded([text.keys for text in texts], device),
        _padded([text.vectors for text in texts], device),
        _padded(features, device),
        _padded([np.ones(len(text), dtype=np.float32) for text in texts], device),
    )


def _padded(values: Sequence[NDArray[Any]], device: str) -> Tensor:
    longest = max(map(len, values))
    padded = np.zeros((len(values), longest, *values[0].shape[1:]), dtype=values[0].dtype)
    for row, value in zip(padded, values, strict=True):
        row[: len(value)] = value
    return torch.from_numpy(padded).to(device)
