"""Search is measured by the text of a question, whatever signs it has."""

from __future__ import annotations

from dataclasses import replace

from rag.engine import Engine
from rag.evaluation import Question, retrieval_metrics

TEXTS = {"park": "公園全年開放。", "pool": "泳池夏季開放。", "hall": "禮堂供居民使用。"}


def _asked(text: str) -> list[Question]:
    return [Question("1", text, "zh", "passage", (), frozenset({"pool"}))]


def test_a_stray_quotation_mark_is_no_error() -> None:
    measured = retrieval_metrics(Engine.from_texts(TEXTS), _asked('泳池的"夏季'))
    assert measured["fused recall@1"] == 1.0


def test_each_way_of_searching_has_every_measure() -> None:
    engine = Engine.from_texts(TEXTS)
    measured = retrieval_metrics(engine, _asked("泳池何時開放?"))
    ways = {name.split()[0] for name in measured}
    assert ways == {"keywords", "encoder", "fused", "reranked"} and len(measured) == 4 * 6
    assert measured["keywords success@5"] == measured["reranked recall@1"] == 1.0
    unread = retrieval_metrics(replace(engine, reader=None), _asked("泳池何時開放?"))
    assert unread == {name: v for name, v in measured.items() if not name.startswith("reranked")}


def test_what_has_no_relevant_text_is_not_counted() -> None:
    nothing = Question("2", "火星?", "zh", "passage")
    measured = retrieval_metrics(Engine.from_texts(TEXTS), [*_asked("泳池"), nothing])
    assert measured["fused recall@1"] == 1.0
