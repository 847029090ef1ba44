"""Reader lessons as the network sees them: rows of question and passage, padded into batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from rag.encode.reader_text import (
    END,
    MARKS_BEFORE_PASSAGE,
    START,
    ReadText,
    read_passage,
    read_question,
    row_of,
)
from rag.text import Span, fold
from training.reader_model import PADDING, Batch, padded_ids
from training.reader_prepared import WAYS, Prepared, is_marked, tokens_within, written_places

Record = dict[str, Any]

# Of what was made by rule, little: a part of its lessons.
_LITTLE_MADE = {
    "cloze": 0.02,
    "cloze-en": 0.0,
    "cmrc-en": 0.05,
    "lecoqa-en": 0.05,
    "law-en": 0.05,
    "everyday-en": 0.0,
}
# How large a part of a source's lessons an epoch takes, where it is not all: first most that was
# made, then chiefly what people asked, then that in English, or what laymen might ask of laws, or
# what was written for it.
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
    "english": {"cmrc": 0.3, "lecoqa": 0.25, **_LITTLE_MADE},
    "lay": {"cmrc": 0.4, "cmrc-said-en": 0.4, "lecoqa": 0.2, **_LITTLE_MADE},
    "written": {"cmrc": 0.3, "cmrc-said-en": 0.3, "lecoqa": 0.2, **_LITTLE_MADE},
}
# How many passages that do not answer stand beside the one that does, unless told otherwise.
WRONG_READ = 2
# How many of a question's tokens are hidden, other ones each time.
_HIDDEN = 0.1
_UNKNOWN = 3
# Batches of one length are made of so many batches' lessons.
_BLOCK = 32


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
        answer = Span(record["start"], record["end"]) if is_marked(record) else None
        right = self._pair(record["question"], record["passage"], answer)
        other = self._pair(record["question"], wrong, None)
        return (right, other) if right and other else None

    def _pair(self, question: str, passage: str, answer: Span | None) -> Pair | None:
        view = fold(passage)
        asked = read_question(self._tokenizer, question)
        read = read_passage(self._tokenizer, view.text)
        if not len(asked) or not len(read):
            return None
        if answer is None:
            return Pair(asked, read, -1, -1)
        inside = tokens_within(answer, *written_places(view, read)).tolist()
        return Pair(asked, read, inside[0], inside[-1]) if inside else None


class Batches:
    """Endless batches of prepared lessons of like length, made on the device.

    The right passages stand before the wrong ones, `beside` of each lesson's own, or of others
    where it has fewer. `parts` is one of `MIXES`.
    """

    def __init__(
        self,
        prepared: Prepared,
        size: int,
        *,
        seed: int,
        parts: Mapping[str, float],
        beside: int = WRONG_READ,
        device: str = "cpu",
    ) -> None:
        held = {f.name: getattr(prepared, f.name) for f in fields(prepared) if f.name != "sources"}
        self._held = {name: torch.from_numpy(array).to(device) for name, array in held.items()}
        self._part = torch.tensor([parts.get(s, 1.0) for s in prepared.sources], device=device)
        self._size = size
        self._beside = beside
        self._chance = torch.Generator(device).manual_seed(seed)

    def __iter__(self) -> Iterator[Batch]:
        held, size = self._held, self._size
        while True:
            drawn = self._random(len(held["source"]))
            chosen = torch.nonzero(drawn < self._part[held["source"]])[:, 0]
            chosen = chosen[self._order(len(chosen))]
            for first in range(0, len(chosen) - size + 1, size * _BLOCK):
                block = chosen[first : first + size * _BLOCK]
                windows, answers = self._shown(block)
                answered = held["answered"][block]
                asked, *read = held["rest"][windows].T
                by_length = (asked + torch.stack(read).amax(0)).argsort()
                groups = by_length[: len(block) // size * size].view(-1, size)
                for group in groups[self._order(len(groups))]:
                    yield self._batch(windows[group], answers[group], answered[group])

    def _random(self, *shape: int) -> Tensor:
        device = self._chance.device
        return torch.rand(shape, generator=self._chance, device=device)

    def _order(self, count: int) -> Tensor:
        return torch.randperm(count, generator=self._chance, device=self._chance.device)

    def _below(self, bound: int, *shape: int) -> Tensor:
        """Whole numbers from 0 up to `bound`."""
        device = self._chance.device
        return torch.randint(bound, shape, generator=self._chance, device=device)

    def _shown(self, lessons: Tensor) -> tuple[Tensor, Tensor]:
        """`[b]` -> windows `[b, 2 + beside]` of the question and each passage, and the answers'
        first and last tokens `[b, 2]`."""
        held, beside, count = self._held, self._beside, len(lessons)
        asked = held["asked"][lessons, self._below(WAYS, count)]
        way = self._below(WAYS, count)
        right = held["right"][lessons, way]
        answers = torch.stack([held[name][lessons, way] for name in ("start", "end")], dim=1)
        wrong = held["wrong"][lessons]
        # The lesson's own come first, in an order of chance.
        first = (self._random(*wrong.shape[:2]) - (wrong[..., 0] >= 0).float()).argsort(1)
        picked = wrong.gather(1, first[:, :beside, None].expand(-1, -1, 2))
        which = self._below(2, count, beside)
        picked = picked.gather(2, which[..., None])[..., 0]
        other = right[self._below(count, count, beside)]
        picked = torch.where(picked < 0, other, picked)
        return torch.cat([asked[:, None], right[:, None], picked], dim=1), answers

    def _batch(self, windows: Tensor, answers: Tensor, answered: Tensor) -> Batch:
        held = self._held
        lessons, passages = len(windows), windows.shape[1] - 1
        asked, read = windows[:, 0].repeat(passages), windows[:, 1:].T.reshape(-1)
        asked_count, read_count = held["rest"][asked] + 1, held["rest"][read] + 1
        second = asked_count + MARKS_BEFORE_PASSAGE
        at = torch.arange(int((second + read_count).max()) + 1, device=windows.device)[None]
        question = self._tokens(asked, at - 1)
        # One passage's question is hidden as the other's.
        hidden = (self._random(lessons, at.shape[1]) < _HIDDEN).repeat(passages, 1)
        question = question.masked_fill(hidden, _UNKNOWN)
        passage = self._tokens(read, at - second[:, None])
        ids = torch.full_like(passage, END)
        ids = torch.where((at > 0) & (at <= asked_count[:, None]), question, ids)
        last = (second + read_count)[:, None]
        ids = torch.where((at >= second[:, None]) & (at < last), passage, ids)
        ids = ids.masked_fill(at == 0, START).masked_fill(at > last, PADDING)
        none = torch.full((lessons * (passages - 1), 2), -1, device=windows.device)
        start, end = torch.cat([answers, none]).T
        return Batch(ids, asked_count, read_count, start, end, lessons, answered)

    def _tokens(self, windows: Tensor, at: Tensor) -> Tensor:
        """The tokens at places `[b, n]` of windows `[b]`; any where there is none."""
        held = self._held
        place = (held["at"][windows][:, None] + at - 1).clamp(0, len(held["tokens"]) - 1)
        return torch.where(at == 0, held["head"][windows][:, None], held["tokens"][place])


def batch_of_lessons(lessons: Sequence[Lesson]) -> Batch:
    """The right passages, then the wrong ones."""
    pairs = [right for right, _ in lessons] + [wrong for _, wrong in lessons]
    return Batch(
        padded_ids([row_of(pair.question, pair.passage) for pair in pairs]),
        torch.tensor([len(pair.question) for pair in pairs]),
        torch.tensor([len(pair.passage) for pair in pairs]),
        torch.tensor([pair.start for pair in pairs]),
        torch.tensor([pair.end for pair in pairs]),
        len(lessons),
        torch.ones(len(lessons), dtype=torch.long),
    )
