"""The measures, each over one ranking or one pair of sets. All lie between 0 and 1."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence


def recall_at(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """The share of the relevant that are among the first `k`.

    >>> recall_at(2, ["a", "b", "c"], {"b", "c"})
    0.5
    """
    return len(set(ranked[:k]) & set(relevant)) / len(relevant) if relevant else 0.0


def reciprocal_rank_at(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """One over the rank of the first relevant among the first `k`; 0 if there is none.

    >>> reciprocal_rank_at(10, ["a", "b", "c"], {"b", "c"})
    0.5
    """
    for rank, item in enumerate(ranked[:k], start=1):
        if item in relevant:
            return 1 / rank
    return 0.0


def ndcg_at(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Normalized discounted cumulative gain with binary relevance (Järvelin and Kekäläinen 2002).

    >>> round(ndcg_at(10, ["a", "b"], {"b"}), 3)
    0.631
    """
    gain = sum(1 / math.log2(i + 2) for i, item in enumerate(ranked[:k]) if item in relevant)
    ideal = sum(1 / math.log2(i + 2) for i in range(min(k, len(relevant))))
    return gain / ideal if ideal else 0.0


def f1(true_positives: int, false_positives: int, false_negatives: int) -> float:
    """The harmonic mean of precision and recall; 1 if there was nothing to find and nothing was.

    >>> f1(8, 2, 2)
    0.8
    """
    wrong = false_positives + false_negatives
    return 2 * true_positives / (2 * true_positives + wrong) if true_positives + wrong else 1.0
