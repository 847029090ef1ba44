"""The measures, against examples worked by hand."""

from __future__ import annotations

from math import isclose, log2

import pytest

from rag.evaluation.measures import f1, ndcg_at, recall_at, reciprocal_rank_at, success_at

RANKED = ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("k", "relevant", "expected"),
    [(1, {"a"}, 1.0), (1, {"b"}, 0.0), (3, {"b", "d"}, 0.5), (4, {"b", "d"}, 1.0), (4, {"x"}, 0.0)],
)
def test_recall_is_the_share_of_the_relevant(k: int, relevant: set[str], expected: float) -> None:
    assert recall_at(k, RANKED, frozenset(relevant)) == expected


@pytest.mark.parametrize(
    ("k", "relevant", "expected"),
    [(1, {"a", "d"}, 1.0), (3, {"d"}, 0.0), (4, {"d", "x"}, 1.0), (4, set(), 0.0)],
)
def test_one_of_the_relevant_is_success(k: int, relevant: set[str], expected: float) -> None:
    assert success_at(k, RANKED, relevant) == expected


@pytest.mark.parametrize(("relevant", "expected"), [("a", 1.0), ("c", 1 / 3), ("x", 0.0)])
def test_reciprocal_rank_is_that_of_the_first_relevant(relevant: str, expected: float) -> None:
    assert reciprocal_rank_at(10, RANKED, frozenset({relevant})) == expected


def test_reciprocal_rank_looks_no_further_than_k() -> None:
    assert reciprocal_rank_at(2, RANKED, frozenset({"c"})) == 0.0


def test_ndcg_divides_by_the_best_order() -> None:
    # Found at ranks 1 and 3; the best order has them at 1 and 2.
    expected = (1 + 1 / log2(4)) / (1 + 1 / log2(3))
    assert isclose(ndcg_at(10, RANKED, frozenset({"a", "c"})), expected)


def test_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    # 6 right, 2 wrongly claimed, 4 missed: precision .75, recall .6.
    assert isclose(f1(6, 2, 4), 2 * 0.75 * 0.6 / (0.75 + 0.6))
    assert f1(0, 0, 0) == 1.0
