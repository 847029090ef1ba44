"""Reading a file of a complicated format in a process of its own, with little memory and time.

Parsers of such formats can be led to eat all memory or never to end. Here that costs one child
process, and the file is reported as a problem.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from rag.corpus.readers.extracted import Extracted, ReadError

_TIME_LIMIT_SECONDS = 120
_PACKAGE_PARENT = Path(__file__).parents[3]


def read_in_child(
    ending: str, data: bytes, *, time_limit_seconds: float = _TIME_LIMIT_SECONDS
) -> Extracted:
    """What the reader for files with this `ending` makes of `data`; ReadError if it cannot."""
    # -P: the folder that the command is run in may hold an lxml.py, which is not ours to run.
    paths = [str(_PACKAGE_PARENT), os.environ.get("PYTHONPATH", "")]
    try:
        finished = subprocess.run(
            [sys.executable, "-P", "-m", "rag.corpus.readers.child", ending],
            input=data,
            capture_output=True,
            timeout=time_limit_seconds,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ReadError("it takes too long to read; split it or save it as text") from error
    if finished.returncode != 0:
        raise ReadError("reading it needs too much memory or fails; split it or save it as text")
    answer = json.loads(finished.stdout)
    if "error" in answer:
        raise ReadError(answer["error"])
    furniture = {int(start): reason for start, reason in answer["furniture"].items()}
    return Extracted(
        answer["text"], answer["encoding"], answer["title"], furniture, answer["author"]
    )
