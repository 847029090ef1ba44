"""The part of speech of each of the encoder's tokens, by jieba's dictionary, for the reader."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import jieba
import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rag.encode.static import ENCODER_PATH

UNKNOWN, LATIN, NUMBER = 0, 1, 2
_NAMED_FROM = 3
# The most common parts of speech that are told apart, besides those three.
_TOLD_APART = 45


def parts_of_speech() -> NDArray[np.uint8]:
    """A small number for each token of the bundled encoder: what it says, the reader learns."""
    tags = jieba_tags()
    common = [tag for tag, _ in sorted(Counter(tags.values()).items(), key=lambda t: (-t[1], t))]
    numbers = {tag: n for n, tag in enumerate(common[:_TOLD_APART], _NAMED_FROM)}
    vocabulary = Tokenizer.from_file(str(ENCODER_PATH / "tokenizer.json")).get_vocab()
    speech = np.zeros(len(vocabulary), dtype=np.uint8)
    for token, row in vocabulary.items():
        if token.isascii():
            speech[row] = LATIN if token.isalpha() else NUMBER if token.isdigit() else UNKNOWN
        else:
            speech[row] = numbers.get(tags.get(token, ""), UNKNOWN)
    return speech


@cache
def jieba_tags() -> dict[str, str]:
    """The part of speech of each word of jieba's dictionary."""
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines()
    entries = (line.split() for line in lines)
    return {entry[0]: entry[2] for entry in entries if len(entry) == 3}
