"""What the training commands share: where files lie, how records are read and written."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
WORK = Path(__file__).parent / "work"
SEED = 20261123

# Each source of pairs, in the order in which the teacher reads them.
PAIR_SOURCES = ("glosses", "tatoeba", "titles", "un", "law")


@dataclass(frozen=True, slots=True)
class Pair:
    """One meaning in two languages; `chinese` is in the script it was written in."""

    chinese: str
    english: str


def pairs_path(source: str) -> Path:
    """Where the training pairs of one source lie."""
    return WORK / f"pairs_{source}.jsonl"


def held_out_path(source: str) -> Path:
    """Where the pairs kept for measuring lie."""
    return WORK / f"held_{source}.jsonl"


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSON-lines file, gzipped or not."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
    else:
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def kept_records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file that a command may not have written yet: then none."""
    if path.exists():
        yield from read_records(path)


def write_records(path: Path, records: Iterable[dict[str, Any]]) -> int:
    """Write JSON lines, moved into place when whole; how many."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    count = 0
    with unfinished.open("w", encoding="utf-8") as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    unfinished.replace(path)
    return count


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of one file, in order."""
    return [Pair(record["zh"], record["en"]) for record in read_records(path)]


def write_pairs(path: Path, pairs: Iterable[Pair]) -> int:
    """Write pairs as JSON lines; how many."""
    return write_records(path, ({"zh": pair.chinese, "en": pair.english} for pair in pairs))


def shuffled(items: Iterable[T], seed: int = SEED) -> list[T]:
    """The same items in an order that depends on the seed alone."""
    listed = list(items)
    random.Random(seed).shuffle(listed)
    return listed
