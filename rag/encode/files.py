"""The files of a bundled model: their digest, and the network in one run by onnxruntime."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any


def digest_of(*files: Path) -> str:
    """The first eight digits of the sha256 of the files, one after the other."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def onnx_session(file: Path, threads: int) -> Any:
    """The network in an ONNX file. Its threads do not spin, which holds up what runs beside it."""
    # Here, because it takes a quarter of a second to import.
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
