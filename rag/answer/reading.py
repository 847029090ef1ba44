"""What the reader found in the best hits, for the choice of the answering sentence."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rag.answer.echo import is_echo
from rag.answer.excerpts import Excerpt
from rag.encode import Reader, Reading, ReadSpan
from rag.text import Span, folded
from rag.types import AnswerKind, Hit, Passage, Query

# What a sure reader adds to a hit's score, where the best hit has 1: chosen by
# `python -m training.calibrate`.
_READING_WEIGHT = 0.4

# How much shorter words are preferred as the answer, for what is answered in few: see
# `Reader.read`. Chosen by exact matches on held-out training questions; a definition is whole.
_BREVITY = 0.5
_IN_FEW_WORDS = (AnswerKind.FACT, AnswerKind.YES_NO)

# What words are taken down by that only repeat the question, in the units of a reader's score.
_ECHO_PENALTY = 4.0

_STOPS = frozenset("，。、；：？！,.;:?!")
_OPENED_BY = {
    "」": "「",
    "』": "『",
    "》": "《",
    "〉": "〈",
    "”": "“",
    "’": "‘",
    "）": "（",
    ")": "(",
}
_CLOSED_BY = {opener: closer for closer, opener in _OPENED_BY.items()}


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """The likeliest answering words in one sentence: `span` in the cited text of `doc_id`.

    `likelihood` is their share among all sentences that were read (0 to 1). `is_echo` says that
    they only repeat the question.
    """

    doc_id: str
    span: Span
    likelihood: float
    is_echo: bool = False


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read: `verdicts` are the log-odds that each hit answers, in the hits' order.

    Both are empty where nothing was read; `is_cut_off` is True if there was no time to.
    """

    answers: tuple[ReadAnswer, ...] = ()
    verdicts: tuple[float, ...] = ()
    is_cut_off: bool = False

    def best_in(self, doc_id: str, span: Span) -> ReadAnswer | None:
        """The likeliest answer that stands within a span of a document."""
        inside = [a for a in self.answers if a.doc_id == doc_id and span.contains(a.span)]
        return max(inside, key=lambda a: (a.likelihood, -a.span.start), default=None)


NOTHING_READ = Readings()


def reranked(hits: Sequence[Hit], readings: Readings) -> tuple[Hit, ...]:
    """The hits by their scores (the best is 1) and by how likely the reader finds that they answer.

    Hits that were not read keep their score.
    """
    if not readings.verdicts:
        return tuple(hits)
    best = max(hit.score for hit in hits) or 1.0
    unread = (None,) * (len(hits) - len(readings.verdicts))
    scored = [
        _scored(hit, best, verdict)
        for hit, verdict in zip(hits, (*readings.verdicts, *unread), strict=True)
    ]
    scored.sort(key=lambda hit: (-hit.score, hit.rank))
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(scored, start=1))


def _scored(hit: Hit, best: float, verdict: float | None) -> Hit:
    if verdict is None:
        return replace(hit, score=hit.score / best)
    likely = probability(verdict)
    score = hit.score / best + _READING_WEIGHT * likely
    return replace(hit, score=score, why=replace(hit.why, likelihood=likely))


def probability(log_odds: float) -> float:
    """Log-odds as a probability, 0 to 1.

    >>> probability(0.0), probability(float("-inf")) < 1e-20
    (0.5, True)
    """
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, log_odds))))


def read(
    reader: Reader,
    query: Query,
    hits: Sequence[Hit],
    excerpts: Sequence[Excerpt],
    *,
    kind: AnswerKind = AnswerKind.FACT,
    deadline_seconds: float | None = None,
) -> Readings:
    """The readings of excerpts of the hits; of none, if they take longer than `deadline_seconds`.

    What answers a question of its `kind` in few words is marked in few.

    All or nothing: an answer that rests on a half-read list would depend on the machine's load.
    """
    started = time.perf_counter()
    readings = []
    brevity = _BREVITY if kind in _IN_FEW_WORDS else 0.0
    for reading in _readings(reader, query, excerpts, brevity):
        passed = time.perf_counter() - started
        if deadline_seconds is not None and passed > deadline_seconds:
            return Readings(is_cut_off=True)
        readings.append(reading)
    scored = [
        _scored_answer(query, kind, excerpt, hits[excerpt.rank - 1].passage, found)
        for excerpt, reading in zip(excerpts, readings, strict=True)
        for found in reading.spans
        if found.span.start >= len(excerpt.opening)
    ]
    return Readings(_shares(scored), _verdicts(excerpts, readings))


