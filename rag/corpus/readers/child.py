"""The process that reads one file: bytes from standard input, JSON to standard output."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from rag.corpus.readers import READERS, ReadError

_MEMORY_BYTES = 1536 * 1024 * 1024


def main() -> None:
    """Read the file on standard input as the ending in the first argument says."""
    _limit_memory()
    try:
        answer = asdict(READERS[sys.argv[1]](sys.stdin.buffer.read()))
    except ReadError as error:
        answer = {"error": str(error)}
    except (MemoryError, RecursionError):
        answer = {"error": "reading it needs too much memory; split it or save it as text"}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource  # not on every system

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


if __name__ == "__main__":
    main()
