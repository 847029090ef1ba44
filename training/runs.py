"""What the trainings of networks share: quick steps, averaged weights, checkpoints."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

N = TypeVar("N", bound=nn.Module)
B = TypeVar("B")
_LEAST_RATE = 0.02


@dataclass(kw_only=True)
class Run(Generic[N]):
    """A training under way: what a checkpoint keeps, and the net that the steps are taken with.

    The optimizer's groups each have a `share` of the learning rate.
    """

    net: N
    average: N
    optimizer: torch.optim.AdamW
    working: N
    step: int = 0
    spent: float = 0.0
    saved: float = 0.0

    def save_after(self, seconds: float, file: Path) -> bool:
        """Write a checkpoint, whole or not at all, if the last is older; whether that was so."""
        if self.spent - self.saved <= seconds:
            return False
        self.saved = self.spent
        unfinished = file.with_suffix(".unfinished")
        kept = (self.net, self.average, self.optimizer)
        torch.save([*(part.state_dict() for part in kept), self.step, self.spent], unfinished)
        unfinished.replace(file)
        return True

    def resume(self, file: Path, device: str) -> None:
        """Go on from a checkpoint."""
        *states, self.step, self.spent = torch.load(file, map_location=device)
        self.saved = self.spent
        for part, state in zip((self.net, self.average, self.optimizer), states, strict=True):
            part.load_state_dict(state)
        self.working.load_state_dict(self.net.state_dict())

    def begin_with(self, weights: Mapping[str, Tensor]) -> None:
        """Begin with other weights than those of the net that it was made of."""
        for part in (self.net, self.average, self.working):
            part.load_state_dict(weights)

    def lasting(self, batches: Iterable[B], minutes: float) -> Iterator[tuple[B, float]]:
        """Batches until the time is over, each a step, and the share of the time that is spent."""
        begun = time.monotonic() - self.spent
        for batch in batches:
            self.spent = time.monotonic() - begun
            if self.spent >= minutes * 60:
                return
            self.step += 1
            yield batch, self.spent / (minutes * 60)

    def take(self, loss: Tensor, rate: float, averaged: float) -> float:
        """Take a step down the slope of a loss of `working`; `averaged` is how much of the average
        it keeps. The loss before it."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["share"]
        loss.backward()  # type: ignore[no-untyped-call]
        ours, theirs, means = (learnt(net) for net in (self.net, self.working, self.average))
        for one, other in zip(ours, theirs, strict=True):
            one.grad = None if other.grad is None else other.grad.float()
            other.grad = None
        nn.utils.clip_grad_norm_(ours, 1.0)
        self.optimizer.step()
        with torch.no_grad():
            torch._foreach_copy_(theirs, ours)
            kept = min(averaged, self.step / (self.step + 20))
            torch._foreach_lerp_(means, ours, 1 - kept)
        return float(loss.detach())


def copies_of(net: N) -> tuple[N, N]:
    """The net whose weights are averaged, and that which steps are taken with."""
    return copy.deepcopy(net).eval(), as_quick(copy.deepcopy(net)).train()


def as_quick(net: N) -> N:
    """The net in bfloat16, but where that takes ten times as long as float32: on a processor
    without instructions for it."""
    on_processor = next(net.parameters()).device.type == "cpu"
    return net if on_processor and not torch.cpu._is_amx_tile_supported() else net.bfloat16()


def learnt(net: nn.Module) -> list[nn.Parameter]:
    """The weights that change."""
    return [parameter for parameter in net.parameters() if parameter.requires_grad]


def slowed(step: int, passed: float, warm_up: int) -> float:
    """The learning rate's factor: a rise over the first steps, then half a cosine down."""
    fallen = 0.5 * (1 + math.cos(math.pi * passed))
    return min(1.0, step / warm_up) * (_LEAST_RATE + (1 - _LEAST_RATE) * fallen)


def write(net: nn.Module, file: Path) -> None:
    """The network's weights, whole or not at all."""
    unfinished = file.with_suffix(".unfinished")
    save_file(net.state_dict(), unfinished)
    unfinished.replace(file)
