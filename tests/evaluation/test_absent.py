"""A shelf asked as if a document were not on it ranks nothing of it, and answers without it."""

from __future__ import annotations

from rag.engine import Engine
from rag.evaluation.absent import engine_without

TEXTS = {
    "port": "港口章程\n\n第一條 本章程所稱船位,是指港口內供船舶停靠的水域。",
    "garden": "公園章程\n\n第一條 公園全年開放。",
}


def test_a_hidden_document_defines_nothing_and_is_no_hit() -> None:
    engine = Engine.from_texts(TEXTS)
    assert engine.ask("什么是船位?").sentences[0].citations[0].doc_id == "port"
    hidden = engine_without(engine, ["port"])
    assert not hidden.ask("什么是船位?").found
    assert {hit.passage.doc_id for hit in hidden.search("船位")} == {"garden"}
