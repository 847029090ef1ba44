"""Two rankings into one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

Ranking = Sequence[tuple[int, float]]


def fuse(
    keyword: Ranking,
    dense: Ranking,
    dense_weight: float,
    worth: Callable[[int], float],
    *,
    depth: int,
) -> list[tuple[int, float]]:
    """Rows with their fused scores, each times the row's `worth`, best first, ties by row.

    The convex combination of Bruch, Gai and Ingber (2023), "An Analysis of Fusion Functions for
    Hybrid Retrieval": unlike reciprocal ranks, it keeps how clear a lead was. A ranking that is
    `depth` long goes on unread: a row missing from it may score what its last one does. Keywords'
    scores are divided by their best. So are vectors', less the score of the last: of thousands of
    texts the nearest two hundred are all rather near, and only what tells them apart should count.
    """
    words, vectors = dict(keyword), dict(dense)
    last_word, last_vector = _last(keyword, depth), _last(dense, depth)
    most_words = max(words.values(), default=0.0)
    most_vectors = max(vectors.values(), default=0.0) - last_vector
    scores: dict[int, float] = {}
    for row in words.keys() | vectors.keys():
        by_words = _share(words.get(row, last_word), most_words)
        by_vectors = _share(vectors.get(row, last_vector) - last_vector, most_vectors)
        scores[row] = (1.0 - dense_weight) * by_words + dense_weight * by_vectors
    worthy = ((row, score * worth(row)) for row, score in scores.items())
    return sorted(worthy, key=lambda item: (-item[1], item[0]))


def _last(ranking: Ranking, depth: int) -> float:
    """The most that a row may score which is not in the ranking, above 0."""
    return max(0.0, ranking[-1][1]) if len(ranking) >= depth else 0.0


def _share(score: float, most: float) -> float:
    return max(0.0, score) / most if most > 0 else 0.0


def ranks(ranking: Ranking) -> Mapping[int, tuple[int, float]]:
    """For each row of a ranking, its rank (from 1) and its score."""
    return {row: (rank, score) for rank, (row, score) in enumerate(ranking, start=1)}
