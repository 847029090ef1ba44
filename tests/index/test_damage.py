"""An index that is not exactly what was written is refused, in one line that names the remedy."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rag.index import ensure_fresh, open_index, refresh_index
from rag.types import IndexFormatError
from tests.fakes import HashEncoder
from tests.index.corpora import COMMUNITY, HOUSING, corpus, generated

BOOK = corpus(COMMUNITY, HOUSING, *generated(2, 8).documents)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with every kind of file, candidates for dense search included."""
    directory = tmp_path_factory.mktemp("built")
    refresh_index(directory, BOOK, HashEncoder(), exact_limit=16)
    return directory


@pytest.fixture
def index(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "index"))


def files(directory: Path) -> list[Path]:
    """The files that readers depend on; the lock is not one."""
    return sorted(p for p in directory.rglob("*") if p.is_file() and p.name != "LOCK")


def check_refused(directory: Path) -> str:
    with pytest.raises(IndexFormatError) as caught:
        open_index(directory)
    message = str(caught.value)
    assert message.endswith("run: zhangju index")
    assert "\n" not in message
    return message


def test_an_index_has_a_file_of_every_kind(built: Path) -> None:
    names = {path.name for path in files(built)}
    assert {
        "CURRENT",
        "meta.json",
        "tables.sqlite",
        "vectors.npy",
        "quantised.faiss",
        ".managed.json",
    } < names
    assert len(open_index(built)) == 26


def test_a_flipped_bit_is_refused_in_every_file(index: Path) -> None:
    random_bits = random.Random(20261124)
    for path in files(index):
        right = path.read_bytes()
        for bit in {0, 8 * len(right) - 1, *random_bits.sample(range(8 * len(right)), 12)}:
            wrong = bytearray(right)
            wrong[bit // 8] ^= 1 << (bit % 8)
            path.write_bytes(wrong)
            check_refused(index)
        path.write_bytes(right)
    assert len(open_index(index)) == 26


def test_every_bit_of_the_pointer_counts(index: Path) -> None:
    pointer = index / "CURRENT"
    right = pointer.read_bytes()
    for bit in range(8 * len(right)):
        wrong = bytearray(right)
        wrong[bit // 8] ^= 1 << (bit % 8)
        pointer.write_bytes(wrong)
        check_refused(index)


def test_a_shortened_file_is_refused(index: Path) -> None:
    for path in files(index):
        right = path.read_bytes()
        for length in {0, len(right) // 2, len(right) - 1}:
            path.write_bytes(right[:length])
            check_refused(index)
        path.write_bytes(right)


def test_a_lengthened_file_is_refused(index: Path) -> None:
    for path in files(index):
        right = path.read_bytes()
        path.write_bytes(right + b"\0")
        check_refused(index)
        path.write_bytes(right)


def test_a_missing_file_is_refused(index: Path) -> None:
    for path in files(index):
        right = path.read_bytes()
        path.unlink()
        check_refused(index)
        path.write_bytes(right)


def test_a_folder_that_is_no_index_is_refused(tmp_path: Path) -> None:
    check_refused(tmp_path / "absent")
    check_refused(tmp_path)
    (tmp_path / "CURRENT").write_text("generation-1\n")
    assert "damaged" in check_refused(tmp_path)
    (tmp_path / "CURRENT").write_text(f"generation-{'0' * 64}\n")
    check_refused(tmp_path)
    (tmp_path / "CURRENT").unlink()
    (tmp_path / "CURRENT").mkdir()
    check_refused(tmp_path)


def resign(directory: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change meta.json, and make its checksum right again."""
    pointer = directory / "CURRENT"
    generation = directory / pointer.read_text().strip()
    values = json.loads((generation / "meta.json").read_text("utf-8"))
    change(values)
    text = json.dumps(values, ensure_ascii=False).encode()
    (generation / "meta.json").write_bytes(text)
    name = f"generation-{hashlib.sha256(text).hexdigest()}"
    generation.rename(directory / name)
    pointer.write_text(f"{name}\n")


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "another format": (lambda meta: meta.update(format_version=99), "format 99"),
    "no format": (lambda meta: meta.pop("format_version"), "format None"),
    "a field too few": (lambda meta: meta.pop("dim"), "does not hold"),
    "a field too many": (lambda meta: meta.update(colour="red"), "does not hold"),
    "another jieba": (lambda meta: meta["libraries"][1].__setitem__(1, "0.1"), "jieba 0.1"),
    "other rules for words": (lambda meta: meta.update(text_rules="0"), "rules for words"),
    "a passage more": (lambda meta: meta.update(passages=27), "27 passages, but 26"),
    "another dim": (lambda meta: meta.update(dim=3), "3"),
}


@pytest.mark.parametrize("label", CHANGES)
def test_a_foreign_index_is_refused(index: Path, label: str) -> None:
    change, reason = CHANGES[label]
    resign(index, change)
    assert reason in check_refused(index)


def test_parts_of_two_indexes_are_refused(index: Path, tmp_path: Path) -> None:
    refresh_index(tmp_path / "other", corpus(COMMUNITY), HashEncoder())
    [other] = (tmp_path / "other").glob("generation-*/vectors.npy")
    [vectors] = index.glob("generation-*/vectors.npy")
    shutil.copy(other, vectors)

    def trust_the_file(meta: dict[str, Any]) -> None:
        [entry] = (file for file in meta["files"] if file["path"] == "vectors.npy")
        entry["size"] = vectors.stat().st_size
        entry["sha256"] = hashlib.sha256(vectors.read_bytes()).hexdigest()

    resign(index, trust_the_file)
    assert "26 in the tables, 26 among the keywords and 6 vectors" in check_refused(index)


def test_a_damaged_index_is_rebuilt(index: Path) -> None:
    for path in files(index):
        path.write_bytes(b"damaged")
        check_refused(index)
        refresh_index(index, BOOK, HashEncoder(), exact_limit=16)
        assert len(open_index(index)) == 26


def test_a_stale_index_is_told_from_a_fresh_one(built: Path) -> None:
    meta = open_index(built).meta
    ensure_fresh(meta, BOOK.fingerprint, HashEncoder().name)
    ensure_fresh(meta, None, HashEncoder().name)
    with pytest.raises(IndexFormatError, match=r"corpus has changed.*run: zhangju index"):
        ensure_fresh(meta, "another", HashEncoder().name)
    with pytest.raises(IndexFormatError, match=r"hash-64, not hash-32.*run: zhangju index"):
        ensure_fresh(meta, BOOK.fingerprint, HashEncoder(32).name)
