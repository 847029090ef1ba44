"""Any sentence-transformers model, by name or path, in place of the bundled encoder."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from rag.encode.seam import Vectors
from rag.types import QueryError

_MODEL_FILES = ("modules.json", "config.json")
_CONNECT_SECONDS = 5.0


class HubEncoder:
    """A sentence-transformers model behind the seam."""

    def __init__(self, source: str, model: Any) -> None:
        """`source` is the name or path the model was asked for by."""
        self._model = model
        self._name = f"{source}@{_digest(model)}"

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

    A model that was fetched before is used as it is; else `source` names a remote model, and it is
    downloaded. QueryError, in one line, when there is no such model or no way to it.
    """
    if source.strip() and Path(source).expanduser().exists():
        return _load(source, str(_model_folder(Path(source).expanduser())), local_only=True)
    if not source.strip() or source.startswith((".", "/", "~")):
        raise QueryError(f"encoder {source!r}: no such folder; give a model's folder or hub name")
    try:
        return _load(source, source, local_only=True)
    except QueryError:
        _check_hub_is_reachable(source)
    return _load(source, source, local_only=False)


def _model_folder(folder: Path) -> Path:
    if not any((folder / name).is_file() for name in _MODEL_FILES):
        raise QueryError(
            f"encoder {folder}: no model there (no {' or '.join(_MODEL_FILES)}); "
            "give the folder that sentence-transformers saved"
        )
    return folder


def _load(source: str, path: str, *, local_only: bool) -> HubEncoder:
    # Here, because it takes seconds and pulls in torch: only those who ask for it pay.
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(path, local_files_only=local_only)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise QueryError(
            f"encoder {source}: cannot be loaded ({reason}); "
            "check the name, or give the folder of a sentence-transformers model"
        ) from error
    return HubEncoder(source, model)


def _check_hub_is_reachable(source: str) -> None:
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}:
        raise QueryError(
            f"encoder {source}: not on this machine, and HF_HUB_OFFLINE forbids fetching it; "
            "unset that, or give a model's folder"
        )
    if any(os.environ.get(name) for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY")):
        return
    endpoint = urlsplit(os.environ.get("HF_ENDPOINT", "https://huggingface.co"))
    host, port = endpoint.hostname or "", endpoint.port or 443
    try:
        # The hub's own client would retry for more than a minute before it says so.
        socket.create_connection((host, port), timeout=_CONNECT_SECONDS).close()
    except OSError as error:
        raise QueryError(
            f"encoder {source}: not on this machine, and {host} cannot be reached; "
            "fetch it elsewhere and give its folder"
        ) from error


def _digest(model: Any) -> str:
    import torch  # already loaded by the model

    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().view(torch.uint8).numpy().data)
    return digest.hexdigest()[:8]
