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
        ("Compare fees with fines", ("what is fees", "what is fines")),
        ("How do fees and fines differ?", ("what is fees", "what is fines")),
        ("How is a fee different from a fine?", ("what is a fee", "what is a fine")),
        ("Compare a fee with a fine.", ("what is a fee", "what is a fine")),
        ("Compare the fee to the fine", ("what is the fee", "what is the fine")),
        ("Please compare fees against fines.", ("what is fees", "what is fines")),
        ("Fees vs. fines", ("what is fees", "what is fines")),
        ("fees versus fines?", ("what is fees", "what is fines")),
        ("How does a fee compare to a fine?", ("what is a fee", "what is a fine")),
        ("收費同罰款有什麼兩樣?", ("什么是收费", "什么是罚款")),
        ("收费和罚款差在哪?", ("什么是收费", "什么是罚款")),
        ("收费和罚款的不同体现在哪里?", ("什么是收费", "什么是罚款")),
        ("收費與罰款的異同", ("什么是收费", "什么是罚款")),
        ("收费与罚款的区别", ("什么是收费", "什么是罚款")),
        ("園長和園丁由誰任命?", None),
        ("收费和罚款的标准由哪个部门定?", None),
        ("收費和罰款哪個高?", ("收费高", "罚款高")),
        ("罚款与收费两者中哪种更常见?", ("罚款更常见", "收费更常见")),
        (
            "Compare the way to the park and the lake",
            ("what is the way to the park", "what is the lake"),
        ),
        ("收費有什麼區別?", None),
        ("Who pays fees and fines?", None),
    ],
)
def test_what_is_asked_of_each(question: str, asked: tuple[str, str] | None) -> None:
    assert asked_of_each(folded(question)) == asked
