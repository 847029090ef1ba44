"""How much vectors count beside keywords: the more, the less of the question the keywords found."""

from __future__ import annotations

from dataclasses import replace

from rag.engine import Engine

TEXTS = {"tax": "納稅人應當按期申報納稅。", "school": "學校應當設置圖書館。"}


def share(engine: Engine, question: str) -> float:
    query = engine.searcher.parse(question)
    keyword = engine.searcher.store.keywords({word.text: 1.0 for word in query.words}, 10)
    return engine.searcher._dense_share(query, keyword)


def test_vectors_count_more_where_the_best_passage_holds_less_of_the_question() -> None:
    engine = Engine.from_texts(TEXTS)
    whole = share(engine, "按期申報納稅")
    part = share(engine, "按期申報納稅的企業家住在火星")
    assert whole < part < 1.0
    assert abs(whole - engine.searcher.dense_weights["zh"]) < 0.02


def test_without_any_keyword_the_weight_stands_as_it_is() -> None:
    engine = Engine.from_texts(TEXTS)
    query = engine.searcher.parse("圖書館")
    assert engine.searcher._dense_share(query, ()) == engine.searcher.dense_weights["zh"]


def test_a_share_of_none_or_all_is_kept() -> None:
    engine = Engine.from_texts(TEXTS)
    for extreme in (0.0, 1.0):
        fixed = Engine(replace(engine.searcher, dense_weights={"zh": extreme, "en": extreme}))
        assert share(fixed, "納稅的火星人") == extreme
