"""The measures of answers: a share of nothing is left out."""

from __future__ import annotations

import pytest

from rag.engine import Engine
from rag.evaluation.answers import answer_metrics, ask_all
from rag.evaluation.sets import Question

TEXTS = {"garden": "公園章程\n\n第一條 公園全年開放。"}


@pytest.mark.parametrize(
    ("kind", "measured", "left_out"),
    [("none", "refused", "false_refusals"), ("span", "false_refusals", "refused")],
)
def test_refusals_are_measured_where_there_is_what_may_be_refused(
    kind: str, measured: str, left_out: str
) -> None:
    engine = Engine.from_texts(TEXTS, reader="none")
    question = Question("1", "公園何時開放?", "zh-Hant", kind, ("全年",))
    metrics = answer_metrics(engine, ask_all(engine, [question]))
    assert measured in metrics
    assert left_out not in metrics
