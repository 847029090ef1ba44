"""Step 3: every text as words, once, because two later steps read them.

    python -m training.words

Chinese is folded and cut by jieba (HMM off), as in the index; English is lower-cased.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from rag.text import folded, is_han, segment
from training.data import PAIR_SOURCES, WORK, pairs_path, read_pairs, read_records, shuffled

# How many passages of each source the words are counted on: the laws repeat themselves.
COUNTED_PASSAGES = {"cmrc": 10_000, "prc": 50_000, "tw": 30_000, "speech": 40_000}
_ENGLISH = re.compile(r"[a-z]+(?:'[a-z]+)?")


def chinese_words(text: str) -> list[str]:
    """The Han words of a text, folded, in order."""
    return [word for word in segment(folded(text)) if is_han(word)]


def english_words(text: str) -> list[str]:
    """The English words of a text, lower-cased, without a possessive's ending.

    >>> english_words("The mayor’s 2 budgets")
    ['the', 'mayor', 'budgets']
    """
    words = _ENGLISH.findall(text.lower().replace("’", "'"))
    return [word.removesuffix("'s") for word in words]


def chinese_path(source: str) -> Path:
    """Where the Chinese words of one source lie, a text a line."""
    return WORK / f"words_zh_{source}.txt"


def read_words(path: Path) -> list[list[str]]:
    """The words of each text, in order."""
    return [line.split() for line in path.read_text(encoding="utf-8").splitlines()]


def _write_words(path: Path, texts: Iterable[str]) -> None:
    if path.exists():
        return
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8") as out:
        for text in texts:
            out.write(" ".join(chinese_words(text)) + "\n")
    unfinished.replace(path)
    print(path.name, flush=True)


def _counted_passages() -> Iterator[str]:
    taken = dict.fromkeys(COUNTED_PASSAGES, 0)
    for record in shuffled(read_records(WORK / "passages.jsonl")):
        source = record["source"]
        if taken[source] < COUNTED_PASSAGES[source]:
            taken[source] += 1
            yield record["text"][:400]


def main() -> None:
    """Cut every source of pairs and a share of the passages into words."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    ).parse_args()
    for source in PAIR_SOURCES:
        texts = (pair.chinese for pair in read_pairs(pairs_path(source)))
        _write_words(chinese_path(source), texts)
    _write_words(chinese_path("passages"), _counted_passages())


if __name__ == "__main__":
    main()
