"""Train the bundled reader on `reader_lessons`, and export it as rag/encode/models/reader/.

    python -m training.train_reader [--minutes 60] [--device cuda] [--resume]

Each step is a batch of questions, each with a passage that answers it and one that does not. The
start and the end of the answer are to be the likeliest of all tokens of both (shared normalization,
Clark and Gardner 2018); whether a passage answers is learnt apart, and alone where no answer is
marked. A checkpoint is kept under training/work/ every five minutes; what is exported is averaged
over the steps.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.numpy import save_file
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from rag.encode.reader import READER_PATH, SPEECH, best_span
from rag.encode.reader_text import ReaderLists
from training.data import SEED, WORK, read_records
from training.reader_batches import Lesson, PairMaker, batches, common_characters, sides
from training.reader_lessons import HELD_OUT, LESSONS
from training.reader_model import ReaderNet
from training.reader_speech import parts_of_speech

_CHECKPOINT = WORK / "reader_checkpoint.pt"
_CHECKPOINT_SECONDS = 300
_WARM_UP_STEPS = 300
# How much of the average each step keeps.
_AVERAGED = 0.998
_LEAST_RATE = 0.02
_MEASURED_AT_ONCE = 32


@dataclass
class Run:
    """A training under way: what a checkpoint keeps."""

    net: ReaderNet
    average: AveragedModel
    optimizer: torch.optim.AdamW
    step: int = 0
    spent: float = 0.0

    def save(self) -> None:
        """Write the checkpoint, whole or not at all."""
        unfinished = _CHECKPOINT.with_suffix(".unfinished")
        kept = (self.net, self.average, self.optimizer)
        torch.save([*(part.state_dict() for part in kept), self.step, self.spent], unfinished)
        unfinished.replace(_CHECKPOINT)

    def resume(self, device: str) -> None:
        """Go on from the checkpoint."""
        *states, self.step, self.spent = torch.load(_CHECKPOINT, map_location=device)
        for part, state in zip((self.net, self.average, self.optimizer), states, strict=True):
            part.load_state_dict(state)


def main() -> None:
    """Train, measure, export."""
    arguments = _parser().parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(arguments.threads)
    records = list(read_records(LESSONS))
    characters = (
        listed_characters(arguments.start) if arguments.start else common_characters(records)
    )
    lists = ReaderLists(characters, parts_of_speech())
    maker = PairMaker(lists)
    held_out = _held_out(maker)
    net = ReaderNet(len(lists.characters) + 2, width=arguments.width).to(arguments.device)
    if arguments.start:
        begin_with(net, arguments.start)
    run = Run(
        net,
        AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(_AVERAGED)),
        torch.optim.AdamW(net.parameters(), lr=arguments.rate, weight_decay=0.02),
    )
    if arguments.resume and _CHECKPOINT.exists():
        run.resume(arguments.device)
    started, seconds = time.monotonic() - run.spent, arguments.minutes * 60

    def passed() -> float:
        return (time.monotonic() - started) / seconds

    last = time.monotonic()
    seed = SEED + run.step + bool(arguments.start)
    for batch in batches(records, maker, arguments.batch, seed=seed, passed=passed):
        if passed() >= 1:
            break
        run.step += 1
        loss = _step(run, batch, arguments.rate * _slowed(run.step, passed()), arguments.device)
        if time.monotonic() - last > _CHECKPOINT_SECONDS:
            last = time.monotonic()
            run.spent = last - started
            run.save()
            print(f"{run.step} steps, {run.spent:.0f} s, loss {loss:.2f}", flush=True)
            _report(run, held_out, arguments.device)
            export(run.average.module, lists, arguments.out)
    export(run.average.module, lists, arguments.out)
    _report(run, held_out, arguments.device)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60, help="how long to train")
    parser.add_argument("--batch", type=int, default=24, help="questions a step")
    parser.add_argument("--rate", type=float, default=1.5e-3, help="highest learning rate")
    parser.add_argument("--width", type=int, default=128, help="width of the network")
    parser.add_argument("--threads", type=int, default=2, help="of the processor")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint")
    parser.add_argument(
        "--start", type=Path, help="begin with the weights that were exported there"
    )
    parser.add_argument("--out", type=Path, default=READER_PATH, help="where to export")
    return parser


def _held_out(maker: PairMaker) -> dict[str, list[Lesson]]:
    """The held-out lessons, by language."""
    found: dict[str, list[Lesson]] = {"zh": [], "en": []}
    for record in read_records(HELD_OUT):
        lesson = maker.lesson(record, record["wrong"][0]) if record["wrong"] else None
        found["en" if record["source"].endswith("-en") else "zh"] += [lesson] if lesson else []
    return found


def _slowed(step: int, passed: float) -> float:
    """The learning rate's factor: a rise over the first steps, then half a cosine down."""
    fallen = 0.5 * (1 + math.cos(math.pi * passed))
    return min(1.0, step / _WARM_UP_STEPS) * (_LEAST_RATE + (1 - _LEAST_RATE) * fallen)


