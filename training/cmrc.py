"""The questions of CMRC 2018 train and their paragraphs, as each command numbers them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training.data import read_records

# One paragraph in so many is held out of the reader's training.
_HELD_OUT_SHARE = 20


def asked_records(data: Path) -> list[dict[str, Any]]:
    """The records in the folder of the corpora whose question is not blank."""
    records = read_records(data / "cmrc2018_train.jsonl.gz")
    return [record for record in records if record["question"].strip()]


def paragraph_ids(records: Iterable[dict[str, Any]]) -> dict[str, str]:
    """An id for each paragraph, in the order in which they are first asked about."""
    contexts = dict.fromkeys(record["context"] for record in records)
    return {context: f"p{number:05}" for number, context in enumerate(contexts)}


def is_unseen(id_: str) -> bool:
    """True for the paragraphs that the reader does not learn from."""
    return int(id_[1:]) % _HELD_OUT_SHARE == 0
