"""Corpora as the training commands read them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path


def write_gzipped(path: Path, records: Iterable[dict[str, object]]) -> None:
    """Gzipped JSON lines."""
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(record) + "\n" for record in records)
