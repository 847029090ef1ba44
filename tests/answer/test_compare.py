"""A question about two things is told from one about what two things have in common."""

from __future__ import annotations

import pytest

from rag.answer.compare import asked_of_each
from rag.text import folded


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("收費和罰款有什麼區別?", ("什么是收费", "什么是罚款")),
        ("收费与罚款的不同之处是什么", ("什么是收费", "什么是罚款")),
        ("比較一下收費和罰款", ("什么是收费", "什么是罚款")),
        ("園長跟園丁分別負責什麼?", ("园长负责什么", "园丁负责什么")),
        ("What is the difference between a fee and a fine?", ("what is a fee", "what is a fine")),
        ("Compare fees with fines", None),
        ("How do fees and fines differ?", ("what is fees", "what is fines")),
        ("How is a fee different from a fine?", ("what is a fee", "what is a fine")),
        ("園長和園丁由誰任命?", None),
        ("收費有什麼區別?", None),
        ("Who pays fees and fines?", None),
    ],
)
def test_what_is_asked_of_each(question: str, asked: tuple[str, str] | None) -> None:
    assert asked_of_each(folded(question)) == asked
