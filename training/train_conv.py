"""Teach the sentence encoder questions and passages; `conv_export` makes of it what is bundled.

    python -m training.train_conv [--minutes 30] [--start FILE] [--device cuda] [--resume]

Each step is a batch of one source: each question is to be nearest to its passage among all of the
batch, of look-alikes, and of the passages of recent batches (as they were then). Of texts in two
languages each is to be nearest to the other besides, and neither is to go far from where it began.
A checkpoint is kept under training/work/ every seven minutes; the weights written at the end are
averaged over the steps.
"""

from __future__ import annotations

import argparse
import copy
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from rag.encode.conv import GAP
from training import runs
from training.conv_body import begin, head_over
from training.conv_lessons import ConvLessons, read_lessons
from training.conv_model import DIM, Conv, Texts, conv_of
from training.conv_tokens import ROWS
from training.data import PAIR_SOURCES, SEED, WORK
from training.runs import as_quick, copies_of, learnt, slowed, write

WEIGHTS = WORK / "conv.safetensors"
BEGINNING = WORK / "conv_begin.safetensors"
_CHECKPOINT = WORK / "conv_checkpoint.pt"
_CHECKPOINT_SECONDS = 420
# How often each source comes round.
_SHARES = {
    "cmrc": 0.15,
    "cmrc-en": 0.07,
    "lecoqa": 0.13,
    "lecoqa-en": 0.02,
    "lay": 0.12,
    "law-asked": 0.22,
    "written": 0.06,
    "split-cmrc": 0.08,
    "split-prc": 0.10,
    "split-tw": 0.05,
    "split-speech": 0.05,
    "tatoeba": 0.07,
    "un": 0.05,
    "titles": 0.02,
    "law": 0.16,
    "glosses": 0.05,
}
_TOKENS = 12_000
_MOST = 320
_LOOK_ALIKES, _DRAWN = 2, 1
_REMEMBERED = 1_024
_SHARPNESS = 20.0
_HELD = 3.0
_AVERAGED = 0.995
_WARM_UP_STEPS = 100
_FAR = -1e4
# Questions of each source over which the head is chosen, and half as many passages.
_HEARD = 400
Ids = NDArray[np.int64]


@dataclass
class Memory:
    """The passages of recent batches of a source: which they are (-1: of none), their vectors."""

    places: Ids = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    vectors: Tensor = field(default_factory=lambda: torch.zeros(0, DIM))


