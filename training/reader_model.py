"""The reader's network, for training: `training/reader_export.py` writes the same for the product.

A transformer (Devlin et al. 2019) over question and passage together: the layers of a pretrained
body, with its own tokens. Of multilingual-e5-small, whose pretraining has met a hundred languages,
it has the first; of RoFormer-Sim, which has met Chinese, all.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from rag.encode.reader_text import MARKS_BEFORE_PASSAGE
from training.body import Body

WIDTH = 384
# In so many numbers a token tells which ends fit it as a start, and which starts as an end.
FIT = 32
POSITIONS = 512
PADDING = 1
_SLOWEST_TURN = 10_000
# Far below any logit, and no infinity: nothing times it is nothing.
FAR = -1e4


class Batch(NamedTuple):
    """Rows as `rag.encode.reader_text.row_of` makes them, padded.

    `ids` `[b, n]`, `asked` and `read` `[b]` the tokens of question and passage, `start` and `end`
    `[b]` the answer's first and last token in its passage, -1 for none. The first `lessons` rows
    answer, but for those whose `answered` `[lessons]` is 0; as many follow for each passage that
    does not, in the same order.
    """

    ids: Tensor
    asked: Tensor
    read: Tensor
    start: Tensor
    end: Tensor
    lessons: int
    answered: Tensor

    def to(self, device: str) -> Batch:
        """The same on a device."""
        return Batch(*(part.to(device) if isinstance(part, Tensor) else part for part in self))


class Found(NamedTuple):
    """What the net finds, as logits.

    `start` and `end` `[b, n]`, far down outside the passage; `fit` `[b, n, n]`, what is added for
    each start (row) with each end; `verdict` `[b]`, whether the passage answers.
    """

    start: Tensor
    end: Tensor
    fit: Tensor
    verdict: Tensor


class Dropout(nn.Module):
    """Drops a feature from all tokens of a text alike: as good, and far fewer draws."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, states: Tensor) -> Tensor:
        """`[b, n, width]` -> the same, in training with some features dropped."""
        if not self.training:
            return states
        shape = (states.shape[0], 1, states.shape[-1])
        kept = (torch.rand(shape, device=states.device) >= self.share) / (1 - self.share)
        return states * kept.to(states.dtype)


