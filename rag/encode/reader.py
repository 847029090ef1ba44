"""The bundled reader: whether a passage answers a question, and with which words.

The first layers of a multilingual transformer that has learnt to read (see training/README.md), run
by onnxruntime; an excerpt of 180 characters takes some tens of milliseconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.encode.reader_net import Logits, ReaderNet
from rag.encode.reader_text import ReadText, read_passage, read_question
from rag.encode.seam import Reading, ReadSpan
from rag.text import MappedText, Span, fold, sentences
from rag.types import Query

if TYPE_CHECKING:
    from tokenizers import Tokenizer

READER_PATH = Path(__file__).parent / "models" / "reader"
# An answer has at most so many tokens.
LONGEST_ANSWER = 60


class BundledReader:
    """Reads Chinese passages for questions in Chinese (either script) or English."""

    def __init__(self, name: str, net: ReaderNet, tokenizer: Tokenizer) -> None:
        """`tokenizer` must be the one that `net` was trained with."""
        self._name = name
        self._net = net
        self._tokenizer = tokenizer

    @property
    def name(self) -> str:
        """The model's name with a digest of its files."""
        return self._name

    def read(
        self, query: Query, passages: Sequence[str], *, brevity: float = 0.0
    ) -> Iterator[Reading]:
        """A reading of each passage, in order, each made when it is asked for."""
        question = read_question(self._tokenizer, query.folded)
        for passage in passages:
            yield self._read(question, passage, brevity)

    def _read(self, question: ReadText, passage: str, brevity: float) -> Reading:
        view = fold(passage)
        read = read_passage(self._tokenizer, view.text)
        if not len(read) or not len(question):
            return Reading(float("-inf"), ())
        logits = self._net.read(question, read)
        spans = list(_spans(passage, view, read, logits, brevity))
        spans.sort(key=lambda s: (-s.score, s.span.start))
        return Reading(logits.answerability, tuple(spans))


def _spans(
    passage: str, view: MappedText, read: ReadText, logits: Logits, brevity: float
) -> Iterator[ReadSpan]:
    """The likeliest answer in each sentence, as a span of the passage."""
    places = [
        view.offsets.to_source(Span(int(start), int(end)))
        for start, end in zip(read.starts, read.ends, strict=True)
    ]
    starts = np.array([place.start for place in places])
    for sentence in sentences(passage):
        first, last = np.searchsorted(starts, [sentence.start, sentence.end])
        if first < last:
            within = logits.start[first:last], logits.end[first:last]
            at, to, score = best_span(*within, brevity)
            yield ReadSpan(Span(places[first + at].start, places[first + to].end), score)


def best_span(
    start: NDArray[np.float32], end: NDArray[np.float32], brevity: float = 0.0
) -> tuple[int, int, float]:
    """The first and last token of the likeliest answer of `LONGEST_ANSWER` tokens at most.

    Where an answer may end is told without regard to where it starts, so the start of one is
    joined to the end of another; `brevity` is what each doubling of the length costs, times ln 2.
    The score is the highest sum of two logits, without that cost.

    >>> start, end = np.array([0, 2, 0], np.float32), np.array([2, 0.5, 1], np.float32)
    >>> best_span(start, end), best_span(start, end, brevity=1)
    ((1, 2, 3.0), (1, 1, 3.0))
    """
    allowed = np.triu(np.ones((len(start), len(start)), dtype=bool))
    allowed &= ~np.triu(allowed, LONGEST_ANSWER)
    sums = np.where(allowed, start[:, None] + end[None], -np.inf)
    places = np.arange(len(start))
    lengths = np.maximum(1, places[None] - places[:, None] + 1)
    chosen = int((sums - brevity * np.log(lengths)).argmax())
    first, last = np.unravel_index(chosen, sums.shape)
    return int(first), int(last), float(sums.max())


def load_bundled_reader(folder: Path) -> BundledReader:
    """The reader in a folder that holds `model.onnx` and `tokenizer.json`."""
    # Here, so that importing rag.encode stays cheap.
    from tokenizers import Tokenizer

    file = folder / "model.onnx"
    name = f"bundled-reader@{hashlib.sha256(file.read_bytes()).hexdigest()[:8]}"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    return BundledReader(name, ReaderNet(file), tokenizer)


@cache
def bundled_reader() -> BundledReader:
    """The reader that comes with the package, loaded once."""
    return load_bundled_reader(READER_PATH)
