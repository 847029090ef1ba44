"""The bundled reader: whether a passage answers a question, and with which words.

A small network of convolutions over the bilingual encoder's words (see training/README.md), run by
numpy; a passage of 400 characters takes some tens of milliseconds on one thread.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.encode.reader_net import Logits, ReaderNet
from rag.encode.reader_text import (
    ReaderLists,
    ReadText,
    TextReader,
    shared_features,
    word_credits,
)
from rag.encode.seam import Reading, ReadSpan
from rag.encode.static import bundled_encoder
from rag.text import MappedText, Span, fold, sentences
from rag.types import Query

# The tensor that is no weight: the part of speech of each of the encoder's tokens.
SPEECH = "speech"
READER_PATH = Path(__file__).parent / "models" / "reader"
# Tokens beyond these are not read.
LONGEST_QUESTION = 64
LONGEST_READ = 1_000
# An answer has at most so many tokens.
LONGEST_ANSWER = 80


class BundledReader:
    """Reads Chinese passages for questions in Chinese (either script) or English."""

    def __init__(self, name: str, net: ReaderNet, texts: TextReader) -> None:
        """`texts` must list the characters that `net` was trained with."""
        self._name = name
        self._net = net
        self._texts = texts

    @property
    def name(self) -> str:
        """The model's name with a digest of its files."""
        return self._name

    def read(self, query: Query, passages: Sequence[str]) -> Iterator[Reading]:
        """A reading of each passage, in order, each made when it is asked for."""
        question = self._texts.read(query.folded)
        if len(question) > LONGEST_QUESTION:
            # What is asked stands at the end more often than at the start.
            question = self._texts.read(query.folded[question.starts[-LONGEST_QUESTION] :])
        alternatives = [
            (term, sure * word.rarity) for word in query.words for term, sure in word.alternatives
        ]
        for passage in passages:
            yield self._read(question, passage, alternatives)

    def _read(
        self, question: ReadText, passage: str, alternatives: Sequence[tuple[str, float]]
    ) -> Reading:
        view = fold(passage)
        read = self._texts.read(view.text).first(LONGEST_READ)
        if not len(read) or not len(question):
            return Reading(float("-inf"), ())
        logits = self._net.read(
            question,
            read,
            shared_features(question, read),
            shared_features(read, question, word_credits(read, alternatives)),
        )
        spans = sorted(_spans(passage, view, read, logits), key=lambda s: (-s.score, s.span.start))
        return Reading(logits.answerability, tuple(spans))


def _spans(passage: str, view: MappedText, read: ReadText, logits: Logits) -> Iterator[ReadSpan]:
    """The likeliest answer in each sentence, as a span of the passage."""
    places = [
        view.offsets.to_source(Span(int(start), int(end)))
        for start, end in zip(read.starts, read.ends, strict=True)
    ]
    starts = np.array([place.start for place in places])
    for sentence in sentences(passage):
        first, last = np.searchsorted(starts, [sentence.start, sentence.end])
        if first < last:
            at, to, score = best_span(logits.start[first:last], logits.end[first:last])
            yield ReadSpan(Span(places[first + at].start, places[first + to].end), score)


def best_span(start: NDArray[np.float32], end: NDArray[np.float32]) -> tuple[int, int, float]:
    """The first and last token of the likeliest answer of `LONGEST_ANSWER` tokens at most.

    >>> best_span(np.array([0, 2, 0], np.float32), np.array([2, 0, 1], np.float32))
    (1, 2, 3.0)
    """
    allowed = np.triu(np.ones((len(start), len(start)), dtype=bool))
    allowed &= ~np.triu(allowed, LONGEST_ANSWER)
    sums = np.where(allowed, start[:, None] + end[None], -np.inf)
    first, last = np.unravel_index(int(sums.argmax()), sums.shape)
    return int(first), int(last), float(sums[first, last])


def load_bundled_reader(folder: Path) -> BundledReader:
    """The reader in a folder that holds `model.safetensors`."""
    # Here, so that importing rag.encode stays cheap.
    from safetensors import safe_open

    file = folder / "model.safetensors"
    with safe_open(file, framework="numpy") as stored:
        lists = ReaderLists(stored.metadata()["characters"], stored.get_tensor(SPEECH))
        weights = {
            name: stored.get_tensor(name).astype(np.float32)
            for name in stored.offset_keys()
            if name != SPEECH
        }
    name = f"bundled-reader@{hashlib.sha256(file.read_bytes()).hexdigest()[:8]}"
    return BundledReader(name, ReaderNet(weights), bundled_encoder().text_reader(lists))


@cache
def bundled_reader() -> BundledReader:
    """The reader that comes with the package, loaded once."""
    return load_bundled_reader(READER_PATH)
