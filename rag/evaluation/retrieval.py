"""How good the search is: by keywords alone, by the encoder alone, fused, and read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.engine import Engine
from rag.evaluation.measures import ndcg_at, recall_at, reciprocal_rank_at, success_at
from rag.evaluation.sets import Question
from rag.search import Rerank, Searcher
from rag.types import Hit

# The encoder's share in each way of searching; None is the share that the product uses.
WAYS = {"keywords": 0.0, "encoder": 1.0, "fused": None}


def retrieval_metrics(engine: Engine, questions: Sequence[Question]) -> dict[str, float]:
    """Recall at 1, 10 and 100, success@5, MRR@10 and nDCG@10 of each way, by text found.

    With a reader, also of what is fused and then read ("reranked").
    """
    asked = [question for question in questions if question.relevant]
    ways = {way: _measures(_with_share(engine.searcher, s), asked) for way, s in WAYS.items()}
    if engine.reader:
        ways["reranked"] = _measures(engine.searcher, asked, engine.reranker())
    return {f"{way} {name}": value for way, found in ways.items() for name, value in found.items()}


def _with_share(searcher: Searcher, share: float | None) -> Searcher:
    if share is None:
        return searcher
    return replace(searcher, dense_weights={"zh": share, "en": share})


def _measures(
    searcher: Searcher, questions: Sequence[Question], rerank: Rerank | None = None
) -> dict[str, float]:
    names = ("recall@1", "recall@10", "recall@100", "success@5", "mrr@10", "ndcg@10")
    totals = dict.fromkeys(names, 0.0)
    for question in questions:
        # Not `engine.search`: a sentence with a stray quotation mark is no query in its language.
        query = searcher.parse(question.text)
        hits: Sequence[Hit] = searcher.search(query, 100)
        ranked = _texts(rerank(query, hits) if rerank and hits else hits)
        for k in (1, 10, 100):
            totals[f"recall@{k}"] += recall_at(k, ranked, question.relevant)
        totals["success@5"] += success_at(5, ranked, question.relevant)
        totals["mrr@10"] += reciprocal_rank_at(10, ranked, question.relevant)
        totals["ndcg@10"] += ndcg_at(10, ranked, question.relevant)
    return {measure: total / len(questions) for measure, total in totals.items()}


def _texts(hits: Iterable[Hit]) -> list[str]:
    """The texts that hits are in, each once, in order."""
    return list(dict.fromkeys(hit.passage.doc_id for hit in hits))
