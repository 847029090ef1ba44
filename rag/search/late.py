"""How near the words of a passage stand to each word of a question: late interaction.

A passage's vector is the mean of its words', in which one word that answers is lost among hundreds
that do not. So the best passages are compared word by word (Khattab and Zaharia 2020, "ColBERT").
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.encode import TokenVectors

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


def gains(near: Sequence[float]) -> list[float]:
    """What each passage gains by its nearness: the nearest most and the farthest nothing, so that
    all stay above what was not compared.

    >>> gains([0.5, 0.75, 0.5])
    [0.0, 0.3, 0.0]
    """
    far = min(near)
    most = max(near) - far or 1.0
    return [_WEIGHT * ((one - far) / most) for one in near]
