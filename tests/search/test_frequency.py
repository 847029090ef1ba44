"""In how many passages a word of the question stands, as a refusal says it."""

from __future__ import annotations

import pytest

from rag.engine import Engine
from rag.text import folded

TEXTS = {"a": "居民委員會由五人組成。", "b": "以人為本,服務居民。", "c": "道路由市政府維修。"}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.from_texts(TEXTS, reader="none")


@pytest.mark.parametrize("term", ["人", "路", "民", "居民", "市政府", "委员会由", "桌", "桌子"])
def test_a_word_is_counted_where_it_stands_also_inside_longer_words(
    engine: Engine, term: str
) -> None:
    holding = sum(term in folded(text) for text in TEXTS.values())
    assert engine.searcher.term_frequency(term) == holding


def test_a_refusal_does_not_call_absent_what_is_there(engine: Engine) -> None:
    answer = engine.ask("人要走多少路?")
    counts = {term.term: term.passages for term in answer.evidence.terms}
    assert counts["人"] == 2 and counts["路"] == 1
    assert not answer.found and answer.evidence.reason == "nowhere in the texts: 走"
