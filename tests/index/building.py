"""Builds an index over and over until it is killed: python -m tests.index.building DIR SEED."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from rag.corpus import Corpus
from rag.index import refresh_index
from tests.index.corpora import CharacterEncoder, generated

BOOKS = (generated(6, 30, seed=1), generated(7, 30, seed=2))


def main(directory: Path, first: int) -> None:
    for number in itertools.count(first):
        corpus: Corpus = BOOKS[number % len(BOOKS)]
        refresh_index(directory, corpus, CharacterEncoder())
        sys.stdout.write(f"{corpus.fingerprint}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
