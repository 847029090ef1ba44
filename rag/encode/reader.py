"""The bundled reader: whether a passage answers a question, and with which words.

The first layers of a multilingual transformer that has learnt to read (see training/README.md), run
by onnxruntime; an excerpt of 180 characters takes some tens of milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rag.encode.files import digest_of
from rag.encode.reader_net import ReaderNet
from rag.encode.reader_text import ReadText, asked_text, read_passage, read_question
from rag.encode.seam import Reading
from rag.encode.spans import best_in_sentences
from rag.text import Span, fold
from rag.types import Query

if TYPE_CHECKING:
    from tokenizers import Tokenizer

READER_PATH = Path(__file__).parent / "models" / "reader"


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
        question = read_question(self._tokenizer, asked_text(query))
        for passage in passages:
            yield self._read(question, passage, brevity)

    def _read(self, question: ReadText, passage: str, brevity: float) -> Reading:
        view = fold(passage)
        read = read_passage(self._tokenizer, view.text)
        if not len(read) or not len(question):
            return Reading(float("-inf"), ())
        logits = self._net.read(question, read)
        places = [
            view.offsets.to_source(Span(start, end))
            for start, end in zip(read.starts.tolist(), read.ends.tolist(), strict=True)
        ]
        found = best_in_sentences(passage, places, logits.spans, brevity)
        spans = sorted((span for _, span in found), key=lambda s: (-s.score, s.span.start))
        return Reading(logits.answerability, tuple(spans))


def load_bundled_reader(folder: Path) -> BundledReader:
    """The reader in a folder that holds `model.onnx` and `tokenizer.json`."""
    # Here, so that importing rag.encode stays cheap.
    from tokenizers import Tokenizer

    file = folder / "model.onnx"
    name = f"bundled-reader@{digest_of(file)}"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    return BundledReader(name, ReaderNet(file), tokenizer)


@cache
def bundled_reader() -> BundledReader:
    """The reader that comes with the package, loaded once."""
    return load_bundled_reader(READER_PATH)
