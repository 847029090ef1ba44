"""The bundled reader's network, run by onnxruntime."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.encode.files import onnx_session
from rag.encode.reader_text import ReadText, passage_part, row_of
from rag.encode.spans import SpanLogits

# More threads gain little on so small a network.
_THREADS = 2
# What is added to the logits of tokens that are no part of the passage.
_FAR = -1e4


@dataclass(frozen=True, slots=True)
class Logits:
    """Which words of a passage answer, and whether any do (log-odds)."""

    spans: SpanLogits
    answerability: float


class ReaderNet:
    """The network in an ONNX file.

    A passage is read alone, never in a batch, so that it reads alike whatever stands beside it.
    """

    def __init__(self, file: Path) -> None:
        self._session = onnx_session(file, _THREADS)

    def read(self, question: ReadText, passage: ReadText) -> Logits:
        """The logits of one passage."""
        start, end, fit_start, fit_end, verdict = self._session.run(
            ("start", "end", "fit_start", "fit_end", "verdict"), row_inputs(question, passage)
        )
        read = passage_part(question, passage)
        fit = fit_start[0, read] @ fit_end[0, read].T
        spans = SpanLogits(start[0, read], end[0, read], fit)
        return Logits(spans, float(verdict[0, 0]))


def row_inputs(question: ReadText, passage: ReadText) -> dict[str, NDArray[np.generic]]:
    """What the network is given: `ids`, `sides` (0, then 1 for the passage) and `outside` (far
    down but for the passage) `[1, n]`."""
    row = row_of(question, passage)
    read = passage_part(question, passage)
    sides = (np.arange(len(row)) >= read.start).astype(np.int64)
    outside = np.full(len(row), _FAR, dtype=np.float32)
    outside[read] = 0
    return {"ids": row[None], "sides": sides[None], "outside": outside[None]}