def _step(run: Run, batch: Sequence[Lesson], rate: float, device: str) -> float:
    for group in run.optimizer.param_groups:
        group["lr"] = rate
    loss = loss_of(run.net, batch, device)
    run.optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(run.net.parameters(), 1.0)
    run.optimizer.step()
    run.average.update_parameters(run.net)
    return float(loss.detach())


def loss_of(net: ReaderNet, batch: Sequence[Lesson], device: str) -> Tensor:
    """Shared normalization over right and wrong passage, and the verdict on each."""
    pairs = [right for right, _ in batch] + [wrong for _, wrong in batch]
    # On a processor without instructions for bfloat16, autocast is ten times slower than float32.
    is_quick = device != "cpu" or torch.cpu._is_amx_tile_supported()
    with torch.autocast(device, dtype=torch.bfloat16, enabled=is_quick):
        logits = net(*sides(pairs, device))
    start, end, verdict = (x.float() for x in logits)
    count = len(batch)
    loss = torch.zeros((), device=device)
    for one, name in ((start, "start"), (end, "end")):
        both = torch.cat([one[:count], one[count:]], dim=1)
        wanted = torch.tensor([getattr(right, name) for right, _ in batch], device=device)
        marked = wanted >= 0
        if marked.any():
            loss = loss + functional.cross_entropy(both[marked], wanted[marked])
    answers = torch.cat([torch.ones(count), torch.zeros(count)]).to(device)
    return loss + functional.binary_cross_entropy_with_logits(verdict, answers)


@torch.no_grad()
def measure(net: ReaderNet, lessons: Sequence[Lesson], device: str) -> dict[str, float]:
    """Exact spans, F1 over tokens, and how often the right passage has the better verdict."""
    net.eval()
    measured: list[tuple[float, float, float]] = []
    for first in range(0, len(lessons), _MEASURED_AT_ONCE):
        block = lessons[first : first + _MEASURED_AT_ONCE]
        pairs = [pair for lesson in block for pair in lesson]
        logits = net(*sides(pairs, device))
        start, end, verdict = (x.float().cpu().numpy() for x in logits)
        for row, (right, _) in zip(range(0, len(pairs), 2), block, strict=True):
            count = len(right.passage)
            at, to, _ = best_span(start[row, :count], end[row, :count])
            shared = max(0, min(to, right.end) - max(at, right.start) + 1)
            f1 = 2 * shared / (to - at + 1 + right.end - right.start + 1)
            is_told = verdict[row] > verdict[row + 1]
            measured.append(((at, to) == (right.start, right.end), f1, is_told))
    net.train()
    means = np.mean(measured, axis=0)
    return dict(zip(("exact", "f1", "verdict"), map(float, means), strict=True))


def _report(run: Run, held_out: dict[str, list[Lesson]], device: str) -> None:
    for language, lessons in held_out.items():
        shares = measure(run.average.module, lessons, device)
        print(language, *(f"{name} {share:.3f}" for name, share in shares.items()), flush=True)


def listed_characters(folder: Path) -> str:
    """The characters that the reader exported in `folder` was trained with."""
    with safe_open(folder / "model.safetensors", framework="numpy") as stored:
        return str(stored.metadata()["characters"])


def begin_with(net: ReaderNet, folder: Path) -> None:
    """Give `net` the weights exported in `folder`; what they lack starts without effect."""
    stored = load_file(folder / "model.safetensors")
    weights = {name: value.float() for name, value in stored.items() if name != SPEECH}
    lacking = net.join.in_features - weights["join.weight"].shape[1]
    weights["join.weight"] = functional.pad(weights["join.weight"], (0, lacking))
    weights.setdefault("parts.weight", net.parts.weight.detach())
    net.load_state_dict(weights)


def export(net: nn.Module, lists: ReaderLists, folder: Path) -> None:
    """The network's weights as float16, and the lists that it was trained with."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {
        name: np.ascontiguousarray(value.detach().cpu().numpy().astype(np.float16))
        for name, value in net.state_dict().items()
    }
    weights[SPEECH] = lists.speech
    unfinished = folder / "model.unfinished"
    save_file(weights, unfinished, metadata={"characters": lists.characters})
    unfinished.replace(folder / "model.safetensors")


if __name__ == "__main__":
    main()
