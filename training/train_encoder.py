"""Step 6: learn a vector for every token, so that their mean stands for a text.

    python -m training.train_encoder [--dim N] [--epochs N] [--threads N] [--out FILE]

Three lessons at once: Chinese and English each near the teacher's vector of the English, Chinese
near its own English, and questions near their passages (in Chinese, and with either side turned
into English words by the lexicon). Seeded, and resumable after each epoch: the checkpoint lies
beside the output; delete it to start anew.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from scipy.sparse import csr_matrix
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import cross_entropy, embedding_bag, normalize

from training.bags import Ints, Switcher
from training.data import SEED, WORK
from training.lessons import (
    Floats,
    Questions,
    TaughtPairs,
    questions,
    switcher,
    taught_pairs,
    teacher_basis,
)
from training.vocabulary import TOKENIZER_PATH

PAIRS_BATCH = 1_024
QUESTIONS_BATCH = 512
# The unknown token has no vector, and no share in a mean.
UNKNOWN = 0
LEARNING_RATE = 4e-3
SHARPNESS = 20.0
CLOSENESS = 5.0
# How often each source comes round in an epoch, beside the others.
_ROUNDS = {"tatoeba": 3, "un": 4, "titles": 3, "cmrc": 3, "lecoqa": 3, "glosses": 1, "law": 1}


class Student:
    """Token vectors, with Adam's two moments, of which each step touches only the rows it uses."""

    def __init__(self, rows: Floats) -> None:
        self.rows = torch.from_numpy(rows)
        self._means = torch.zeros_like(self.rows)
        self._squares = torch.zeros_like(self.rows)
        self.steps = 0
        self._active = torch.empty(0, dtype=torch.int64)
        self._leaf = torch.empty(0)

    def vectors(self, *batches: tuple[Ints, Ints]) -> list[Tensor]:
        """Unit vectors of the texts of some batches; `step` then learns from all of them."""
        used = np.zeros(len(self.rows), dtype=bool)
        used[UNKNOWN] = True
        for ids, _ in batches:
            used[ids] = True
        place = np.cumsum(used) - 1
        self._active = torch.from_numpy(np.flatnonzero(used))
        self._leaf = self.rows[self._active].requires_grad_()
        return [self._unit_means(place[ids], starts) for ids, starts in batches]

    def save(self, path: Path) -> None:
        """Keep all that a later run needs to go on from here."""
        unfinished = path.with_suffix(".unfinished.npz")
        np.savez(
            unfinished,
            rows=self.rows,
            means=self._means,
            squares=self._squares,
            steps=np.array(self.steps),
        )
        unfinished.replace(path)

    @classmethod
    def resumed(cls, path: Path) -> Student:
        """The student as `save` kept it."""
        with np.load(path) as stored:
            student = cls(stored["rows"])
            student._means = torch.from_numpy(stored["means"])
            student._squares = torch.from_numpy(stored["squares"])
            student.steps = int(stored["steps"])
        return student

    def _unit_means(self, ids: Ints, starts: Ints) -> Tensor:
        means = embedding_bag(
            torch.from_numpy(ids),
            self._leaf,
            torch.from_numpy(starts),
            mode="mean",
            padding_idx=UNKNOWN,
        )
        return normalize(means, dim=1)

    def step(self, loss: Tensor, learning_rate: float) -> None:
        """Adam (Kingma and Ba, 2015) on the rows that the loss depends on."""
        loss.backward()  # type: ignore[no-untyped-call]
        gradient = self._leaf.grad
        assert gradient is not None
        self.steps += 1
        mean = self._means[self._active].lerp(gradient, 0.1)
        square = self._squares[self._active].lerp(gradient.square(), 0.001)
        self._means[self._active], self._squares[self._active] = mean, square
        unbiased_mean = mean / (1 - 0.9**self.steps)
        unbiased_square = square / (1 - 0.999**self.steps)
        change = unbiased_mean / (unbiased_square.sqrt() + 1e-8)
        self.rows[self._active] = self._leaf.detach() - learning_rate * change


def first_rows(pairs: list[TaughtPairs], size: int) -> Floats:
    """A start for each token: the mean of the teacher's vectors of the short texts it is in.

    Scaled down for common tokens (Arora, Liang and Ma, 2017), so that the mean of a text leans on
    what is telling from the first step.
    """
    sums = np.zeros((size, pairs[0].teacher.shape[1]), dtype=np.float32)
    seen = np.zeros(size)
    counts = np.zeros(size)
    for source in pairs:
        for bags in (source.chinese, source.english):
            lengths = np.diff(bags.starts)
            weights = np.repeat(1 / lengths.astype(np.float32) ** 2, lengths)
            holds = csr_matrix((weights, bags.flat, bags.starts), shape=(len(bags), size))
            sums += holds.T @ source.teacher
            seen += np.bincount(bags.flat, weights=weights, minlength=size)
            counts += bags.counts(size)
    mean = sums / np.maximum(seen, 1e-6)[:, None]
    mean -= mean.mean(axis=0)
    share = counts / counts.sum()
    rows: Floats = (mean * (1e-4 / (1e-4 + share))[:, None]).astype(np.float32)
    rows[UNKNOWN] = 0
    return rows


