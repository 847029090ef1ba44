"""The Chinese reader's tokens: those of its body, each Han character one.

python -m training.roformer_tokens
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence

import numpy as np
from tokenizers import Regex, Tokenizer, models, pre_tokenizers

from training.data import WORK
from training.roformer_body import load_roformer

TOKENIZER = WORK / "roformer_tokenizer.json"
ROWS = WORK / "roformer_rows.npy"
# The marks that the reader's rows are made of, in the order of `rag.encode.reader_text`.
_MARKS = ("[CLS]", "[PAD]", "[SEP]", "[UNK]")
_UNUSED = re.compile(r"\[\w+\]|<\w>")
# The body has read Chinese as it is written; folded texts have narrow signs, which mean the same.
_WIDE = dict(zip(",.:;?!()", "，。：；？！（）", strict=True))


def main() -> None:
    """Write the tokenizer, and which rows of the body's table its tokens have."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    ).parse_args()
    tokens = load_roformer().tokens
    rows = kept_rows(tokens)
    tokenizer_of([tokens[row] for row in rows]).save(str(TOKENIZER), pretty=False)
    places = {token: row for row, token in enumerate(tokens)}
    read_as = [places[_WIDE.get(tokens[row], tokens[row])] for row in rows]
    np.save(ROWS, np.array(read_as, dtype=np.int32))
    print(f"{len(rows):,} of {len(tokens):,} tokens kept")


def kept_rows(tokens: Sequence[str]) -> list[int]:
    """The reader's marks, and every token that stands for a text."""
    marks = [tokens.index(mark) for mark in _MARKS]
    return marks + [row for row, token in enumerate(tokens) if not _UNUSED.fullmatch(token)]


def tokenizer_of(tokens: Sequence[str]) -> Tokenizer:
    """A WordPiece tokenizer (Devlin et al. 2019); a Han character or a sign is a word."""
    vocabulary = {token: row for row, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Split(Regex(r"\p{Han}"), "isolated"),
            pre_tokenizers.Punctuation("isolated"),
        ]
    )
    return tokenizer


if __name__ == "__main__":
    main()
