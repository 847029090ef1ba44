"""Which of the body's 250,000 tokens the reader keeps: those that its languages use.

python -m training.reader_tokens --data DIR
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, models, pre_tokenizers

from rag.text import folded
from training.body import load_body
from training.data import SEED, WORK, read_records

TOKENIZER = WORK / "reader_tokenizer.json"
ROWS = WORK / "reader_rows.npy"
# The body's marks, in its order: start, padding, end, unknown.
MARKS = 4
_UNKNOWN = 3
# A token that occurs less often is made of shorter ones.
_LEAST = 3
_AT_ONCE = 5_000
# A word, a number or a sign, each with the space before it; Chinese runs.
_SPLIT = r"\s?[A-Za-z]+|\p{Han}+|\s?[0-9]+|\s?[^\s\p{Han}0-9A-Za-z]|\s+"
_HAN = re.compile(r"[㐀-鿿]")
# File, field, and how much of it is counted.
_COUNTED = (
    ("prc_laws_articles", "text", 0.15),
    ("tw_laws_articles", "zh", 0.15),
    ("tw_policy_speeches", "text", 0.12),
    ("tw_laws_zh_en", "en", 0.15),
    ("tatoeba_en_zh", "en", 1.0),
    ("tatoeba_en_zh", "zh", 1.0),
    ("un_dev_en_zh", "en", 1.0),
    ("un_dev_en_zh", "zh", 1.0),
    ("python_docs_en_zh", "en", 0.1),
    ("cmrc2018_train", "context", 1.0),
    ("cmrc2018_train", "question", 1.0),
    ("cedict", "simp", 1.0),
    ("cedict", "en", 1.0),
)


def main() -> None:
    """Count, choose, and write the tokenizer and which rows of the body's table it keeps."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    arguments = parser.parse_args()
    body = load_body()
    pairs = list(zip(body.tokens, body.scores, strict=True))
    counts = _counts(tokenizer_of(pairs), list(_texts(arguments.data)))
    kept = [
        row
        for row, token in enumerate(body.tokens)
        if row < MARKS or counts[row] >= _LEAST or _is_character(token)
    ]
    tokenizer_of([pairs[row] for row in kept]).save(str(TOKENIZER), pretty=False)
    np.save(ROWS, np.array(kept, dtype=np.int32))
    print(f"{len(kept):,} of {len(pairs):,} tokens kept")


def tokenizer_of(pairs: list[tuple[str, float]]) -> Tokenizer:
    """A Unigram tokenizer (Kudo 2018) of `(token, log-likelihood)`; tokens never join scripts."""
    tokenizer = Tokenizer(models.Unigram(pairs, unk_id=_UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_SPLIT), "isolated"),
            pre_tokenizers.Metaspace(prepend_scheme="first"),
        ]
    )
    return tokenizer


def _texts(data: Path) -> Iterator[str]:
    chance = random.Random(SEED)
    for name, field, share in _COUNTED:
        for record in read_records(data / f"{name}.jsonl.gz"):
            if chance.random() < share:
                value = record.get(field) or ""
                yield folded(" ".join(value) if isinstance(value, list) else value)


def _counts(tokenizer: Tokenizer, texts: list[str]) -> Counter[int]:
    counts: Counter[int] = Counter()
    for first in range(0, len(texts), _AT_ONCE):
        block = texts[first : first + _AT_ONCE]
        for encoding in tokenizer.encode_batch(block, add_special_tokens=False):
            counts.update(encoding.ids)
    return counts


def _is_character(token: str) -> bool:
    """True for one Han character that folding leaves as it is, and for one letter or sign."""
    return (
        len(token) == 1 and folded(token) == token and (token.isascii() or bool(_HAN.match(token)))
    )


if __name__ == "__main__":
    main()
