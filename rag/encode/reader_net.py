"""The bundled reader's network in numpy: the same sums as `training/reader_model.py` in torch.

A passage is read alone, never in a batch, so that it reads alike whatever stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.encode.reader_text import ReadText

Floats = NDArray[np.float32]

READING = (1, 2, 4, 1)
MODELING = (1, 2, 4, 8, 16, 1, 2)
_ATTENTION_AFTER = 3


@dataclass(frozen=True, slots=True)
class Logits:
    """Where an answer starts and ends, `[n]` each, and whether there is one."""

    start: Floats
    end: Floats
    answerability: float


@dataclass(frozen=True, slots=True)
class ReaderNet:
    """The network: `weights` by the names that training gives them."""

    weights: Mapping[str, Floats]

    def read(self, question: ReadText, passage: ReadText, asked: Floats, shared: Floats) -> Logits:
        """The logits of one passage; `asked` and `shared` are what each side has of the other."""
        heard = self._states(question, asked)
        read = self._states(passage, shared)
        summary = _softmax(self._linear("pool", heard)[:, 0]) @ heard
        fit = self._linear("key_passage", read) @ self._linear("key_question", heard).T
        fit /= np.sqrt(np.float32(read.shape[1]))
        fit += self.weights["alike"][0] * (passage.vectors @ question.vectors.T)
        fit += self.weights["alike"][1] * (passage.keys[:, None] == question.keys[None])
        found = _softmax(fit) @ heard
        states = self._linear("fuse", np.concatenate([read, found, read * found, shared], axis=1))
        for number, dilation in enumerate(MODELING):
            states = self._convolved(f"modeling.{number}", states, dilation, summary)
            if number == _ATTENTION_AFTER:
                states = states + self._attended(states)
        states = self._norm("last_norm", states)
        ends = self._linear("ends", states)
        start, end = ends[:, 0], ends[:, 1]
        judged = np.concatenate([states.max(axis=0), _softmax(start) @ states, summary])
        verdict = self._linear("verdict", np.maximum(self._linear("judge", judged), 0))
        return Logits(start, end, float(verdict[0]))

    def _states(self, text: ReadText, features: Floats) -> Floats:
        characters = self.weights["characters.weight"][text.characters]
        words = self._linear("words", text.vectors)
        parts = self.weights["parts.weight"][text.parts]
        joined = np.concatenate([characters, words, features, parts], axis=1)
        states = self._linear("join", joined)
        for number, dilation in enumerate(READING):
            states = self._convolved(f"reading.{number}", states, dilation, None)
        return states

    def _convolved(
        self, name: str, states: Floats, dilation: int, summary: Floats | None
    ) -> Floats:
        x = self._norm(f"{name}.norm", states)
        width = x.shape[1]
        around = np.zeros((len(x), 3 * width), dtype=np.float32)
        around[dilation:, :width] = x[:-dilation]
        around[:, width : 2 * width] = x
        around[:-dilation, 2 * width :] = x[dilation:]
        mixed = self._linear(f"{name}.mix", around)
        if summary is not None:
            mixed += self._linear(f"{name}.asked", summary)
        # The logistic function, by a tangent that cannot overflow.
        gate = 0.5 * (1 + np.tanh(0.5 * mixed[:, width:]))
        convolved: Floats = states + mixed[:, :width] * gate
        return convolved

    def _attended(self, states: Floats) -> Floats:
        joined = self._linear("attention", self._norm("attention_norm", states))
        query, key, value = np.split(joined, 3, axis=1)
        fit = query @ key.T / np.sqrt(np.float32(query.shape[1]))
        return self._linear("attended", _softmax(fit) @ value)

    def _linear(self, name: str, x: Floats) -> Floats:
        product: Floats = x @ self.weights[f"{name}.weight"].T
        bias = self.weights.get(f"{name}.bias")
        return product if bias is None else product + bias

    def _norm(self, name: str, x: Floats) -> Floats:
        centered = x - x.mean(axis=1, keepdims=True)
        scale = np.sqrt((centered**2).mean(axis=1, keepdims=True) + np.float32(1e-5))
        normed: Floats = centered / scale * self.weights[f"{name}.weight"]
        return normed + self.weights[f"{name}.bias"]


def _softmax(x: Floats) -> Floats:
    likely = np.exp(x - x.max(axis=-1, keepdims=True))
    softmax: Floats = likely / likely.sum(axis=-1, keepdims=True)
    return softmax
