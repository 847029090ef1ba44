"""Any sentence-transformers model, by name or path, in place of the bundled encoder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rag.encode.hub_files import load_from_here, load_from_hub, model_digest
from rag.encode.seam import Vectors


class HubEncoder:
    """A sentence-transformers model behind the seam."""

    def __init__(self, source: str, model: Any) -> None:
        """`source` is the name or path the model was asked for by."""
        self._model = model
        self._name = f"{source}@{model_digest(model)}"

    @property
    def name(self) -> str:
        """What the model was asked for by, with a digest of its weights."""
        return self._name

    @property
    def dim(self) -> int:
        """How many numbers stand for a text."""
        return int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """`texts` -> float32 `[len(texts), dim]`, unit rows.

        A transformer's batches may differ from single texts in the last digits.
        """
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        vectors = self._model.encode(
            list(texts), convert_to_numpy=True, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def load_hub_encoder(source: str) -> HubEncoder:
    """The model in a folder or, if there is none of that name, on the Hugging Face hub.

    QueryError, in one line, when there is no such model or no way to it.
    """
    return load_from_hub("encoder", source, lambda path, local: _load(source, path, local))


def load_fetched_encoder(source: str) -> HubEncoder:
    """The model in a folder, or of a name that was fetched before: nothing is downloaded.

    QueryError, in one line, when it is not on this machine.
    """
    return load_from_here("encoder", source, lambda path, local: _load(source, path, local))


def _load(source: str, path: str, is_local: bool) -> HubEncoder:
    # Here, because it takes seconds and pulls in torch: only those who ask for it pay.
    from sentence_transformers import SentenceTransformer

    return HubEncoder(source, SentenceTransformer(path, local_files_only=is_local))
