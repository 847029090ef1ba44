"""An index on disk: generations side by side, and a pointer to the one that readers open.

    index/
      CURRENT                 the name of the generation to open
      LOCK                    held by the one process that may build
      generation-<sha256>/    tables, keywords, vectors, and meta.json; named by meta.json's sha256
      building-<pid>/         a build under way, or what a killed one left

The name in CURRENT vouches for meta.json, which vouches for every other file. A generation appears
under its name only when it is whole, and CURRENT is replaced in one step: a build that is killed at
any moment leaves the index as it was.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rag.corpus.manifest import MANIFEST_NAME
from rag.corpus.reading import DOCUMENTS_FOLDER
from rag.index.meta import REBUILD, FileRecord, IndexMeta
from rag.types import IndexFormatError, RagError

META = "meta.json"
_POINTER = "CURRENT"
_LOCK = "LOCK"
_NO_INDEX_HERE = "{} is a folder of documents, not of an index; name one for the index with --index"
_NAME = re.compile(r"generation-([0-9a-f]{64})\n")


@contextmanager
def only_builder(directory: Path) -> Iterator[None]:
    """Hold the right to build in this directory; RagError if another process has it."""
    import fcntl  # here, so that an index can be read where there is no fcntl

    if _is_corpus(directory):
        raise RagError(_NO_INDEX_HERE.format(directory))
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RagError(
                f"{directory} is being built by another process; wait until it is done"
            ) from error
        yield


@contextmanager
def building_folder(directory: Path) -> Iterator[Path]:
    """An empty folder to build in; whatever an earlier build left is removed, before and after."""
    folder = directory / f"building-{os.getpid()}"
    _remove_unfinished(directory)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(folder: Path, meta: IndexMeta) -> Path:
    """Make a finished folder the generation that readers open; its path.

    Files are on the disk before the name is, and the name before the pointer. The generation that
    was current stays for readers that have just looked it up; older ones are removed.
    """
    directory = folder.parent
    text = meta.to_json().encode()
    (folder / META).write_bytes(text)
    generation = directory / f"generation-{hashlib.sha256(text).hexdigest()}"
    _sync_tree(folder)
    previous = _pointed(directory)
    if generation.exists():  # a damaged one, or the one before the previous
        shutil.rmtree(generation)
    folder.rename(generation)
    _sync(directory)
    _point(directory, generation.name)
    for other in directory.glob("generation-*"):
        if other.name not in (generation.name, previous):
            shutil.rmtree(other, ignore_errors=True)
    return generation


def current(directory: Path) -> Path:
    """The generation that CURRENT names; IndexFormatError if there is none."""
    try:
        pointer = (directory / _POINTER).read_text("utf-8")
    except FileNotFoundError as error:
        if _is_corpus(directory):
            raise IndexFormatError(_NO_INDEX_HERE.format(directory)) from error
        raise IndexFormatError(f"no index in {directory}; {REBUILD}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexFormatError(f"{directory / _POINTER} cannot be read; {REBUILD}") from error
    if not _NAME.fullmatch(pointer):
        raise IndexFormatError(f"{directory / _POINTER} is damaged; {REBUILD}")
    return directory / pointer.strip()


def verified_meta(generation: Path) -> IndexMeta:
    """The meta of a generation whose every byte is as it was written; else IndexFormatError."""
    text = _read(generation / META)
    if generation.name != f"generation-{hashlib.sha256(text).hexdigest()}":
        raise IndexFormatError(f"{generation / META} is damaged; {REBUILD}")
    meta = IndexMeta.from_json(text.decode(), where=str(generation / META))
    for record in meta.files:
        _verify(generation / record.path, record)
    return meta


def file_records(folder: Path) -> tuple[FileRecord, ...]:
    """Size and sha256 of every file below a folder, by path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple(
        FileRecord(path.relative_to(folder).as_posix(), path.stat().st_size, _sha256(path))
        for path in paths
    )


def _verify(path: Path, record: FileRecord) -> None:
    try:
        size = path.stat().st_size
        found = _sha256(path) if size == record.size else ""
    except OSError as error:
        raise IndexFormatError(f"{path} cannot be read; {REBUILD}") from error
    if size != record.size:
        raise IndexFormatError(f"{path} has {size} bytes, not {record.size}; {REBUILD}")
    if found != record.sha256:
        raise IndexFormatError(f"{path} is damaged; {REBUILD}")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise IndexFormatError(f"{path} cannot be read; {REBUILD}") from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_corpus(directory: Path) -> bool:
    """True for a folder of documents, which no index is to be built in."""
    return (directory / MANIFEST_NAME).exists() or (directory / DOCUMENTS_FOLDER).is_dir()


def _pointed(directory: Path) -> str:
    """The name in CURRENT; empty if it names nothing."""
    with suppress(IndexFormatError):
        return current(directory).name
    return ""


def _point(directory: Path, name: str) -> None:
    passing = directory / f"{_POINTER}.new"
    passing.write_text(f"{name}\n", "utf-8")
    _sync(passing)
    passing.replace(directory / _POINTER)
    _sync(directory)


def _remove_unfinished(directory: Path) -> None:
    for folder in directory.glob("building-*"):
        shutil.rmtree(folder, ignore_errors=True)


def _sync_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
