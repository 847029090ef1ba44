"""IBM Model 1 in both directions at once, trained by agreement (Liang, Taskar and Klein, 2006).

Every pair of an English and a Chinese word in one sentence pair is a cell. A cell's posterior is
the product of the two directions', so that a word which is everywhere explains nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
# The share of a word's own frequency that "no word of the other side" may explain.
_NULL = 1.0


@dataclass(frozen=True, slots=True)
class Sentences:
    """Parallel sentences as ids of distinct words, with how much each counts."""

    chinese: Sequence[Ids]
    english: Sequence[Ids]
    weights: NDArray[np.float32]
    chinese_size: int
    english_size: int


@dataclass(frozen=True, slots=True)
class _Cells:
    """One row for each pair of words in each sentence pair.

    `link` numbers the distinct (Chinese, English) pairs; `by_chinese` and `by_english` number the
    occurrences of a word in a sentence; `weight` is the sentence's.
    """

    links: Ids
    link: NDArray[np.int32]
    by_chinese: NDArray[np.int32]
    by_english: NDArray[np.int32]
    weight: NDArray[np.float32]


def align(sentences: Sentences, rounds: int) -> tuple[Ids, Ids, NDArray[np.float64]]:
    """Expected counts of each link: `(chinese ids, english ids, counts)`."""
    cells = _cells(sentences)
    chinese, english = np.divmod(cells.links, sentences.english_size)
    counts = _sums(cells.link, cells.weight, len(cells.links))
    for _ in range(rounds):
        counts = _expected(cells, chinese, english, counts, sentences)
    return chinese, english, counts


def _cells(sentences: Sentences) -> _Cells:
    keys, by_chinese, by_english, weights = [], [], [], []
    chinese_seen = english_seen = 0
    for chinese, english, weight in zip(
        sentences.chinese, sentences.english, sentences.weights, strict=True
    ):
        rows, columns = len(chinese), len(english)
        keys.append((chinese[:, None] * sentences.english_size + english).ravel())
        by_chinese.append(np.repeat(np.arange(chinese_seen, chinese_seen + rows), columns))
        by_english.append(np.tile(np.arange(english_seen, english_seen + columns), rows))
        weights.append(np.full(rows * columns, weight, dtype=np.float32))
        chinese_seen += rows
        english_seen += columns
    links, link = np.unique(np.concatenate(keys), return_inverse=True)
    return _Cells(
        links,
        link.astype(np.int32),
        np.concatenate(by_chinese).astype(np.int32),
        np.concatenate(by_english).astype(np.int32),
        np.concatenate(weights),
    )


def _expected(
    cells: _Cells, chinese: Ids, english: Ids, counts: NDArray[np.float64], sentences: Sentences
) -> NDArray[np.float64]:
    of_chinese = _sums(chinese, counts, sentences.chinese_size)
    of_english = _sums(english, counts, sentences.english_size)
    total = counts.sum()
    given_english = counts / np.maximum(of_english[english], 1e-9)
    given_chinese = counts / np.maximum(of_chinese[chinese], 1e-9)
    forward = _posterior(given_english, cells.link, cells.by_chinese, of_chinese[chinese] / total)
    backward = _posterior(given_chinese, cells.link, cells.by_english, of_english[english] / total)
    return _sums(cells.link, forward * backward * cells.weight, len(cells.links))


def _posterior(
    probability: NDArray[np.float64],
    link: NDArray[np.int32],
    group: NDArray[np.int32],
    null: NDArray[np.float64],
) -> NDArray[np.float64]:
    likelihood = probability[link]
    explained = _sums(group, likelihood, 1)
    return likelihood / (explained[group] + _NULL * null[link])


def _sums(
    group: NDArray[np.integer[Any]], weights: NDArray[np.floating[Any]], size: int
) -> NDArray[np.float64]:
    return np.bincount(group, weights=weights, minlength=size).astype(np.float64)
