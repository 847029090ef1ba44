"""The network of the sentence encoder, as it is trained: words, convolutions over them, their sum.

The design is that of the Universal Sentence Encoder (Cer et al. 2018; Yang et al. 2020,
"Multilingual Universal Sentence Encoder for Semantic Retrieval", its convolutional kind).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from rag.encode.conv import GAP, Packed, pack

WIDTH = 512
CHANNELS = 256
HIDDEN = 320
DIM = 256
EPSILON = 1e-12
# How many tokens each of the three convolutions sees at once, and how many of them stand before.
ORDERS = ((2, 0), (3, 1), (5, 2))
FEATURES = WIDTH + CHANNELS * len(ORDERS)
Ids = NDArray[np.int64]
Heard = Callable[[str, Tensor], None]


class Texts(NamedTuple):
    """Some texts as one row of `t` tokens: `ids`, the `place` of the text that each belongs to, and
    `inside` (0 between texts), and the square roots of the `n` lengths `[n, 1]`."""

    ids: Tensor
    place: Tensor
    inside: Tensor
    roots: Tensor

    @classmethod
    def of(cls, texts: Sequence[Ids]) -> Texts:
        """The texts whose tokens these are."""
        packed: Packed = pack(texts)
        return cls(*(torch.from_numpy(part) for part in packed))

    def to(self, device: str) -> Texts:
        """The same on another device."""
        return Texts(*(part.to(device) for part in self))


class Conv(nn.Module):
    """A text -> a unit vector of `DIM` numbers."""

    def __init__(self, words: int) -> None:
        super().__init__()
        self.words = nn.Embedding(words, WIDTH)
        self.project = nn.Linear(WIDTH, CHANNELS * len(ORDERS))
        self.norms = nn.ModuleList(nn.LayerNorm(CHANNELS, eps=EPSILON) for _ in ORDERS)
        self.first = nn.ModuleList(nn.Linear(n * CHANNELS, CHANNELS) for n, _ in ORDERS)
        self.second = nn.ModuleList(nn.Linear(n * CHANNELS, CHANNELS) for n, _ in ORDERS)
        self.norm = nn.LayerNorm(FEATURES, eps=EPSILON)
        self.out = nn.Linear(FEATURES, WIDTH)
        self.deep = nn.ModuleDict(
            {
                "out_to_0": nn.Linear(WIDTH, HIDDEN, bias=False),
                "0_to_1": nn.Linear(HIDDEN, HIDDEN, bias=False),
                "out_to_1": nn.Linear(WIDTH, HIDDEN, bias=False),
                "1_to_2": nn.Linear(HIDDEN, WIDTH, bias=False),
                "1_to_end": nn.Linear(HIDDEN, WIDTH, bias=False),
                "2_to_end": nn.Linear(WIDTH, WIDTH, bias=False),
            }
        )
        self.head = nn.Linear(WIDTH, DIM, bias=False)

    def forward(self, texts: Texts) -> Tensor:
        """Unit vectors `[n, DIM]`, float32."""
        ends = functional.normalize(self.ends(texts), dim=1)
        vectors = self.head(ends.to(self.head.weight.dtype))
        return functional.normalize(vectors.float(), dim=1)

    def ends(self, texts: Texts) -> Tensor:
        """What the network gave before it had a head: `[n, WIDTH]`, float32, from -1 to 1."""
        features = self.features(texts)
        sums = torch.zeros(len(texts.roots), FEATURES, device=features.device)
        sums = sums.index_add(0, texts.place, features.float())
        roots = texts.roots.to(features.dtype)
        means = (sums / texts.roots).to(features.dtype) @ self.out.weight.T + self.out.bias * roots
        deep = self.deep
        first = functional.relu(
            deep["out_to_1"](means) + deep["0_to_1"](functional.relu(deep["out_to_0"](means)))
        )
        second = functional.relu(deep["1_to_2"](first))
        return torch.tanh((deep["1_to_end"](first) + deep["2_to_end"](second)).float())

    def features(self, texts: Texts, heard: Heard = lambda name, states: None) -> Tensor:
        """Each token with what stands around it, `[t, FEATURES]`; `heard` is told what the
        convolutions are given."""
        rows = self.words(texts.ids)
        projected = self.project(rows).split(CHANNELS, dim=1)
        inside = texts.inside.to(rows.dtype)
        found = [rows]
        for order, (states, norm) in enumerate(zip(projected, self.norms, strict=True)):
            states = norm(states)
            for name, maps in (("first", self.first), ("second", self.second)):
                states = states * inside
                heard(f"{name}.{order}", states)
                states = functional.relu(maps[order](_windows(states, *ORDERS[order]))) + states
            found.append(states)
        together = torch.cat(found, dim=1)
        heard("features", functional.layer_norm(together, (FEATURES,), eps=EPSILON))
        return self.norm(together)


def conv_of(weights: Mapping[str, Tensor]) -> Conv:
    """The network that has these weights."""
    net = Conv(len(weights["words.weight"]))
    net.load_state_dict(weights)
    return net


def _windows(states: Tensor, seen: int, before: int) -> Tensor:
    """Each token's own state and its neighbours', side by side, `[t, seen * CHANNELS]`."""
    count = len(states)
    padded = functional.pad(states, (0, 0, before, seen - 1 - before))
    return torch.cat([padded[at : at + count] for at in range(seen)], dim=1)


@torch.no_grad()
def embedded(net: Conv, texts: Sequence[Ids], most: int = 16_384) -> NDArray[np.float32]:
    """The vectors `[n, DIM]` of texts given as tokens, about `most` tokens at a time."""
    vectors = np.zeros((len(texts), DIM), dtype=np.float32)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    while order:
        tokens = np.cumsum([len(texts[i]) + GAP for i in order])
        taken = max(1, int(np.searchsorted(tokens, most)))
        block, order = order[:taken], order[taken:]
        vectors[block] = net(Texts.of([texts[i] for i in block]))[: len(block)].numpy()
    return vectors
