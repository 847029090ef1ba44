"""The best passages are compared with the question word by word."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rag.corpus import parse_text
from rag.encode import TokenVectors
from rag.engine import Engine
from rag.index import build_in_memory
from rag.search.late import COMPARED, lifted, nearness
from tests.fakes import HashEncoder


def tokens(*vectors: tuple[float, float], weights: tuple[float, ...] = ()) -> TokenVectors:
    units = np.array(vectors, dtype=np.float32).reshape(-1, 2)
    return TokenVectors(units, np.array(weights or [1.0] * len(vectors), dtype=np.float32))


def test_each_word_of_the_question_counts_by_the_nearest_of_the_passage() -> None:
    question = tokens((1, 0), (0, 1), weights=(3, 1))
    assert nearness(question, tokens((1, 0), (-1, 0))) == pytest.approx(0.75)
    assert nearness(question, tokens((0.6, 0.8))) == pytest.approx((3 * 0.6 + 0.8) / 4)
    assert nearness(question, tokens((-1, 0), (0, -1))) == 0.0
    assert nearness(question, tokens()) == nearness(tokens(), question) == 0.0


def test_the_nearest_gains_by_its_worth_and_what_was_not_compared_nothing() -> None:
    found, near = [(1, 2.0), (2, 1.9), (3, 1.8)], {1: 0.2, 2: 0.6}
    assert lifted(found, near, lambda row: 1.0)[0] == (2, pytest.approx(0.95 + 0.3))
    assert lifted(found, near, lambda row: 0.1)[0] == (1, 1.0)
    assert lifted(found, near, lambda row: 1.0)[2] == (3, pytest.approx(0.9))
    assert lifted(found, {1: 0.4, 2: 0.4}, lambda row: 1.0)[0] == (1, 1.0)
    assert lifted([], {}, lambda row: 1.0) == []


TEXTS = {str(n): f"第{n}戶居民繳納公寓的管理費。" for n in range(COMPARED + 15)}


def test_what_is_compared_stays_first_and_a_shorter_list_is_the_start_of_a_longer() -> None:
    engine = Engine.from_texts(TEXTS, reader="none")
    query = engine.searcher.parse("誰繳管理費")
    long = engine.searcher.search(query, len(TEXTS))
    assert len(long) == len(TEXTS)
    assert [hit.score for hit in long] == sorted((hit.score for hit in long), reverse=True)
    assert engine.searcher.search(query, 3) == long[:3]
    assert all(hit.why.nearness for hit in long[:COMPARED])
    assert all(hit.why.nearness is None for hit in long[COMPARED:])


def test_one_ranking_alone_is_left_as_it_is() -> None:
    few = {"fee": TEXTS["0"], "dogs": "居民可以養狗。"}
    engine = Engine.from_texts(few, reader="none")
    query = engine.searcher.parse("誰繳管理費")
    alone = replace(engine.searcher, dense_weights={"zh": 0.0, "en": 0.0})
    assert max(hit.score for hit in alone.search(query)) == pytest.approx(1.0)
    assert max(hit.score for hit in engine.searcher.search(query)) > 1.0


def test_an_encoder_without_tokens_does_without() -> None:
    encoder = HashEncoder()
    store = build_in_memory([parse_text(name, text) for name, text in TEXTS.items()], encoder)
    engine = Engine.over(store, encoder)
    hits = engine.searcher.search(engine.searcher.parse("誰繳管理費"))
    assert len(hits) == 10 and hits[0].score <= 1.0
