"""Train the reader on `reader_lessons`; `reader_export` makes of it what the product bundles.

    python -m training.train_reader [--minutes 80] [--device cuda] [--resume]

Each step is a batch of questions, each with a passage that answers it and two that do not, or as
many as --beside says. The start and the end of the answer are to be the likeliest of all tokens of
all (shared normalization, Clark and Gardner 2018); whether a passage answers is learnt apart, and
alone where no answer is marked. With --teacher, the likelihoods of other readers are learnt besides
(distillation, Hinton et al. 2015). A checkpoint is kept under training/work/ every ten minutes; the
weights written at the end are averaged over the steps.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from rag.encode import bundled_lexicon
from rag.encode.reader_text import MARKS_BEFORE_PASSAGE, asked_text, passage_part
from rag.encode.spans import LONGEST_ANSWER, SpanLogits, allowed_spans, best_span
from rag.search import parse_query
from training import runs
from training.data import SEED, WORK, read_records
from training.reader_batches import (
    MIXES,
    WRONG_READ,
    Batches,
    Lesson,
    PairMaker,
    batch_of_lessons,
)
from training.reader_bodies import BODIES, body_of
from training.reader_lessons import HELD_OUT
from training.reader_model import FAR, Batch, ReaderNet
from training.reader_prepared import Prepared
from training.runs import as_quick, copies_of, slowed, write

WEIGHTS = WORK / "reader.safetensors"
_CHECKPOINT = WORK / "reader_checkpoint.pt"
_CHECKPOINT_SECONDS = 600
_WARM_UP_STEPS = 150
# How much of the average each step keeps.
_AVERAGED = 0.998
# What the body does not have learns faster, by so much.
_NEW_PARTS = ("sides", "ends", "fit_start", "fit_end", "judge", "verdict")
_FASTER = 4.0
_MEASURED_AT_ONCE = 16


@dataclass(kw_only=True)
class Run(runs.Run[ReaderNet]):
    """A training of the reader, and the readers that it learns from."""

    teachers: Sequence[ReaderNet] = ()


def main() -> None:
    """Train, measure, export."""
    arguments = _parser().parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(arguments.threads)
    device: str = arguments.device
    body = BODIES[arguments.body]
    if arguments.start:
        net = reader_in(arguments.start)
    else:
        rows = np.load(body.rows)
        net = body.net(len(rows), arguments.layers or body.layers)
        if arguments.heads:
            net.load_state_dict(load_file(arguments.heads))
        net.begin_with(body.load(), rows)
    net.keep_still(arguments.still)
    run = started(net.to(device), arguments.rate)
    if arguments.resume and _CHECKPOINT.exists():
        run.resume(_CHECKPOINT, device)
    run.teachers = [as_quick(reader_in(file).to(device)).eval() for file in arguments.teacher]
    tokenizer = Tokenizer.from_file(str(body.tokenizer))
    held_out = _held_out(PairMaker(tokenizer), arguments.measured)
    batches = Batches(
        Prepared.read(body.prepared),
        arguments.batch,
        seed=arguments.seed + run.step,
        parts=MIXES[arguments.mix],
        beside=arguments.beside,
        device=device,
    )
    for batch, passed in run.lasting(batches, arguments.minutes):
        rate = arguments.rate * slowed(run.step, passed, _WARM_UP_STEPS)
        loss = taught(run, batch, rate)
        if run.save_after(_CHECKPOINT_SECONDS, _CHECKPOINT):
            print(f"{run.step} steps, {run.spent:.0f} s, loss {loss:.2f}", flush=True)
            write(run.average, arguments.out)
            _report(run.average, held_out)
    write(run.average, arguments.out)
    _report(run.average, held_out)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=80, help="how long to train")
    parser.add_argument("--batch", type=int, default=16, help="questions a step")
    parser.add_argument("--rate", type=float, default=1.5e-4, help="highest learning rate")
    parser.add_argument("--body", choices=sorted(BODIES), default="e5", help="to begin with")
    parser.add_argument("--layers", type=int, help="of the body, if not as many as usual")
    parser.add_argument("--mix", choices=sorted(MIXES), default="asked", help="of the lessons")
    parser.add_argument(
        "--beside", type=int, default=WRONG_READ, help="passages that do not answer, a question"
    )
    parser.add_argument(
        "--teacher", type=Path, nargs="+", default=[], help="weights of readers to learn from"
    )
    parser.add_argument(
        "--still", type=int, default=0, help="how many of the lowest layers stay as they are"
    )
    parser.add_argument("--measured", type=int, default=100, help="lessons held out, a language")
    parser.add_argument("--threads", type=int, default=2, help="of the processor")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint")
    parser.add_argument("--seed", type=int, default=SEED, help="of the order of the lessons")
    parser.add_argument("--start", type=Path, help="begin with the weights in that file")
    parser.add_argument(
        "--heads", type=Path, help="begin with what the body does not have in that file"
    )
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="the file to write")
    return parser


def started(net: ReaderNet, rate: float) -> Run:
    """A run from its first step. Steps are taken with a copy in bfloat16 where that is quick."""
    learnt = [(name, p) for name, p in net.named_parameters() if p.requires_grad]
    new = [p for name, p in learnt if _is_new(name)]
    old = [p for name, p in learnt if not _is_new(name)]
    groups = [{"params": old, "share": 1.0}, {"params": new, "share": _FASTER}]
    optimizer = torch.optim.AdamW(groups, lr=rate, weight_decay=0.01, fused=True)
    average, working = copies_of(net)
    return Run(net=net, average=average, optimizer=optimizer, working=working)


def reader_in(file: Path) -> ReaderNet:
    """The network whose weights a file holds, of as many layers as it has."""
    weights = load_file(file)
    layers = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))
    net = body_of(weights).net(len(weights["words.weight"]), layers)
    net.load_state_dict(weights)
    return net


def _is_new(name: str) -> bool:
    return any(part in _NEW_PARTS for part in name.split("."))


def _held_out(maker: PairMaker, most: int) -> dict[str, list[Lesson]]:
    """The held-out lessons, `most` of each language."""
    found: dict[str, list[Lesson]] = {"zh": [], "en": []}
    for record in read_records(HELD_OUT):
        lessons = found["en" if record["source"].endswith("-en") else "zh"]
        if record["wrong"] and len(lessons) < most:
            question = asked_text(parse_query(record["question"], bundled_lexicon()))
            lesson = maker.lesson({**record, "question": question}, record["wrong"][0])
            lessons += [lesson] if lesson else []
    return found


def taught(run: Run, batch: Batch, rate: float) -> float:
    """Take one step; the loss before it."""
    return run.take(loss_of(run.working, batch, run.teachers), rate, _AVERAGED)


def loss_of(net: ReaderNet, batch: Batch, teachers: Sequence[ReaderNet] = ()) -> Tensor:
    """Shared normalization over the spans of a lesson's passages, and over their starts, which the
    verdict looks at; and the verdict on each, right and wrong ones counting alike. What teachers
    say, the mean of their logits, counts as much again."""
    ours = _told(net, batch)
    count, length = batch.lessons, batch.ids.shape[1]
    second = batch.asked[:count] + MARKS_BEFORE_PASSAGE
    answers = torch.zeros_like(ours.verdict)
    answers[:, 0] = batch.answered
    loss = _on_verdicts(ours.verdict, answers)
    marked = batch.start[:count] >= 0
    if marked.any():
        first, last = batch.start[:count] + second, batch.end[:count] + second
        last = last.minimum(first + LONGEST_ANSWER - 1)
        place = first * length + last
        loss = loss + functional.cross_entropy(ours.spans[marked], place[marked])
        loss = loss + functional.cross_entropy(ours.starts[marked], first[marked]) / 2
    if not teachers:
        return loss
    with torch.no_grad():
        said = zip(*(_told(teacher, batch) for teacher in teachers), strict=True)
        theirs = _Told(*(torch.stack(logits).mean(0) for logits in said))
    return (
        loss
        + functional.cross_entropy(ours.spans, theirs.spans.softmax(1))
        + functional.cross_entropy(ours.starts, theirs.starts.softmax(1)) / 2
        + _on_verdicts(ours.verdict, torch.sigmoid(theirs.verdict))
    )


class _Told(NamedTuple):
    """Logits of `b` lessons of `p` passages, the right one first: of the spans `[b, p n n]` and
    starts `[b, p n]`, and the verdicts `[b, p]`."""

    spans: Tensor
    starts: Tensor
    verdict: Tensor


def _told(net: ReaderNet, batch: Batch) -> _Told:
    start, end, fit, verdict = (logits.float() for logits in net(batch))
    length = start.shape[1]
    allowed = torch.from_numpy(allowed_spans(length)).to(start.device)
    spans = (start[:, :, None] + end[:, None] + fit).masked_fill(~allowed, FAR)
    return _Told(
        *(_by_lesson(x.flatten(1), batch.lessons) for x in (spans, start, verdict[:, None]))
    )


def _by_lesson(rows: Tensor, lessons: int) -> Tensor:
    """`[p b, n]` -> `[b, p n]`."""
    return rows.view(-1, lessons, rows.shape[1]).transpose(0, 1).flatten(1)


def _on_verdicts(ours: Tensor, wanted: Tensor) -> Tensor:
    """The mean over the passages that stand first, most of which answer, and over the others."""
    losses = functional.binary_cross_entropy_with_logits(ours, wanted, reduction="none")
    return (losses[:, 0].mean() + losses[:, 1:].mean()) / 2


@torch.no_grad()
def measure(net: ReaderNet, lessons: Sequence[Lesson]) -> dict[str, float]:
    """Exact spans, F1 over tokens, and how often the right passage has the better verdict."""
    device = str(net.words.weight.device)
    measured: list[tuple[float, float, float]] = []
    for first in range(0, len(lessons), _MEASURED_AT_ONCE):
        block = lessons[first : first + _MEASURED_AT_ONCE]
        found = net(batch_of_lessons(block).to(device))
        start, end, fit, verdict = (x.float().cpu().numpy() for x in found)
        for row, (right, _) in enumerate(block):
            read = passage_part(right.question, right.passage)
            logits = SpanLogits(start[row, read], end[row, read], fit[row, read, read])
            at, to, _ = best_span(logits)
            shared = max(0, min(to, right.end) - max(at, right.start) + 1)
            f1 = 2 * shared / (to - at + 1 + right.end - right.start + 1)
            is_told = verdict[row] > verdict[row + len(block)]
            measured.append(((at, to) == (right.start, right.end), f1, is_told))
    means = np.mean(measured, axis=0)
    return dict(zip(("exact", "f1", "verdict"), map(float, means), strict=True))


def _report(net: ReaderNet, held_out: dict[str, list[Lesson]]) -> None:
    for language, lessons in held_out.items():
        shares = measure(net, lessons)
        print(language, *(f"{name} {share:.3f}" for name, share in shares.items()), flush=True)


if __name__ == "__main__":
    main()
