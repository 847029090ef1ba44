"""How likely each sentence is to answer, from what it shares with the question: learnt weights."""

from __future__ import annotations

from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class SentenceFeatures:
    """What is known of a sentence beside a question; each is 0 to 1.

    `own` is the share of the question that the sentence holds, `clause` the share that its clause
    and headings hold, `apart` the share that sets it apart from its neighbors, `order` the share
    of the question's neighboring characters that stand together in it, `run` the longest run of
    the question's characters in it. `blank`, `form` and `numberless` say whether it fills the
    question's blank, has its form, and lacks the number asked for. `hit` is the score of its
    passage beside the best passage's, `rank` one over that passage's rank, `first` 1 for rank 1.
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


NO_FEATURES = SentenceFeatures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)

# Learnt by `python -m training.train_sentences` on CMRC 2018 train: of the sentences of a
# question's passages, the right one is to have the greatest sum (a softmax over them).
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
)


def sentence_score(features: SentenceFeatures) -> float:
    """The logarithm, up to a constant, of how likely the sentence is to be the one that answers."""
    pairs = zip(astuple(WEIGHTS), astuple(features), strict=True)
    return float(sum(weight * value for weight, value in pairs))


def longest_run(question: str, text: str) -> float:
    """The longest substring of `question` that stands in `text`, as a share of `question`."""
    longest = 0
    for start in range(len(question)):
        while start + longest < len(question) and question[start : start + longest + 1] in text:
            longest += 1
    return longest / len(question) if question else 0.0
