"""A file that is made of notes: written whole or not at all, and never over another unasked."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from rag.corpus import put_where_none_is
from rag.types import QueryError


def ensure_free(path: Path, notes: Path, *, force: bool) -> None:
    """QueryError if `path` is the notes themselves, no ordinary file, or is there and `force` is
    not given, or if nothing can be there."""
    try:
        is_there = path.exists()
    except OSError as error:
        raise QueryError(f"cannot write {path}: {error.strerror}; name another file") from error
    if is_there and notes.exists() and path.samefile(notes):
        raise QueryError(f"{path} holds the notes themselves; name another file")
    if is_there and not path.is_file():
        raise QueryError(f"{path} is no ordinary file; name another file")
    if is_there and not force:
        raise QueryError(f"{path} is there already; name another file, or give --force")


def write_whole(path: Path, content: bytes, *, force: bool) -> None:
    """Write under another name and move into place, so that no half file is ever seen.

    A new file may be read by whom the system's settings let, one that is replaced by whom it was.
    What a link points to is written, and the link stays.
    """
    path = Path(os.path.realpath(path))
    unfinished = path.with_name(f".zhangju-{secrets.token_hex(8)}")
    try:
        try:
            with unfinished.open("xb") as file:
                file.write(content)
            if force:
                if path.exists():
                    shutil.copymode(path, unfinished)
                unfinished.replace(path)
            else:
                put_where_none_is(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise QueryError(f"cannot write {path}: {error.strerror}; name another file") from error
