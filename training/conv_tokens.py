"""Which of the encoder's 128,000 tokens are kept: those that Chinese and English use most.

python -m training.conv_tokens
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from rag.encode.conv import BEGIN, END, NOTHING
from rag.text import folded
from training.conv_body import is_mark, pieces
from training.data import WORK, read_records

TOKENIZER = WORK / "conv_tokenizer.json"
ROWS = WORK / "conv_rows.npy"
KEPT = 24_000
_AT_ONCE = 2_000
# How often each use of a token in a source counts, and how many of the pairs are read.
_PAIRS = {
    "tatoeba": (3, None),
    "titles": (1, None),
    "un": (3, None),
    "glosses": (2, None),
    "law": (1, 20_000),
}
_QUESTION, _ANSWER = 3, 2
_ENGLISH = 20_000
_PASSAGES, _LETTERS = 40_000, 300


def main() -> None:
    """Count, choose, and write the tokenizer and which rows of the table it keeps."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    ).parse_args()
    known = pieces()
    counts = np.zeros(len(known))
    whole = tokenizer_of(known)
    for texts, weight in _texts():
        _count(whole, texts, weight, counts)
    rows = kept_rows(counts)
    tokenizer_of([known[row] for row in rows]).save(str(TOKENIZER), pretty=False)
    np.save(ROWS, rows)
    print(f"{len(rows):,} of {len(known):,} tokens kept, {(counts > 0).sum():,} are used")


def kept_rows(counts: NDArray[np.float64]) -> NDArray[np.int64]:
    """The marks and the most frequent tokens, in the order of the vocabulary."""
    used = [int(row) for row in np.argsort(-counts, kind="stable") if counts[row] > 0]
    words = [row for row in used if not is_mark(row)][: KEPT - 3]
    return np.array(sorted([NOTHING, BEGIN, END, *words]), dtype=np.int64)


def tokenizer_of(known: Sequence[tuple[str, float]]) -> Tokenizer:
    """A Unigram tokenizer (Kudo 2018) of `(token, log-likelihood)`, for folded text."""
    tokenizer = Tokenizer(models.Unigram(list(known), unk_id=NOTHING))
    tokenizer.normalizer = normalizers.Replace(Regex(" {2,}|\n+"), " ")
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return tokenizer


def _texts() -> Iterator[tuple[list[str], int]]:
    chance = random.Random(1)
    for name, (weight, most) in _PAIRS.items():
        pairs = list(read_records(WORK / f"pairs_{name}.jsonl"))
        chance.shuffle(pairs)
        for side in ("zh", "en"):
            yield [pair[side] for pair in pairs[:most]], weight
    english = read_records(WORK / "pairs_english.jsonl")
    yield [pair["en"] for pair in english][:_ENGLISH], 1
    asked = list(read_records(WORK / "questions.jsonl"))
    yield [one["question"] for one in asked], _QUESTION
    yield list({one["passage"] for one in asked}), _ANSWER
    passages = list(read_records(WORK / "passages.jsonl"))
    chance.shuffle(passages)
    yield [passage["text"][:_LETTERS] for passage in passages[:_PASSAGES]], 1


def _count(
    tokenizer: Tokenizer, texts: list[str], weight: int, counts: NDArray[np.float64]
) -> None:
    for first in range(0, len(texts), _AT_ONCE):
        block = [folded(text) for text in texts[first : first + _AT_ONCE]]
        for encoding in tokenizer.encode_batch_fast(block, add_special_tokens=False):
            np.add.at(counts, encoding.ids, weight)


if __name__ == "__main__":
    main()
