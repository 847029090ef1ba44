"""Two rankings into one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

Ranking = Sequence[tuple[int, float]]


def fuse(
    keyword: Ranking, dense: Ranking, dense_weight: float, worth: Callable[[int], float]
) -> list[tuple[int, float]]:
    """Rows with their fused scores, each times the row's `worth`, best first, ties by row.

    The convex combination of Bruch, Gai and Ingber (2023), "An Analysis of Fusion Functions for
    Hybrid Retrieval": each ranking's scores are divided by its best, a row missing from a ranking
    scores 0 there. Unlike reciprocal ranks, this keeps how clear a lead was.
    """
    scores: dict[int, float] = {}
    for ranking, weight in ((keyword, 1.0 - dense_weight), (dense, dense_weight)):
        best = max((score for _, score in ranking), default=0.0)
        if best > 0:
            for row, score in ranking:
                scores[row] = scores.get(row, 0.0) + weight * max(0.0, score) / best
    worthy = ((row, score * worth(row)) for row, score in scores.items())
    return sorted(worthy, key=lambda item: (-item[1], item[0]))


def ranks(ranking: Ranking) -> Mapping[int, tuple[int, float]]:
    """For each row of a ranking, its rank (from 1) and its score."""
    return {row: (rank, score) for rank, (row, score) in enumerate(ranking, start=1)}
