"""How likely the texts answer a question at all: two pieces of evidence, weighed by calibration."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rag.answer.reading import Readings
from rag.types import Query

# Below this confidence nothing is quoted. Chosen on the questions of the calibration: in Chinese
# .04 of those that the texts answer are refused, and .90 of those that they do not.
LEAST_CONFIDENCE: Mapping[str, float] = MappingProxyType({"zh": 0.25, "en": 0.5})


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts for the odds: the words' support, the reader's best verdict (in log-odds), each
    tenfold of passages (among more of them, more look right by chance), and a constant."""

    support: float
    verdict: float
    passages: float
    constant: float


# Logistic regression by `python -m training.calibrate`, on questions of CMRC 2018 train that the
# reader has not seen, each asked of a shelf with its paragraph and of one without.
_READ: Mapping[str, Weights] = MappingProxyType(
    {"zh": Weights(4.47, 1.04, -0.68, -1.29), "en": Weights(2.88, 0.92, -0.68, 0.62)}
)
# The reader knows encyclopedias better than policies: a verdict below this says no more than this.
_LEAST_VERDICT = -1.0
# Where nothing was read, half of the question's weight must be held; the slope is from the same
# questions.
_UNREAD_FLOOR = 0.5
_UNREAD_SLOPE = 7.6


def confidence(query: Query, support: float, readings: Readings, *, passages: int) -> float:
    """The probability (0 to 1) that the texts answer: from the support that the chosen sentence
    has, the reader's verdicts on the best hits, and how many passages there are to choose from."""
    if readings.verdicts:
        weights = _READ[query.language]
        odds = (
            weights.support * support
            + weights.verdict * max(_LEAST_VERDICT, *readings.verdicts)
            + weights.passages * math.log10(passages)
            + weights.constant
        )
    else:
        floor = math.log(1 / LEAST_CONFIDENCE[query.language] - 1)
        odds = _UNREAD_SLOPE * (support - _UNREAD_FLOOR) - floor
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))
