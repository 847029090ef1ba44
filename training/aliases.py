"""Spellings that folding unites and a map of single characters cannot: 計畫/計劃, 身分/身份.

Our own encoder folds a text before its tokenizer sees it; plain sentence-transformers does not. So
each such spelling becomes a token of its own in the exported tokenizer, with its word's vector.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from rag.text import folded, is_han, render_simplified, segment
from training.data import WORK, pairs_path, read_pairs, read_records, shuffled

LEAST_SEEN = 2
_READ_PASSAGES = 120_000


def aliases(tokens: frozenset[str]) -> dict[str, str]:
    """Each spelling -> the token whose vector it takes, from the Traditional texts."""
    seen: Counter[tuple[str, str]] = Counter()
    for text in _traditional_texts():
        seen.update(_spellings(text))
    found: dict[str, str] = {}
    for (spelling, word), count in sorted(seen.items(), key=lambda item: (-item[1], item[0])):
        if count >= LEAST_SEEN and word in tokens and spelling not in tokens:
            found.setdefault(spelling, word)
    return found


def _traditional_texts() -> Iterator[str]:
    yield from (pair.chinese for pair in read_pairs(pairs_path("law")))
    records = (r for r in read_records(WORK / "passages.jsonl") if r["source"] in ("tw", "speech"))
    yield from (record["text"] for record in shuffled(records)[:_READ_PASSAGES])


def _spellings(text: str) -> Iterator[tuple[str, str]]:
    by_characters = _simplified_by_characters(unicodedata.normalize("NFKC", text).lower())
    by_folding = folded(text)
    as_tokens = _simplified_by_characters(by_folding)
    if by_characters == as_tokens or len(by_characters) != len(as_tokens):
        return
    start = 0
    for word in segment(by_folding):
        place = slice(start, start + len(word))
        if is_han(word) and by_characters[place] != as_tokens[place]:
            yield by_characters[place], as_tokens[place]
        start += len(word)


class _Characters(dict[int, str]):
    def __missing__(self, code_point: int) -> str:
        self[code_point] = render_simplified(chr(code_point))
        return self[code_point]


_CHARACTERS = _Characters()


def _simplified_by_characters(text: str) -> str:
    return text.translate(_CHARACTERS)