@dataclass(kw_only=True)
class Run(runs.Run[Conv]):
    """A training of the encoder, what it began with, and what each source showed last."""

    beginning: Conv
    memories: dict[str, Memory] = field(default_factory=lambda: defaultdict(Memory))


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions with the passages of a batch: which is right for each, and all that would be."""

    source: ConvLessons
    questions: list[Ids]
    passages: list[Ids]
    places: Ids
    first: Ids
    right: list[tuple[int, ...]]


def main() -> None:
    """Train and keep the averaged weights, and those of the network before it learnt anything."""
    arguments = _parser().parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(arguments.threads)
    lessons = [source for source in read_lessons() if source.name in _SHARES]
    resumed = arguments.resume and _CHECKPOINT.exists()
    net = begun(lessons, anew=not (arguments.start or resumed))
    run = started(net.to(arguments.device), arguments.rate)
    if arguments.start:
        run.begin_with(load_file(arguments.start, arguments.device))
    if resumed:
        run.resume(_CHECKPOINT, arguments.device)
    drawn = batches(lessons, SEED + run.step)
    for batch, passed in run.lasting(drawn, arguments.minutes):
        loss = taught(run, batch, arguments.rate * slowed(run.step, passed, _WARM_UP_STEPS))
        if run.save_after(_CHECKPOINT_SECONDS, _CHECKPOINT):
            print(f"{run.step} steps, {run.spent:.0f} s, loss {loss:.2f}", flush=True)
    write(run.average, arguments.out)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=30, help="how long to train")
    parser.add_argument("--rate", type=float, default=2e-4, help="highest learning rate")
    parser.add_argument("--threads", type=int, default=2, help="of the processor")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--start", type=Path, help="begin with the weights in that file")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="the file to write")
    return parser


def begun(lessons: Sequence[ConvLessons], *, anew: bool) -> Conv:
    """The network before it has learnt anything: made anew and kept, or as it was kept.

    Its vectors are in the directions in which those of its lessons differ most, so that of other
    lessons they would be others: weights that have learnt belong with the beginning that was kept.
    """
    if anew:
        net = beginning_for(lessons)
        write(net, BEGINNING)
        return net
    return conv_of(load_file(BEGINNING))


def beginning_for(lessons: Sequence[ConvLessons]) -> Conv:
    """The network as it is before it has learnt anything here."""
    rows = np.load(ROWS)
    net = Conv(len(rows))
    begin(net, rows, np.eye(DIM, net.head.in_features, dtype=np.float32))
    begin(net, rows, _head(net, lessons))
    return net


def started(net: Conv, rate: float) -> Run:
    """A run from its first step. Steps are taken with a copy in bfloat16 where that is quick."""
    groups = [{"params": learnt(net), "share": 1.0}]
    optimizer = torch.optim.AdamW(groups, lr=rate, weight_decay=0.01, fused=True)
    average, working = copies_of(net)
    beginning = as_quick(copy.deepcopy(net)).eval()
    return Run(net=net, average=average, optimizer=optimizer, working=working, beginning=beginning)


@torch.no_grad()
def _head(net: Conv, lessons: Sequence[ConvLessons]) -> NDArray[np.float32]:
    ends = []
    for source in lessons:
        for texts in (source.questions[:_HEARD], source.passages[: _HEARD // 2]):
            for first in range(0, len(texts), 64):
                block = texts[first : first + 64]
                ends.append(functional.normalize(net.ends(Texts.of(block)))[: len(block)])
    return head_over(torch.cat(ends).numpy())


def batches(lessons: Sequence[ConvLessons], seed: int) -> Iterator[Batch]:
    """Batches of one source each, sources drawn by their shares, without end."""
    random = np.random.default_rng(seed)
    shares = np.array([_SHARES[source.name] for source in lessons])
    waiting: list[list[int]] = [[] for _ in lessons]
    while True:
        drawn = int(random.choice(len(lessons), p=shares / shares.sum()))
        source, left = lessons[drawn], waiting[drawn]
        if not left:
            left.extend(random.permutation(len(source.questions)).tolist())
        yield _batch(source, left, random)


def _batch(source: ConvLessons, left: list[int], random: np.random.Generator) -> Batch:
    chosen: list[int] = []
    wrong: list[Ids] = []
    tokens = 0
    while left and tokens < _TOKENS and len(chosen) < _MOST:
        row = left.pop()
        chosen.append(row)
        read = [source.questions[row], source.passages[source.right[row][0]]]
        if source.wrong:
            near = source.wrong[row]
            rows = [*random.choice(near, min(_LOOK_ALIKES, len(near)), replace=False)]
            rows += [*random.integers(len(source.others), size=_DRAWN)]
            wrong += [source.others[i] for i in rows]
            read += wrong[-len(rows) :]
        tokens += sum(len(ids) + GAP for ids in read)
    places, first = np.unique([source.right[row][0] for row in chosen], return_inverse=True)
    passages = [*(source.passages[place] for place in places), *wrong]
    return Batch(
        source,
        [source.questions[row] for row in chosen],
        passages,
        np.concatenate([places, np.full(len(wrong), -1)]),
        first,
        [source.right[row] for row in chosen],
    )


def taught(run: Run, batch: Batch, rate: float) -> float:
    """Take one step; the loss before it."""
    return run.take(loss_of(run, batch), rate, _AVERAGED)


def loss_of(run: Run, batch: Batch) -> Tensor:
    """Each question near its passage (cross entropy over cosines), and what is held in place."""
    questions = _vectors(run.working, batch.questions)
    passages = _vectors(run.working, batch.passages)
    memory = run.memories[batch.source.name]
    vectors = torch.cat([passages, memory.vectors.to(passages.device)])
    places = np.concatenate([batch.places, memory.places])
    hidden = _also_right(batch, places).to(questions.device)
    first = torch.from_numpy(batch.first).to(questions.device)
    near = (_SHARPNESS * questions @ vectors.T).masked_fill(hidden, _FAR)
    loss = functional.cross_entropy(near, first)
    count = len(batch.questions)
    if len(batch.passages) == count:
        back = _SHARPNESS * passages[first] @ questions.T
        own = torch.arange(count, device=questions.device)
        loss = loss + functional.cross_entropy(back, own) / 2
    if batch.source.name in PAIR_SOURCES:
        with torch.no_grad():
            held = [_vectors(run.beginning, x) for x in (batch.questions, batch.passages)]
        moved = zip((questions, passages), held, strict=True)
        loss = loss + _HELD * sum((1 - (ours * theirs).sum(1)).mean() for ours, theirs in moved)
    memory.places, memory.vectors = places[:_REMEMBERED], vectors.detach()[:_REMEMBERED]
    return loss


def _also_right(batch: Batch, places: Ids) -> Tensor:
    """Which passages answer a question beside the one that is taught."""
    hidden = np.zeros((len(batch.questions), len(places)), dtype=bool)
    for row, (right, first) in enumerate(zip(batch.right, batch.first, strict=True)):
        hidden[row] = np.isin(places, right)
        hidden[row, first] = False
    return torch.from_numpy(hidden)


def _vectors(net: Conv, texts: Sequence[Ids]) -> Tensor:
    device = str(net.head.weight.device)
    return net(Texts.of(texts).to(device))[: len(texts)]


if __name__ == "__main__":
    main()
