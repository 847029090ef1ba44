"""Zip containers (docx, epub) that nobody vouches for: sizes are checked before reading."""

from __future__ import annotations

import io
import zipfile
import zlib

from rag.corpus.readers.extracted import ReadError

_LARGEST_UNPACKED_BYTES = 256 * 1024 * 1024
_LARGEST_MEMBER_BYTES = 64 * 1024 * 1024
_MOST_MEMBERS = 10_000
_LARGEST_RATIO = 200
_ALWAYS_FINE_BYTES = 4 * 1024 * 1024


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The container, if its directory declares sizes that are safe to unpack.

    A member never yields more than it declares: zipfile stops there, and checks its sum.
    """
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ReadError(f"its container is damaged ({error}); save it again") from error
    members = container.infolist()
    unpacked = sum(member.file_size for member in members)
    largest = max((member.file_size for member in members), default=0)
    if len(members) > _MOST_MEMBERS:
        raise ReadError(f"it holds {len(members)} files, more than {_MOST_MEMBERS}; split it")
    if unpacked > _LARGEST_UNPACKED_BYTES or largest > _LARGEST_MEMBER_BYTES:
        raise ReadError(f"it unpacks to {max(unpacked, largest) >> 20} MiB, too much; split it")
    if unpacked > _ALWAYS_FINE_BYTES and unpacked > _LARGEST_RATIO * len(data):
        raise ReadError("it unpacks to far more than it holds, like a zip bomb; save it again")
    if any(member.flag_bits & 1 for member in members):
        raise ReadError("it is protected by a password; save it without")
    return container


def read_member(container: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one member; ReadError if it is not there or damaged."""
    try:
        return container.read(name)
    except KeyError as error:
        raise ReadError(f"it lacks {name}; save it again") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise ReadError(f"{name} in it is damaged ({error}); save it again") from error
