"""The words that answer are told by the question's form, in Chinese and in English."""

from __future__ import annotations

import pytest

from rag.answer.kind import wanted
from rag.answer.marks import answering_words
from rag.encode import bundled_lexicon
from rag.search import parse_query

SENTENCE = "公園以植樹為重點,以保護環境為宗旨,把愛護草木作為管理的出發點。"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("公園的重點是什麼?", ["植樹"]),
        ("公园的宗旨是什么?", ["保護環境"]),
        ("What is the purpose of the park?", ["保護環境"]),
        ("What is the starting point of its management?", ["愛護草木"]),
        ("What should be the focus of the park?", ["植樹"]),
        ("What is the height of the park?", []),
        ("公園以什麼為重點?", ["植樹"]),
    ],
)
def test_what_fills_the_blank(question: str, words: list[str]) -> None:
    query = parse_query(question, bundled_lexicon())
    found = answering_words(query, wanted(query), SENTENCE)
    assert [span.of(SENTENCE) for span in found] == words
