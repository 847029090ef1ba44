"""Where a hub model's files are: a folder, those fetched before, or a hub that can be reached."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from rag.types import QueryError

T = TypeVar("T")

_MODEL_FILES = ("modules.json", "config.json")
_CONNECT_SECONDS = 5.0


def load_from_hub(kind: str, source: str, load: Callable[[str, bool], T]) -> T:
    """What `load(path or name, local_only)` makes of the model in a folder or on the hub.

    A model that was fetched before is used as it is; else `source` names a remote model, and it is
    downloaded. QueryError, in one line, when there is no such model or no way to it. `kind` is
    what errors call it: encoder, reader.
    """
    if (folder := _model_folder(kind, source)) is not None:
        return _load(kind, source, lambda: load(str(folder), True))
    try:
        return _load(kind, source, lambda: load(source, True))
    except QueryError:
        _check_hub_is_reachable(kind, source)
    return _load(kind, source, lambda: load(source, False))


def load_from_here(kind: str, source: str, load: Callable[[str, bool], T]) -> T:
    """What `load` makes of the model in a folder, or fetched before: nothing is downloaded.

    QueryError, in one line, when it is not on this machine.
    """
    if (folder := _model_folder(kind, source)) is not None:
        return _load(kind, source, lambda: load(str(folder), True))
    try:
        return _load(kind, source, lambda: load(source, True))
    except QueryError as error:
        raise QueryError(
            f"{kind} {source}: not on this machine, and nothing is downloaded unasked; "
            f"to fetch it, name it: --{kind} {source}"
        ) from error


def model_digest(model: Any) -> str:
    """Eight digits that change when the weights of a torch model do."""
    import torch  # already loaded by the model

    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().view(torch.uint8).numpy().data)
    return digest.hexdigest()[:8]


def _model_folder(kind: str, source: str) -> Path | None:
    """The folder that `source` is, with a model in it; None if it is a name on the hub."""
    folder = Path(source).expanduser()
    if not source.strip() or (source.startswith((".", "/", "~")) and not folder.exists()):
        raise QueryError(f"{kind} {source!r}: no such folder; give a model's folder or hub name")
    if not folder.exists():
        return None
    if not any((folder / name).is_file() for name in _MODEL_FILES):
        raise QueryError(
            f"{kind} {folder}: no model there (no {' or '.join(_MODEL_FILES)}); "
            "give the folder that sentence-transformers or transformers saved"
        )
    return folder


def _load(kind: str, source: str, load: Callable[[], T]) -> T:
    try:
        return load()
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise QueryError(
            f"{kind} {source}: cannot be loaded ({reason}); "
            "check the name, or give the folder of such a model"
        ) from error


def _check_hub_is_reachable(kind: str, source: str) -> None:
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}:
        raise QueryError(
            f"{kind} {source}: not on this machine, and HF_HUB_OFFLINE forbids fetching it; "
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
            f"{kind} {source}: not on this machine, and {host} cannot be reached; "
            "fetch it elsewhere and give its folder"
        ) from error
