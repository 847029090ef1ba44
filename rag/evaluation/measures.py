"""The measures, each over one ranking or one pair of sets. All lie between 0 and 1."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence

from rag.text import folded

_UNITS = re.compile(r"[a-z0-9]+|[^\W_]")


def recall_at(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """The share of the relevant that are among the first `k`.

    >>> recall_at(2, ["a", "b", "c"], {"b", "c"})
    0.5
    """
    return len(set(ranked[:k]) & set(relevant)) / len(relevant) if relevant else 0.0


def success_at(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """1 if any of the relevant is among the first `k`.

    >>> success_at(2, ["a", "b", "c"], {"b", "d"})
    1.0
    """
    return float(not set(ranked[:k]).isdisjoint(relevant))


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


def exact_match(said: str, gold: Collection[str]) -> float:
    """1 if `said` is one of the gold strings but for script, width, punctuation and white space.

    (As CMRC 2018 counts it, Cui et al. 2019, with both sides folded.)

    >>> exact_match("《史記》", {"史记"})
    1.0
    """
    return float(any(_units(said) == _units(answer) for answer in gold))


def overlap_f1(said: str, gold: Collection[str]) -> float:
    """F1 of the longest run of characters that `said` has in common with a gold string.

    A Han character counts as one, and so does a word or number in Latin letters; the best gold
    string counts (Cui et al. 2019, "A Span-Extraction Dataset for Chinese Machine Reading
    Comprehension").

    >>> overlap_f1("在1998年", {"1998年"})
    0.8
    """
    return max((_overlap(_units(said), _units(answer)) for answer in gold), default=0.0)


def _units(text: str) -> list[str]:
    return _UNITS.findall(folded(text))


def _overlap(one: Sequence[str], other: Sequence[str]) -> float:
    longest = 0
    ends = [0] * (len(other) + 1)
    for unit in one:
        ends = [0, *(ends[i] + 1 if unit == theirs else 0 for i, theirs in enumerate(other))]
        longest = max(longest, *ends)
    return 2 * longest / (len(one) + len(other)) if longest else 0.0


def area_under_curve(positive: Sequence[float], negative: Sequence[float]) -> float:
    """How often a positive scores above a negative, ties by half: the area under the ROC curve.

    >>> area_under_curve([0.9, 0.5], [0.1, 0.5])
    0.875
    """
    ordered = sorted((score, kind) for kind, of in enumerate((negative, positive)) for score in of)
    ranks: dict[float, list[int]] = {}
    for rank, (score, _) in enumerate(ordered, start=1):
        ranks.setdefault(score, []).append(rank)
    total = sum(sum(ranks[score]) / len(ranks[score]) for score in positive)
    pairs = len(positive) * len(negative)
    return (total - len(positive) * (len(positive) + 1) / 2) / pairs if pairs else 0.0
