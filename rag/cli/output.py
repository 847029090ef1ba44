"""What the commands print, and the exit status that goes with it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable

from rag.serialize import Json

ANSWERED, NOT_FOUND, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


def say(text: str) -> None:
    """Print what was asked for."""
    print(text)


def warn(message: str) -> None:
    """Print a line on standard error."""
    print(f"zhangju: {' '.join(message.split())}", file=sys.stderr)


def fail(message: str) -> int:
    """Print what is wrong, and give the status for it."""
    warn(message)
    return BAD_INPUT


def line_of(record: Json) -> str:
    """An object as a line of JSON."""
    return json.dumps(record, ensure_ascii=False)


def print_lines(objects: Iterable[Json]) -> int:
    """Print an object a line; the exit status says whether every line could be answered."""
    status = ANSWERED
    for object_ in objects:
        if "error" in object_:
            status = fail(f"line {object_['line']}: {object_['error']}")
        say(line_of(object_))
    return status


def discard_output() -> None:
    """Let nothing that is left be flushed to where it cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
