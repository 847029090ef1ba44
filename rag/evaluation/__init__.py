"""Measuring answers and search on question files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rag.engine import Engine
from rag.evaluation.answers import Asked, Metrics, absence_metrics, answer_metrics, ask_all
from rag.evaluation.retrieval import retrieval_metrics
from rag.evaluation.sets import Question, QuestionSet, read_question_set

__all__ = [
    "Asked",
    "Question",
    "QuestionSet",
    "answer_metrics",
    "ask_all",
    "evaluate",
    "evaluate_file",
    "read_question_set",
    "report_text",
    "retrieval_metrics",
]

Report = dict[str, Any]


def evaluate_file(
    path: Path,
    open_engine: Callable[[], Engine],
    *,
    articles: Path | None = None,
    encoder: str | None = None,
    reader: str | None = None,
    sample: int | None = None,
) -> list[Report]:
    """A report on each question set in a file, or on `sample` of its questions.

    Sets about the indexed documents are asked of `open_engine()`; sets that bring their own texts
    get an engine in memory over them.
    """
    reports = []
    for question_set in read_question_set(path, articles):
        if question_set.texts is None:
            engine = open_engine()
        else:
            engine = Engine.from_texts(
                question_set.texts, titles=question_set.titles, encoder=encoder, reader=reader
            )
        reports.append(evaluate(engine, question_set.sampled(sample)))
    return reports


def evaluate(engine: Engine, question_set: QuestionSet) -> Report:
    """Ask and search every question of a set."""
    report: Report = {"set": question_set.name}
    if question_set.left_out:
        report["left_out"] = {"blank questions": len(question_set.left_out)}
    to_ask = [question for question in question_set.questions if question.kind != "passage"]
    if to_ask:
        asked = ask_all(engine, to_ask)
        report["answers"] = answer_metrics(engine, asked)
        languages = sorted({question.language for question in to_ask})
        if len(languages) > 1:
            report["by_language"] = {
                language: answer_metrics(
                    engine, [a for a in asked if a.question.language == language]
                )
                for language in languages
            }
        if question_set.texts is not None:
            report["unanswerable"] = absence_metrics(engine, asked)
    if any(question.relevant for question in question_set.questions):
        report["retrieval"] = dict(retrieval_metrics(engine, question_set.questions))
    return report


def report_text(report: Report) -> str:
    """A report as aligned lines."""
    lines = [f"{report['set']}"]
    for part, metrics in report.items():
        if isinstance(metrics, dict):
            lines.append(f"  {part}")
            lines += _metric_lines(metrics)
    return "\n".join(lines)


def _metric_lines(metrics: Metrics | dict[str, Metrics]) -> list[str]:
    lines = []
    for name, value in metrics.items():
        if isinstance(value, dict):
            lines += [f"    {name}", *(f"  {line}" for line in _metric_lines(value))]
        else:
            shown = f"{value:.4f}" if isinstance(value, float) else str(value)
            lines.append(f"    {name:<22} {shown}")
    return lines
