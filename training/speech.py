"""The part of speech of words, by jieba's dictionary."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jieba


@cache
def jieba_tags() -> dict[str, str]:
    """The part of speech of each word of jieba's dictionary."""
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines()
    entries = (line.split() for line in lines)
    return {entry[0]: entry[2] for entry in entries if len(entry) == 3}
