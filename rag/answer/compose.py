"""A question in, an answer out: every sentence verbatim and proved, or a refusal with evidence."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from rag.answer.candidates import Quoted, section_at
from rag.answer.choose import Choice, choose, told_outright
from rag.answer.compare import asked_of_each
from rag.answer.excerpts import excerpts
from rag.answer.identity import answer_id
from rag.answer.kind import Wanted, wanted
from rag.answer.marks import answering_words
from rag.answer.navigation import clauses_asked
from rag.answer.penalties import penalties_asked
from rag.answer.reading import NOTHING_READ, read, reranked
from rag.answer.verify import cite
from rag.encode import Reader
from rag.refusals import Refusal, TooUnsure, WordsAbsent
from rag.search import Searcher, as_typed, check_question
from rag.types import (
    Answer,
    AnswerKind,
    AnswerSentence,
    Evidence,
    Hit,
    Passage,
    Query,
    TermEvidence,
)

# Answers are looked for in this many hits; refusals show the first few as related.
_HITS_SEARCHED = 20
_HITS_SHOWN = 5


def answer(
    searcher: Searcher,
    question: str,
    reader: Reader | None = None,
    *,
    deadline_seconds: float | None = None,
) -> Answer:
    """The answer to `question` from the indexed texts; QueryError if it is no question.

    The `reader`, if any, reads the best hits; if that takes longer than `deadline_seconds`, the
    answer stands as search ranked it, and its evidence says so.
    `Answer.found` is False when the texts do not answer: a value, not an error.
    """
    started = time.perf_counter()
    check_question(question)
    query = searcher.parse(question)
    if (choice := clauses_asked(searcher, question)) is not None:
        found = _Found(Wanted(AnswerKind.NAVIGATION), choice)
        evidence = Evidence((), choice.coverage, choice.refusal)
    else:
        found = _found_in_time(searcher, query, reader, deadline_seconds)
        choice = found.choice
        evidence = _evidence(searcher, query, choice, is_unread=found.is_unread)
    sentences = tuple(_sentence(quoted, query, found.want, choice.kind) for quoted in choice.quoted)
    return Answer(
        question=question,
        found=bool(sentences),
        kind=choice.kind,
        sentences=sentences,
        hits=found.hits[:_HITS_SHOWN],
        evidence=evidence,
        answer_id=answer_id(searcher, question, reader, is_unread=evidence.is_unread),
        seconds=time.perf_counter() - started,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What was wanted, what answers, and the hits as they are shown."""

    want: Wanted
    choice: Choice
    hits: tuple[Hit, ...] = ()
    is_unread: bool = False


def _found_in_time(
    searcher: Searcher, query: Query, reader: Reader | None, deadline_seconds: float | None
) -> _Found:
    """What answers; a question that is not told of both its things is read as one in the time that
    is left."""
    started = time.perf_counter()
    found = _of_each(searcher, query, reader, deadline_seconds)
    if found is not None:
        return found
    if deadline_seconds is not None:
        deadline_seconds = max(0.0, deadline_seconds - (time.perf_counter() - started))
    return _found(searcher, query, reader, deadline_seconds)


def _found(
    searcher: Searcher, query: Query, reader: Reader | None, deadline_seconds: float | None
) -> _Found:
    want = wanted(query)
    hits = searcher.search(query, _HITS_SEARCHED)
    if (told := told_outright(searcher, query, want)) is not None:
        return _Found(want, told, tuple(hits))
    matcher = searcher.matcher(query)
    asked = penalties_asked(searcher, matcher, want)
    hits = asked.beside_rules(hits) if asked else hits
    readings = NOTHING_READ
    if reader:
        parts = excerpts(hits, matcher)
        wait = deadline_seconds
        readings = read(reader, query, hits, parts, kind=want.kind, deadline_seconds=wait)
    choice = choose(searcher, matcher, hits, want, readings, asked)
    return _Found(want, choice, reranked(hits, readings), readings.is_cut_off)


def _of_each(
    searcher: Searcher, query: Query, reader: Reader | None, deadline_seconds: float | None
) -> _Found | None:
    """What answers of each of the two things that a question is about; None if it is about one, or
    if the texts do not tell both."""
    asked = asked_of_each(query.folded)
    if asked is None:
        return None
    wait = None if deadline_seconds is None else deadline_seconds / len(asked)
    one, other = (_found(searcher, searcher.parse(part), reader, wait) for part in asked)
    if not (one.choice.quoted and other.choice.quoted) or _is_same(one.choice, other.choice):
        return None
    quoted = (*_with_its_name(searcher, one.choice), *_with_its_name(searcher, other.choice))
    choice = Choice(
        AnswerKind.DEFINITION,
        tuple(dict.fromkeys(quoted)),
        min(one.choice.coverage, other.choice.coverage),
        confidence=min(one.choice.confidence, other.choice.confidence),
    )
    is_unread = one.is_unread or other.is_unread
    return _Found(one.want, choice, _in_turn(one.hits, other.hits), is_unread)


def _in_turn(one: Sequence[Hit], other: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits of two searches by turns, each passage once, with its rank among all of them."""
    passages: dict[Passage, Hit] = {}
    for hit in filter(None, chain.from_iterable(zip_longest(one, other))):
        passages.setdefault(hit.passage, hit)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(passages.values(), start=1))


def _is_same(one: Choice, other: Choice) -> bool:
    spans = [{(q.document.doc_id, q.span) for q in choice.quoted} for choice in (one, other)]
    return spans[0] == spans[1]


def _with_its_name(searcher: Searcher, choice: Choice) -> tuple[Quoted, ...]:
    """What answers, a list under the heading that names it."""
    first = choice.quoted[0]
    if choice.kind is not AnswerKind.LIST or not first.section.parent:
        return choice.quoted
    above = section_at(searcher, first.document.doc_id, first.section.parent)
    if not above.heading_span:
        return choice.quoted
    return Quoted(first.document, above, above.heading_span), *choice.quoted


def _sentence(quoted: Quoted, query: Query, want: Wanted, kind: AnswerKind) -> AnswerSentence:
    citation = cite(quoted.document, quoted.section.address, quoted.section.heading, quoted.span)
    marks = () if kind is AnswerKind.LIST else answering_words(query, want, citation.quote)
    found = tuple(mark.shifted(quoted.span.start) for mark in marks)
    return AnswerSentence(
        text=citation.quote,
        citations=(citation,),
        marks=found or ((quoted.answer,) if quoted.answer else ()),
        answer_span=quoted.answer,
    )


def _evidence(searcher: Searcher, query: Query, choice: Choice, *, is_unread: bool) -> Evidence:
    typed = as_typed(query.text, [word.text for word in query.words])
    terms = [
        TermEvidence(
            term=written,
            passages=searcher.frequency(word),
            translations=tuple(term for term, _ in word.alternatives[1:]),
        )
        for word, written in zip(query.words, typed, strict=True)
    ]
    refusal = None if choice.quoted else choice.refusal or _refusal(terms, choice.coverage)
    return Evidence(
        tuple(terms),
        round(choice.coverage, 4),
        refusal,
        query.read_as,
        confidence=round(choice.confidence, 4),
        is_unread=is_unread,
    )


def _refusal(terms: Sequence[TermEvidence], covered: float) -> Refusal:
    absent = tuple(term.term for term in terms if term.passages == 0)
    return WordsAbsent(absent) if absent else TooUnsure(covered)