def pair_loss(student: Student, pairs: TaughtPairs, rows: Ints) -> Tensor:
    """Both languages near the teacher, and near each other; English alone when that is all."""
    teacher = torch.from_numpy(pairs.teacher[rows])
    if pairs.name == "english":
        (english,) = student.vectors(pairs.english.batch(rows))
        return _contrast(english, teacher) + CLOSENESS * _distance(english, teacher)
    english, chinese = student.vectors(pairs.english.batch(rows), pairs.chinese.batch(rows))
    near = _distance(english, teacher) + _distance(chinese, teacher)
    apart = _contrast(english, teacher) + _contrast(chinese, teacher) + _contrast(chinese, english)
    return apart + CLOSENESS * near


def question_loss(student: Student, asked: Questions, rows: Ints, words: Switcher) -> Tensor:
    """Each question near its passage, in Chinese and with one side in English words."""
    random = np.random.default_rng(int(rows[0]))
    in_chinese, passages = asked.question.batch(rows), asked.passage.batch(rows)
    in_english = (words.switched(in_chinese[0], random), in_chinese[1])
    translated = (words.switched(passages[0], random), passages[1])
    question, english, passage, other = student.vectors(
        in_chinese, in_english, passages, translated
    )
    return _contrast(question, passage) + _contrast(english, passage) + _contrast(question, other)


def _contrast(left: Tensor, right: Tensor) -> Tensor:
    similarity = SHARPNESS * left @ right.T
    own = torch.arange(len(left))
    return (cross_entropy(similarity, own) + cross_entropy(similarity.T, own)) / 2


def _distance(left: Tensor, right: Tensor) -> Tensor:
    return (1 - (left * right).sum(dim=1)).mean()


def batches(
    sources: list[TaughtPairs | Questions], epoch: int
) -> Iterator[tuple[TaughtPairs | Questions, Ints]]:
    """Every source in batches of its own (neighbours contrast more), the sources mixed."""
    random = np.random.default_rng(SEED + epoch)
    drawn: list[tuple[TaughtPairs | Questions, Ints]] = []
    for source in sources:
        if isinstance(source, TaughtPairs):
            size, batch = len(source.english), PAIRS_BATCH
        else:
            size, batch = len(source.question), QUESTIONS_BATCH
        for _ in range(_ROUNDS.get(source.name, 1)):
            order = random.permutation(size)
            drawn += [(source, order[i : i + batch]) for i in range(0, size - 100, batch)]
    yield from (drawn[i] for i in random.permutation(len(drawn)))


def train(
    student: Student,
    sources: list[TaughtPairs | Questions],
    words: Switcher,
    *,
    epochs: int,
    checkpoint: Path,
) -> None:
    """All epochs that are left, the learning rate falling to nothing, each epoch kept."""
    steps = sum(1 for _ in batches(sources, 0))
    started = time.monotonic()
    for epoch in range(student.steps // steps, epochs):
        losses = []
        for source, rows in batches(sources, epoch):
            if isinstance(source, TaughtPairs):
                loss = pair_loss(student, source, rows)
            else:
                loss = question_loss(student, source, rows, words)
            left = 1 - student.steps / (epochs * steps)
            student.step(loss, LEARNING_RATE * max(0.02, left))
            losses.append(loss.item())
            if student.steps % 100 == 0:
                print(f"step {student.steps:,}, {time.monotonic() - started:.0f} s", flush=True)
        student.save(checkpoint)
        print(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}", flush=True)


def main() -> None:
    """Train and keep the token vectors as float32."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--dim", type=int, default=256)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=WORK / "rows.npy")
    arguments = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(arguments.threads)
    tokenizer = Tokenizer.from_file(str(TOKENIZER_PATH))
    size = tokenizer.get_vocab_size()
    pairs = taught_pairs(tokenizer, teacher_basis(arguments.dim))
    asked = questions(tokenizer)
    counts = sum((source.english.counts(size) for source in pairs), np.zeros(size, dtype=np.int64))
    checkpoint: Path = arguments.out.with_suffix(".checkpoint.npz")
    if checkpoint.exists():
        student = Student.resumed(checkpoint)
    else:
        student = Student(first_rows(pairs, size))
    words = switcher(tokenizer, counts)
    train(student, [*pairs, *asked], words, epochs=arguments.epochs, checkpoint=checkpoint)
    np.save(arguments.out, student.rows.numpy())


if __name__ == "__main__":
    main()
