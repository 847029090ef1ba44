"""The bundled encoder of sentences: a small convolutional network, run by onnxruntime.

Texts are laid out as one long row of tokens with gaps between them, so that no time goes into
padding. All large products are of whole numbers with scales that are fixed, so that a text encodes
alike alone and in a batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.encode.files import digest_of, onnx_session
from rag.encode.seam import Vectors
from rag.text import folded

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CONV_PATH = Path(__file__).parent / "models" / "bilingual-conv"
# Tokens that stand for the beginning, the end, and nothing at all, between texts.
BEGIN, END, NOTHING = 1, 2, 0
# A window reaches so many tokens to each side, so that with gaps as wide none sees two texts.
GAP = 2
# A longer text is cut into parts of so many tokens, and its vector is the mean of theirs.
LONGEST = 254
# Always so many texts at a time, the last of them empty: what is multiplied as floats must have the
# same shape, or a text would encode otherwise in other company.
ROWS = 16
# Blocks that are encoded at once, each by one thread: two that share a block gain little.
_AT_ONCE = 2
# What folding makes of every quotation mark.
_QUOTATION_MARK = '"'
Ids = NDArray[np.int64]


class Packed(NamedTuple):
    """Texts as the network takes them: `t` tokens, the place of the text of each, whether it is
    inside one `[t, 1]`, and the square roots of the texts' lengths `[n, 1]`."""

    ids: Ids
    place: Ids
    inside: Vectors
    roots: Vectors


def pack(texts: Sequence[Ids]) -> Packed:
    """Lay out texts given as tokens; what is between them has a place of its own, the last."""
    rows = max(ROWS, len(texts) + 1)
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    ids = np.full(GAP + int((lengths + GAP).sum()), NOTHING, dtype=np.int64)
    place = np.full(len(ids), rows - 1, dtype=np.int64)
    start = GAP
    for number, text in enumerate(texts):
        ids[start : start + len(text)] = text
        place[start : start + len(text)] = number
        start += len(text) + GAP
    inside = (place < rows - 1).astype(np.float32)[:, None]
    roots = np.ones((rows, 1), dtype=np.float32)
    roots[: len(texts), 0] = np.sqrt(lengths)
    return Packed(ids, place, inside, roots)


class ConvEncoder:
    """Chinese (either script) and English texts in one space of meanings."""

    def __init__(self, name: str, tokenizer: Tokenizer, graph: Path) -> None:
        """`graph` is the network, an ONNX file."""
        self._session = onnx_session(graph, threads=1)
        self._tokenizer = tokenizer
        self._name = name

    @property
    def name(self) -> str:
        """The model's name with a digest of its files."""
        return self._name

    @property
    def dim(self) -> int:
        """How many numbers stand for a text."""
        return int(self._session.get_outputs()[0].shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """`texts` -> float32 `[len(texts), dim]`, unit rows (zeros for a text without words).

        Texts are folded first, so a text and its conversion to the other script encode alike. One
        that is longer than the network reads at once is read in parts of about equal length.
        """
        parts = [_parts(ids) for ids in token_ids(self._tokenizer, texts)]
        found = self._encode_parts([part for cut in parts for part in cut])
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        start = 0
        for vector, cut in zip(vectors, parts, strict=True):
            vector[:] = _mean(found[start : start + len(cut)])
            start += len(cut)
        return vectors

    def _encode_parts(self, parts: Sequence[Ids]) -> Vectors:
        blocks = [parts[start : start + ROWS - 1] for start in range(0, len(parts), ROWS - 1)]
        if len(blocks) < 2:
            found = [self._encode_block(block) for block in blocks]
        else:
            with ThreadPoolExecutor(_AT_ONCE) as threads:
                found = list(threads.map(self._encode_block, blocks))
        return np.concatenate([np.zeros((0, self.dim), dtype=np.float32), *found])

    def _encode_block(self, parts: Sequence[Ids]) -> Vectors:
        (found,) = self._session.run(["vectors"], pack(parts)._asdict())
        vectors: Vectors = found[: len(parts)]
        return vectors


def token_ids(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Ids]:
    """The tokens of texts, folded, quoted words like any other; none where a text has no letter
    and no digit."""
    views = [folded(text).replace(_QUOTATION_MARK, "") for text in texts]
    said = [view if any(map(str.isalnum, view)) else "" for view in views]
    encodings = tokenizer.encode_batch_fast(said, add_special_tokens=False)
    return [np.array(encoding.ids, dtype=np.int64) for encoding in encodings]


def _parts(ids: Ids) -> list[Ids]:
    """The tokens as the network reads them, in as few parts as it can."""
    cut = np.array_split(ids, -(-len(ids) // LONGEST)) if len(ids) else []
    return [np.concatenate([[BEGIN], part, [END]]) for part in cut]


def _mean(units: Vectors) -> Vectors:
    """The unit vector amid some, or nothing amid none."""
    total: Vectors = units.sum(axis=0)
    if len(units) > 1:
        total /= np.linalg.norm(total)
    return total


def load_conv_encoder(folder: Path, source: str) -> ConvEncoder:
    """The encoder in a folder of `tokenizer.json` and `model.onnx`, named after `source`."""
    # Here, so that importing rag.encode stays cheap.
    from tokenizers import Tokenizer

    tokenizer, graph = folder / "tokenizer.json", folder / "model.onnx"
    name = f"{source}@{digest_of(tokenizer, graph)}"
    return ConvEncoder(name, Tokenizer.from_file(str(tokenizer)), graph)
