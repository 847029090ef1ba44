"""How near the words of a passage stand to each word of a question: late interaction.

A passage's vector is the mean of its words', in which one word that answers is lost among hundreds
that do not. So the best passages are compared word by word (Khattab and Zaharia 2020, "ColBERT").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rag.encode import TokenVectors
from rag.search.fuse import Ranking

# So many of the best passages are compared, and what the nearest of them gains, where the best has
# a score of 1: of 10 to 100 and .1 to .8, where lay questions of law gain and the rest loses least.
COMPARED = 20
_WEIGHT = 0.3


def nearness(question: TokenVectors, passage: TokenVectors) -> float:
    """The cosine (0 to 1) of each token of the question with the nearest of the passage's: their
    mean, tokens weighed by how much they tell. 0 if either has none."""
    if not len(question.weights) or not len(passage.weights):
        return 0.0
    nearest = (question.units @ passage.units.T).max(axis=1).clip(0)
    return float(question.weights @ nearest / question.weights.sum())


def lifted(
    found: Ranking, near: Mapping[int, float], worth: Callable[[int], float]
) -> list[tuple[int, float]]:
    """Rows, best first, by their scores (the best is 1) and by their nearness, times their `worth`.

    Of the rows that were compared the nearest gains most and the farthest nothing, so that all stay
    above what was not.

    >>> lifted([(7, 4.0), (8, 3.0), (9, 1.0)], {7: 0.5, 8: 0.75}, lambda row: 1.0)
    [(8, 1.05), (7, 1.0), (9, 0.25)]
    """
    if not near:
        return list(found)
    best = found[0][1] or 1.0
    far = min(near.values())
    most = max(near.values()) - far or 1.0
    gain = {row: worth(row) * _WEIGHT * ((one - far) / most) for row, one in near.items()}
    scored = ((row, score / best + gain.get(row, 0.0)) for row, score in found)
    return sorted(scored, key=lambda item: (-item[1], item[0]))
