"""How good the answers are: hits, complete lists, refusals, exact citations, both scripts alike."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.answer import is_exact
from rag.engine import Engine
from rag.evaluation.absent import engine_without
from rag.evaluation.measures import area_under_curve, exact_match, f1, overlap_f1
from rag.evaluation.sets import Question
from rag.text import folded, render_simplified, render_traditional
from rag.types import Answer

Metrics = dict[str, float | int | str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its answer, and the answer to the same question in the other script."""

    question: Question
    answer: Answer
    twin: Answer


def ask_all(engine: Engine, questions: Iterable[Question]) -> list[Asked]:
    """Ask every question twice: as written, and converted to the other script."""
    return [
        Asked(question, engine.ask(question.text), engine.ask(other_script(question.text)))
        for question in questions
    ]


def other_script(text: str) -> str:
    """Simplified text in Traditional, anything else in Simplified."""
    simplified = render_simplified(text)
    return simplified if simplified != text else render_traditional(text)


def answer_metrics(engine: Engine, asked: Sequence[Asked]) -> Metrics:
    """The measures over a set of answers; a share of nothing is left out."""
    answerable = [a for a in asked if a.question.kind in ("span", "definition")]
    lists = [a for a in asked if a.question.kind == "list"]
    to_answer = [*answerable, *lists]
    refusable = [a for a in asked if a.question.kind == "none"]
    metrics: Metrics = {"questions": len(asked)}
    if answerable:
        metrics["answer_hit"] = _share(map(has_answer, answerable))
    if spans := [a for a in asked if a.question.kind == "span"]:
        metrics["exact_match"] = _mean(
            exact_match(said(a.answer), a.question.answers) for a in spans
        )
        metrics["f1"] = _mean(overlap_f1(said(a.answer), a.question.answers) for a in spans)
    if known := [a for a in asked if a.question.relevant]:
        metrics["first_hit"] = _share(
            {hit.passage.doc_id for hit in a.answer.hits[:1]} <= a.question.relevant for a in known
        )
    if lists:
        metrics["list_complete"] = _share(map(has_every_answer, lists))
    if refusable:
        metrics["refused"] = _share(not a.answer.found for a in refusable)
        false_refusals = sum(not a.answer.found for a in to_answer)
        refused = sum(not a.answer.found for a in refusable)
        metrics["refusal_f1"] = f1(refused, false_refusals, len(refusable) - refused)
    if to_answer:
        metrics["false_refusals"] = _share(not a.answer.found for a in to_answer)
    metrics["citation_exact"] = _share(is_proved(engine, a.answer) for a in asked)
    metrics["script_invariance"] = _share(map(is_script_blind, asked))
    metrics["median_seconds"] = statistics.median(a.answer.seconds for a in asked)
    return metrics


def said(answer: Answer) -> str:
    """The words that answer: those that the reader marked, else all that is quoted."""
    for sentence in answer.sentences:
        if sentence.answer_span is not None:
            start = sentence.citations[0].span.start
            return sentence.answer_span.shifted(-start).of(sentence.text)
    return "".join(sentence.text for sentence in answer.sentences)


def absence_metrics(engine: Engine, asked: Sequence[Asked]) -> Metrics:
    """Each question asked again where the text that answers it cannot be found.

    `refused` is the share that is refused then, `auc` how often the confidence in an answer is
    greater with the text than without it.
    """
    known = [a for a in asked if a.question.relevant]
    without = [engine_without(engine, a.question.relevant).ask(a.question.text) for a in known]
    return {
        "questions": len(known),
        "refused": _share(not answer.found for answer in without),
        "auc": area_under_curve(
            [a.answer.evidence.confidence for a in known],
            [answer.evidence.confidence for answer in without],
        ),
    }


def has_answer(asked: Asked) -> bool:
    """True if a quoted sentence contains one of the gold strings, both folded alike."""
    quoted = _quoted(asked.answer)
    return any(folded(gold) in quoted for gold in asked.question.answers)


def has_every_answer(asked: Asked) -> bool:
    """True if every gold string is in a quoted sentence."""
    quoted = _quoted(asked.answer)
    return all(folded(gold) in quoted for gold in asked.question.answers)


def is_proved(engine: Engine, answer: Answer) -> bool:
    """True if each sentence is the text at each of its citations, to the last code point."""
    return all(
        sentence.text == citation.quote
        and is_exact(citation.quote, citation.span, engine.document(citation.doc_id).text)
        for sentence in answer.sentences
        for citation in (*sentence.citations,)
    ) and all(sentence.citations for sentence in answer.sentences)


def is_script_blind(asked: Asked) -> bool:
    """True if both scripts gave the same sentences and the same hits in the same order."""
    one, other = asked.answer, asked.twin
    return (
        one.found == other.found
        and one.sentences == other.sentences
        and [h.passage for h in one.hits] == [h.passage for h in other.hits]
    )


def _quoted(answer: Answer) -> str:
    return "\n".join(folded(sentence.text) for sentence in answer.sentences)


def _share(claims: Iterable[bool]) -> float:
    return _mean(map(float, claims))


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return statistics.fmean(found) if found else 0.0
