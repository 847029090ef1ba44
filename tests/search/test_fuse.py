"""Two rankings fused: scores, not ranks, and nothing for not having been read so far down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.search.fuse import Ranking, fuse


def scores(keyword: Ranking, dense: Ranking, weight: float, depth: int) -> dict[int, float]:
    return dict(fuse(keyword, dense, weight, lambda row: 1.0, depth=depth))


def test_a_clear_lead_counts_for_more_than_a_rank() -> None:
    found = scores([(1, 9.0), (2, 3.0)], [(2, 0.9), (1, 0.8)], 0.25, depth=10)
    assert found[1] == pytest.approx(0.75 + 0.25 * 0.8 / 0.9)
    assert found[2] == pytest.approx(0.75 / 3 + 0.25)


def test_what_a_full_ranking_lacks_scores_as_its_last_and_what_a_short_one_lacks_nothing() -> None:
    keyword, dense = [(1, 8.0), (2, 4.0)], [(3, 0.9), (1, 0.5)]
    full = scores(keyword, dense, 0.5, depth=2)
    assert full == {1: pytest.approx(0.5), 2: pytest.approx(0.25), 3: pytest.approx(0.75)}
    short = scores(keyword, dense, 0.5, depth=3)
    assert short[3] == pytest.approx(0.5) and short[2] == pytest.approx(0.25)


def test_worth_is_multiplied_and_ties_go_by_row() -> None:
    order = fuse([(5, 1.0), (4, 1.0), (3, 1.0)], [], 0.2, lambda row: 0.5 + (row == 3), depth=9)
    assert [row for row, _ in order] == [3, 4, 5]
    assert fuse([], [], 0.2, lambda row: 1.0, depth=9) == []


RANKINGS = st.dictionaries(st.integers(0, 30), st.floats(-1, 1), max_size=12).map(
    lambda found: sorted(found.items(), key=lambda item: -item[1])
)


@given(RANKINGS, RANKINGS, st.floats(0, 1), st.integers(1, 12))
def test_every_row_scores_between_nothing_and_one(
    keyword: Ranking, dense: Ranking, weight: float, depth: int
) -> None:
    found = scores(keyword, dense, weight, depth)
    assert found.keys() == dict(keyword).keys() | dict(dense).keys()
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in found.values())
