"""Any extractive reader or cross-encoder of transformers, in place of the bundled reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from rag.encode.hub_files import load_from_hub, model_digest
from rag.encode.seam import Reading, ReadSpan
from rag.encode.spans import SpanLogits, best_in_sentences
from rag.text import MappedText, Span, fold
from rag.types import Query, QueryError

_LONGEST_INPUT = 512
# Windows of a long passage share so many tokens.
_STRIDE = 64


class HubReader:
    """A model for question answering, or one that only ranks passages, behind the seam.

    It is given folded texts, so that both scripts read alike.
    """

    def __init__(self, source: str, model: Any, tokenizer: Any) -> None:
        """`source` is the name or path the model was asked for by."""
        self._model = model.eval()
        self._tokenizer = tokenizer
        self._name = f"{source}@{model_digest(model)}"
        self._is_extractive = type(model).__name__.endswith("ForQuestionAnswering")
        limits = (tokenizer.model_max_length, getattr(model.config, "max_position_embeddings", 0))
        self._longest = min(_LONGEST_INPUT, *(limit for limit in limits if limit))

    @property
    def name(self) -> str:
        """What the model was asked for by, with a digest of its weights."""
        return self._name

    def read(
        self, query: Query, passages: Sequence[str], *, brevity: float = 0.0
    ) -> Iterator[Reading]:
        """A reading of each passage, in order; long passages in windows."""
        for passage in passages:
            view = fold(passage)
            windows = self._windows(query.folded, view.text)
            if self._is_extractive:
                yield self._extracted(passage, view, windows, brevity)
            else:
                yield Reading(self._ranked(windows), ())

    def _windows(self, question: str, passage: str) -> Any:
        # A question that leaves no room for the passage is cut.
        asked = self._tokenizer.encode(question, add_special_tokens=False)
        room = self._longest // 2
        if len(asked) > room:
            question = self._tokenizer.decode(asked[:room])
        return self._tokenizer(
            question,
            passage,
            truncation="only_second",
            max_length=self._longest,
            stride=min(_STRIDE, self._longest // 8),
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            padding=True,
            return_tensors="pt",
        )

    def _logits(self, windows: Any) -> Any:
        import torch  # already loaded by the model

        left_out = ("offset_mapping", "overflow_to_sample_mapping")
        inputs = {name: value for name, value in windows.items() if name not in left_out}
        with torch.inference_mode():
            return self._model(**inputs)

    def _ranked(self, windows: Any) -> float:
        """The log-odds of the best window, from one label or two."""
        logits = self._logits(windows).logits.numpy()
        odds = logits[:, 0] if logits.shape[1] == 1 else logits[:, -1] - logits[:, 0]
        return float(odds.max())

    def _extracted(self, passage: str, view: MappedText, windows: Any, brevity: float) -> Reading:
        outputs = self._logits(windows)
        best: dict[int, ReadSpan] = {}
        silent = float("inf")
        for row in range(len(outputs.start_logits)):
            start, end = outputs.start_logits[row].numpy(), outputs.end_logits[row].numpy()
            silent = min(silent, float(start[0] + end[0]))
            offsets = windows["offset_mapping"][row].numpy()
            inside = np.array([part == 1 for part in windows.sequence_ids(row)])
            inside &= offsets[:, 1] > offsets[:, 0]
            places = [view.offsets.to_source(Span(*place)) for place in offsets[inside].tolist()]
            logits = SpanLogits(start[inside], end[inside])
            for number, span in best_in_sentences(passage, places, logits, brevity):
                if number not in best or span.score > best[number].score:
                    best[number] = span
        spans = sorted(best.values(), key=lambda s: (-s.score, s.span.start))
        most = spans[0].score if spans else float("-inf")
        return Reading(most - silent, tuple(spans))


def load_hub_reader(source: str) -> HubReader:
    """The reader in a folder or, if there is none of that name, on the Hugging Face hub.

    QueryError, in one line, when there is no such model or no way to it, or it is no reader.
    """
    return load_from_hub("reader", source, lambda path, local: _load(source, path, local))


def _load(source: str, path: str, is_local: bool) -> HubReader:
    # Here, because it takes seconds and pulls in torch: only those who ask for it pay.
    import transformers

    kinds: dict[str, Any] = {
        "ForQuestionAnswering": transformers.AutoModelForQuestionAnswering,
        "ForSequenceClassification": transformers.AutoModelForSequenceClassification,
    }
    config = transformers.AutoConfig.from_pretrained(path, local_files_only=is_local)
    made_for = (config.architectures or [""])[0]
    auto = next((kind for ending, kind in kinds.items() if made_for.endswith(ending)), None)
    if auto is None:
        raise QueryError(
            f"reader {source}: {made_for or 'a model of no known kind'} neither marks answers nor "
            "ranks passages; give one for question answering, or a cross-encoder"
        )
    tokenizer = transformers.AutoTokenizer.from_pretrained(
        path, local_files_only=is_local, use_fast=True
    )
    return HubReader(source, auto.from_pretrained(path, local_files_only=is_local), tokenizer)