def _scored_answer(
    query: Query, kind: AnswerKind, excerpt: Excerpt, passage: Passage, found: ReadSpan
) -> tuple[float, ReadAnswer]:
    """What was marked in an excerpt with its score, less so if it only repeats the question."""
    span = bare(excerpt.text, found.span.shifted(-len(excerpt.opening)))
    repeats = kind is not AnswerKind.YES_NO and is_echo(query, folded(span.of(excerpt.text)))
    place = span.shifted(passage.span.start + excerpt.span.start)
    answer = ReadAnswer(passage.doc_id, place, 0.0, is_echo=repeats)
    return found.score - _ECHO_PENALTY * repeats, answer


def _shares(scored: Sequence[tuple[float, ReadAnswer]]) -> tuple[ReadAnswer, ...]:
    """The answers, each with its likelihood beside all the others (a softmax of the scores)."""
    best = max((score for score, _ in scored), default=0.0)
    total = sum(math.exp(score - best) for score, _ in scored)
    return tuple(
        replace(answer, likelihood=math.exp(score - best) / total) for score, answer in scored
    )


def _verdicts(excerpts: Sequence[Excerpt], readings: Sequence[Reading]) -> tuple[float, ...]:
    """For each hit that was read, the best verdict on its excerpts, in the hits' order."""
    verdicts: dict[int, float] = {}
    for excerpt, reading in zip(excerpts, readings, strict=True):
        known = verdicts.get(excerpt.rank, float("-inf"))
        verdicts[excerpt.rank] = max(reading.answerability, known)
    return tuple(verdicts[rank] for rank in sorted(verdicts))


def _readings(
    reader: Reader, query: Query, excerpts: Sequence[Excerpt], brevity: float
) -> Iterator[Reading]:
    """A reading of each excerpt, asked in its own words where the question has everyday ones."""
    for asked, group in groupby(excerpts, lambda excerpt: _in_words_of(query, excerpt.read_as)):
        texts = [excerpt.read_as for excerpt in group]
        yield from reader.read(asked, texts, brevity=brevity)


def _in_words_of(query: Query, text: str) -> Query:
    """The query with words that a text lacks as the official ones that it has for them.

    A reader that has learnt from encyclopedias does not know that who 开车 does 驾驶. Of several
    the longest tells most.
    """
    if query.language != "zh":
        return query
    view = folded(text)
    asked = query.folded
    for word in query.words:
        here = [other for other, _ in word.alternatives if other in view]
        if here and word.text not in view:
            asked = asked.replace(word.text, max(here, key=len))
    return replace(query, folded=asked)


def bare(text: str, span: Span) -> Span:
    """The span without stops at its ends, and without a bracket there that has no partner in it.

    >>> bare("他寫了《史記》。", Span(3, 8)).of("他寫了《史記》。")
    '《史記》'
    >>> bare("他寫了《史記》。", Span(4, 8)).of("他寫了《史記》。")
    '史記'
    """
    start, end = span.start, span.end
    while start < end and _is_edge(text[start], text[start + 1 : end], _CLOSED_BY):
        start += 1
    while start < end and _is_edge(text[end - 1], text[start : end - 1], _OPENED_BY):
        end -= 1
    return Span(start, end) if start < end else span


def _is_edge(character: str, rest: str, partners: Mapping[str, str]) -> bool:
    """True for a stop, and for a bracket whose partner cannot stand, or does not, in `rest`."""
    if character in _STOPS or character.isspace():
        return True
    if character in partners:
        return partners[character] not in rest
    return character in _CLOSED_BY or character in _OPENED_BY
