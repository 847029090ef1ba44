"""How likely the texts answer a question at all: signs of an answer, weighed by calibration."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter, mul
from types import MappingProxyType

from rag.answer.candidates import Candidate
from rag.answer.reading import Readings, probability
from rag.types import Hit

# Below this confidence nothing is quoted: see training/README.md for what each floor refuses.
LEAST_CONFIDENCE: Mapping[str, float] = MappingProxyType({"zh": 0.25, "en": 0.28})

# A verdict beyond these log-odds says no more than they do: the reader knows encyclopedias better
# than policies.
_LEAST_VERDICT, _MOST_VERDICT = -3.0, 6.0
# Farther ahead is no surer.
_MOST_LEAD = 8.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an answer, of the sentence that is chosen and of the hits.

    `coverage`, `likeness`, `order` and `run` are the sentence's (see `Candidate`). `clearance` is
    how far the fifth hit is behind the first, as a share of its score, times the coverage: what
    answers stands out, but on a small shelf so does whatever has any word of the question.
    `verdict` is the reader's best, `own_verdict` that on the sentence's passage, in log-odds (0
    where nothing was read). `passages` is the tenfold of passages to choose from: among more, more
    look right by chance. `lead` is how far the sentence's score is ahead of the best of another
    clause: one that answers is alone in it.
    """

    coverage: float
    likeness: float
    order: float
    run: float
    clearance: float
    verdict: float
    own_verdict: float
    passages: float
    lead: float

    def covering(self, coverage: float) -> Signs:
        """The signs of what holds so much of the question instead."""
        stands_out = self.clearance / self.coverage if self.coverage else 0.0
        return replace(self, coverage=coverage, clearance=coverage * stands_out)


# The constant, then the weights. Logistic regression by `python -m training.calibrate`; in English,
# by questions with words lost, read in English words. The lead and its share of the constant were
# set by hand, by questions of our own about laws and speeches.
Weights = tuple[float, Signs]
_READ: Mapping[str, Weights] = MappingProxyType(
    {
        "zh": (-2.9, Signs(1.23, 0.3, 0.72, 0.04, 4.13, 0.44, 0.36, -0.17, 0.2)),
        "en": (-1.65, Signs(1.85, 0.76, 0.0, 0.0, 4.61, 0.32, 0.34, 0.0, 0.0)),
    }
)
_UNREAD: Mapping[str, Weights] = MappingProxyType(
    {
        "zh": (-4.98, Signs(2.46, 2.8, 1.17, 1.24, 5.94, 0.0, 0.0, -0.12, 0.0)),
        "en": (-1.98, Signs(2.45, 1.28, 0.0, 0.0, 5.01, 0.0, 0.0, 0.0, 0.0)),
    }
)
values = attrgetter(*(field.name for field in fields(Signs)))


def signs_of(
    candidates: Sequence[Candidate], hits: Sequence[Hit], readings: Readings, *, passages: int
) -> Signs:
    """The signs of an answer: of the candidates, best first, the hits in search's order, and the
    readings."""
    best = candidates[0]
    first = hits[0].score or 1.0
    fifth = hits[4].score if len(hits) > 4 else 0.0
    verdicts = [min(_MOST_VERDICT, max(_LEAST_VERDICT, v)) for v in readings.verdicts]
    own = best.hit.rank - 1
    unread = _LEAST_VERDICT if verdicts else 0.0
    return Signs(
        coverage=best.coverage,
        likeness=best.hit.likeness,
        order=best.features.order,
        run=best.features.run,
        clearance=best.coverage * (1 - fifth / first),
        verdict=max(verdicts, default=0.0),
        own_verdict=verdicts[own] if own < len(verdicts) else unread,
        passages=math.log10(passages),
        lead=_lead(candidates),
    )


def _lead(candidates: Sequence[Candidate]) -> float:
    """0 where all stand in one clause."""
    best = candidates[0]
    clause = (best.document.doc_id, best.section.address)
    others = (c for c in candidates if (c.document.doc_id, c.section.address) != clause)
    other = next(others, best)
    return min(_MOST_LEAD, best.score - other.score)


def confidence(signs: Signs, language: str, *, is_read: bool) -> float:
    """The probability (0 to 1) that the texts answer."""
    constant, weights = (_READ if is_read else _UNREAD)[language]
    odds = constant + sum(map(mul, values(weights), values(signs)))
    return probability(odds)
