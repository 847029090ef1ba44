"""How likely each sentence is to answer, from what it shares with the question: learnt weights."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from operator import attrgetter, mul


@dataclass(frozen=True, slots=True)
class SentenceFeatures:
    """What is known of a sentence beside a question; each is 0 to 1.

    `own` is the share of the question that the sentence holds, `clause` the share that its clause
    and headings hold, `apart` the share that sets it apart from its neighbors, `order` the share
    of the question's neighboring characters that stand together in it, `run` the longest run of
    the question's characters in it. `blank`, `form` and `numberless` say whether it fills the
    question's blank, has its form, and lacks the number asked for. `hit` is the score of its
    passage beside the best passage's, `rank` one over that passage's rank, `first` 1 for rank 1.
    `read` is the likelihood that the reader gives it, `odds` the same on a scale of logarithms;
    both are 0 where it was not read.
    """

    own: float
    clause: float
    apart: float
    order: float
    run: float
    blank: float
    form: float
    numberless: float
    hit: float
    rank: float
    first: float
    read: float
    odds: float


NO_FEATURES = SentenceFeatures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)

# Learnt by `python -m training.train_sentences` on CMRC 2018 train: of the sentences of a
# question's passages, the right one is to have the greatest sum (a softmax over them). The last two
# are chosen by `python -m training.calibrate`.
WEIGHTS = SentenceFeatures(
    own=-1.63,
    clause=3.56,
    apart=4.15,
    order=2.22,
    run=1.92,
    blank=2.01,
    form=1.84,
    numberless=-2.07,
    hit=4.99,
    rank=1.83,
    first=0.35,
    read=1.0,
    odds=4.0,
)

# As `dataclasses.astuple`, without its copies: hundreds of sentences are scored for a question.
_values = attrgetter(*(field.name for field in fields(SentenceFeatures)))
_WEIGHT_VALUES = _values(WEIGHTS)


def sentence_score(features: SentenceFeatures) -> float:
    """The logarithm, up to a constant, of how likely the sentence is to be the one that answers."""
    return float(sum(map(mul, _WEIGHT_VALUES, _values(features))))


def likelihood_feature(likelihood: float) -> float:
    """A likelihood on a scale of logarithms, from 0 (one in 22,000 or less) to 1.

    >>> likelihood_feature(1.0), likelihood_feature(0.0)
    (1.0, 0.0)
    """
    return max(0.0, 1 + math.log(max(likelihood, 1e-9)) / 10)


def longest_run(question: str, text: str) -> float:
    """The longest substring of `question` that stands in `text`, as a share of `question`."""
    longest = 0
    for start in range(len(question)):
        while start + longest < len(question) and question[start : start + longest + 1] in text:
            longest += 1
    return longest / len(question) if question else 0.0