class Layer(nn.Module):
    """Attention, and two linear maps."""

    def __init__(self, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.attention = nn.Linear(WIDTH, 3 * WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.attention_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen = nn.Linear(WIDTH, 4 * WIDTH)
        self.narrow = nn.Linear(4 * WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, states: Tensor, hidden: Tensor, turns: Turns | None) -> Tensor:
        """`[b, n, width]` -> the same; `hidden` `[b, 1, 1, n]` is far down where nothing stands."""
        count, length, width = states.shape
        heads = self.attention(states).view(count, length, 3, self.heads, width // self.heads)
        query, key, value = heads.permute(2, 0, 3, 1, 4)
        if turns:
            query, key = turned(query, turns), turned(key, turns)
        if states.is_cuda:
            found = functional.scaled_dot_product_attention(query, key, value, hidden)
        else:
            # On a processor the way back through that takes half of all time.
            fit = (query * (width // self.heads) ** -0.5) @ key.transpose(-1, -2) + hidden
            found = torch.softmax(fit, dim=-1) @ value
        found = found.transpose(1, 2).reshape(states.shape)
        states = self.attention_norm(states + self.dropout(self.attended(found)))
        narrowed = self.narrow(functional.gelu(self.widen(states)))
        return self.norm(states + self.dropout(narrowed))


class Turns(NamedTuple):
    """By what the numbers of a head are turned at each place, `[n, width of a head]` each."""

    cosines: Tensor
    sines: Tensor


def turns_of(length: int, width: int, like: Tensor) -> Turns:
    """For heads of `width` numbers: each pair is turned by the place (Su et al. 2021, "RoFormer:
    Enhanced Transformer with Rotary Position Embedding"), the first by 1 a place."""
    speeds = _SLOWEST_TURN ** (-torch.arange(0, width, 2, dtype=torch.float32) / width)
    angles = torch.arange(length, dtype=torch.float32)[:, None] * speeds
    both = angles.repeat_interleave(2, dim=1).to(like.device)
    return Turns(both.cos().to(like.dtype), both.sin().to(like.dtype))


def turned(heads: Tensor, turns: Turns) -> Tensor:
    """Queries or keys `[b, heads, n, width of a head]`, turned."""
    across = torch.stack([-heads[..., 1::2], heads[..., ::2]], dim=-1).reshape(heads.shape)
    return heads * turns.cosines + across * turns.sines


class ReaderNet(nn.Module):
    """A batch -> where the answer starts and ends, and whether there is one.

    A place has a vector of its own (`places`), or turns what attention compares.
    """

    def __init__(
        self,
        tokens: int,
        layers: int,
        *,
        heads: int = 12,
        places: bool = True,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.heads = heads
        self.words = nn.Embedding(tokens, WIDTH)
        self.words.weight.requires_grad_(False)
        self.positions = nn.Embedding(POSITIONS, WIDTH) if places else None
        self.sides = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(heads, dropout) for _ in range(layers))
        self.ends = nn.Linear(WIDTH, 2)
        # Biaffine, as Yu et al. 2020 tell spans of entities.
        self.fit_start = nn.Linear(WIDTH, FIT)
        self.fit_end = nn.Linear(WIDTH, FIT)
        nn.init.zeros_(self.fit_end.weight)
        nn.init.zeros_(self.fit_end.bias)
        self.judge = nn.Linear(2 * WIDTH, WIDTH)
        self.verdict = nn.Linear(WIDTH, 1)
        self.dropout = Dropout(dropout)

    def forward(self, batch: Batch) -> Found:
        """What is found in a batch."""
        dtype = self.words.weight.dtype
        at = torch.arange(batch.ids.shape[1], device=batch.ids.device)[None]
        second = batch.asked[:, None] + MARKS_BEFORE_PASSAGE
        last = second + batch.read[:, None]
        outside = ((at < second) | (at >= last)).to(dtype) * FAR
        hidden = (at > last).to(dtype)[:, None, None] * FAR
        states = self.words(batch.ids) + self.sides((at >= second).long())
        if self.positions is not None:
            states = states + self.positions.weight[: at.shape[1]]
            turns = None
        else:
            turns = turns_of(at.shape[1], WIDTH // self.heads, states)
        states = self.dropout(self.norm(states))
        for layer in self.layers:
            states = layer(states, hidden, turns)
        dropped = self.dropout(states)
        start, end = (self.ends(dropped) + outside[..., None]).unbind(-1)
        fit = self.fit_start(dropped) @ self.fit_end(dropped).transpose(-1, -2)
        return Found(start, end, fit, self._verdict(states, start))

    def _verdict(self, states: Tensor, start: Tensor) -> Tensor:
        """From the first mark, and from where the answer is likely to start."""
        likely = torch.softmax(start.float(), dim=-1).to(states.dtype)[:, None] @ states
        judged = torch.tanh(self.judge(torch.cat([states[:, 0], likely[:, 0]], dim=-1)))
        return self.verdict(self.dropout(judged[:, None])[:, 0]).squeeze(-1)

    def keep_still(self, layers: int) -> None:
        """Teach neither the lowest layers nor what is below them; if there are none, teach all."""
        if layers:
            below = [self.positions, self.sides, self.norm, *self.layers[:layers]]
            for part in filter(None, below):
                part.requires_grad_(False)

    @torch.no_grad()
    def begin_with(self, body: Body, rows: NDArray[np.int32]) -> None:
        """Take the body's first layers, and the rows of its table that the reader keeps."""
        stored = {name: torch.from_numpy(value.copy()) for name, value in body.tensors.items()}
        self.words.weight.copy_(stored["emb.word"].view(-1, WIDTH)[torch.from_numpy(rows).long()])
        if self.positions is not None:
            self.positions.weight.copy_(stored["emb.pos"].view(-1, WIDTH))
        # The body has read with one side alone.
        self.sides.weight.copy_(stored["emb.type"].view(-1, WIDTH)[:1].expand(2, WIDTH))
        self.norm.weight.copy_(stored["emb.ln.w"])
        self.norm.bias.copy_(stored["emb.ln.b"])
        for number, layer in enumerate(self.layers):
            for suffix, theirs in (("weight", "w"), ("bias", "b")):
                three = [stored[f"l{number}.{part}.{theirs}"] for part in "qkv"]
                wanted = getattr(layer.attention, suffix)
                wanted.copy_(torch.cat(three).view(wanted.shape))
                for ours, name in (
                    (layer.attended, "ao"),
                    (layer.attention_norm, "aln"),
                    (layer.widen, "fi"),
                    (layer.narrow, "fo"),
                    (layer.norm, "oln"),
                ):
                    wanted = getattr(ours, suffix)
                    wanted.copy_(stored[f"l{number}.{name}.{theirs}"].view(wanted.shape))


def padded_ids(rows: list[NDArray[np.int64]]) -> Tensor:
    """Rows of ids `[b, n]`, padded to the longest."""
    longest = max(map(len, rows))
    ids = np.full((len(rows), longest), PADDING, dtype=np.int64)
    for row, one in zip(ids, rows, strict=True):
        row[: len(one)] = one
    return torch.from_numpy(ids)
