"""How likely the texts answer a question at all: signs of an answer, weighed by calibration."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter, mul
from types import MappingProxyType

from rag.answer.candidates import Candidate
from rag.answer.reading import Readings, probability
from rag.types import AnswerKind, Hit, Query

# A verdict beyond these log-odds says no more than they do: the reader knows encyclopedias better
# than policies.
_LEAST_VERDICT, _MOST_VERDICT = -3.0, 6.0
# More than a thousand passages say no more, and farther ahead is no surer.
_MOST_PASSAGES = 3.0
_MOST_LEAD = 4.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an answer, of the sentence that is chosen and of the hits.

    `coverage`, `likeness`, `order` and `run` are the sentence's (see `Candidate`). `clearance` is
    how far the fifth hit is behind the first, as a share of its score, times the coverage: what
    answers stands out, but on a small shelf so does whatever has any word of the question.
    `verdict` is the reader's best, `own_verdict` that on the sentence's passage, in log-odds (0
    where nothing was read). `passages` is the tenfold of passages to choose from, up to 3: among
    more, more look right by chance, and less stands out. `lead` is how far the sentence's score is
    ahead of the best of another clause: one that answers is alone in it. `length` is the logarithm
    of one more than the question's words: of a long question no sentence holds much. `numberless`
    is 1 if the sentence lacks the number that is asked for.
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
    length: float
    numberless: float

    def covering(self, coverage: float) -> Signs:
        """The signs of what holds so much of the question instead."""
        stands_out = self.clearance / self.coverage if self.coverage else 0.0
        return replace(self, coverage=coverage, clearance=coverage * stands_out)


# A constant and what the signs count for: log-odds.
Judge = tuple[float, Signs]


@dataclass(frozen=True, slots=True)
class Weighing:
    """The judges of the signs, of whom the surest is believed, and the least confidence that
    answers.

    See training/README.md for what each floor refuses.
    """

    judges: tuple[Judge, ...]
    floor: float

    def confidence(self, signs: Signs) -> float:
        """The probability (0 to 1) that the texts answer."""
        said = values(signs)
        odds = (
            constant + sum(map(mul, values(weights), said)) for constant, weights in self.judges
        )
        return probability(max(odds))


# Logistic regression by `python -m training.calibrate`; in English, by questions with words lost,
# read in English words. The lead and its share of the constant were set by hand, by questions of
# our own about laws and speeches.
_CHINESE = Signs(1.23, 0.3, 0.72, 0.04, 4.13, 0.44, 0.36, -0.17, 0.2, 0, 0)
_CHINESE_UNREAD = Signs(2.46, 2.8, 1.17, 1.24, 5.94, 0, 0, -0.12, 0, 0, 0)
_ENGLISH = Signs(1.85, 0.76, 0, 0, 4.61, 0.32, 0.34, 0, 0, 0, 0)
_ENGLISH_UNREAD = Signs(2.45, 1.28, 0, 0, 5.01, 0, 0, 0, 0, 0, 0)
# A clause is terse, and is asked for in other words: what the reader and the words say of it is
# less than of a paragraph. By questions of our own, those of `python -m training.policies` and
# others about textbooks, rules, and laws.
_CHINESE_IN_A_CLAUSE = Signs(0, 3.1, 0, 0, 5.3, 0, 0.37, 0.64, 0.23, 1, -0.53)

_READ: Mapping[str, Weighing] = MappingProxyType(
    {
        "zh": Weighing(((-2.8, _CHINESE),), 0.25),
        "en": Weighing(((-1.65, _ENGLISH),), 0.28),
    }
)
_UNREAD: Mapping[str, Weighing] = MappingProxyType(
    {
        "zh": Weighing(((-4.98, _CHINESE_UNREAD),), 0.25),
        "en": Weighing(((-1.98, _ENGLISH_UNREAD),), 0.28),
    }
)
# What is surely enough told for a paragraph (.23) is so for a clause, where it takes .53. A list is
# quoted whole and misleads the more, so that both judges are harder on it.
_READ_IN_A_CLAUSE = Weighing(((-5.5, _CHINESE_IN_A_CLAUSE), (-1.5, _CHINESE)), 0.53)
_LISTED_IN_A_CLAUSE = Weighing(((-6.1, _CHINESE_IN_A_CLAUSE), (-1.7, _CHINESE)), 0.53)
values = attrgetter(*(field.name for field in fields(Signs)))


def weighing(language: str, kind: AnswerKind, *, is_read: bool, is_in_clause: bool) -> Weighing:
    """How the signs are weighed for a question of a kind in `language` (`zh` or `en`): whether the
    hits were read, and whether the sentence that is chosen stands in a clause."""
    if is_read and is_in_clause and language == "zh":
        return _LISTED_IN_A_CLAUSE if kind is AnswerKind.LIST else _READ_IN_A_CLAUSE
    return (_READ if is_read else _UNREAD)[language]


def signs_of(
    candidates: Sequence[Candidate],
    hits: Sequence[Hit],
    readings: Readings,
    query: Query,
    *,
    passages: int,
) -> Signs:
    """The signs of an answer to `query`: of the candidates, best first, the hits in search's order,
    and the readings."""
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
        passages=min(_MOST_PASSAGES, math.log10(passages)),
        lead=_lead(candidates),
        length=math.log(1 + len(query.words)),
        numberless=best.features.numberless,
    )


def _lead(candidates: Sequence[Candidate]) -> float:
    """0 where all stand in one clause."""
    best = candidates[0]
    clause = (best.document.doc_id, best.section.address)
    others = (c for c in candidates if (c.document.doc_id, c.section.address) != clause)
    other = next(others, best)
    return min(_MOST_LEAD, best.score - other.score)
