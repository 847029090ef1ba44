"""A sentence's score: a weighted sum, and the run of characters that it shares with a question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answer.sentence_score import NO_FEATURES, WEIGHTS, longest_run, sentence_score


@pytest.mark.parametrize(
    ("question", "text", "share"),
    [
        ("社区建设", "加强社区建设", 1.0),
        ("社区建设", "社区的建设", 0.5),
        ("社区建设", "学校", 0.0),
        ("abcd", "xbcx", 0.5),
        ("", "社区", 0.0),
    ],
)
def test_the_longest_run_is_a_share_of_the_question(question: str, text: str, share: float) -> None:
    assert longest_run(question, text) == share


def test_nothing_known_scores_nothing() -> None:
    assert sentence_score(NO_FEATURES) == 0.0


def test_each_fact_counts_by_its_weight() -> None:
    both = replace(NO_FEATURES, apart=0.5, hit=1.0)
    assert sentence_score(both) == pytest.approx(0.5 * WEIGHTS.apart + WEIGHTS.hit)


def test_a_sentence_without_the_number_asked_for_is_less_likely() -> None:
    assert sentence_score(replace(NO_FEATURES, numberless=1.0)) < 0
