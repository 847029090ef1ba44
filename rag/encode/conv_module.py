"""The bundled encoder as a module of sentence-transformers, whose names it therefore has.

`SentenceTransformer("rag/encode/models/bilingual-conv", trust_remote_code=True)` finds it by the
folder's `modules.json`. Imports torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers.base.modules.input_module import InputModule

from rag.encode.conv import ConvEncoder, load_conv_encoder


class ConvModule(InputModule):  # type: ignore[misc]
    """Texts in, their vectors out."""

    def __init__(self, encoder: ConvEncoder) -> None:
        super().__init__()
        self._encoder = encoder

    def preprocess(
        self, inputs: Sequence[str], prompt: str | None = None, **settings: Any
    ) -> dict[str, torch.Tensor]:
        """The texts' vectors `[n, dim]`, since the network runs outside torch."""
        texts = [f"{prompt or ''}{text}" for text in inputs]
        return {"sentence_embedding": torch.from_numpy(self._encoder.encode(texts))}

    def forward(
        self, features: dict[str, torch.Tensor], **settings: Any
    ) -> dict[str, torch.Tensor]:
        """What `preprocess` gave."""
        return features

    @property
    def max_seq_length(self) -> float:
        """None: a longer text is read in parts."""
        return float(np.inf)

    def get_embedding_dimension(self) -> int:
        """How many numbers stand for a text."""
        return self._encoder.dim

    def save(self, output_path: str, *arguments: Any, **settings: Any) -> None:
        """Refuse: the model is exported by `training.conv_export`."""
        raise NotImplementedError("copy the model's folder; it is written by training.conv_export")

    @classmethod
    def load(cls, model_name_or_path: str, **settings: Any) -> ConvModule:
        """The module of a model's folder."""
        return cls(load_conv_encoder(Path(model_name_or_path), "sentence-transformers"))
