"""What is left of the answers that people marked, on examples of our own."""

from __future__ import annotations

import pytest

from rag.text import Span
from training.short_answers import short_answer


@pytest.mark.parametrize(
    ("question", "answer", "short"),
    [
        ("圖書館何時落成?", "圖書館於1987年3月落成。", "1987年3月"),
        ("书院建于哪一年?", "乾隆三十六年（1771年）", "1771年"),
        ("书院何时扩建?", "乾隆三十六年", "乾隆三十六年"),
        ("展览在何时何地举行?", "1990年在桂林举行。", "1990年在桂林举行"),
        ("工期从何时到何时?", "1990年动工，1994年完工", "1990年动工，1994年完工"),
        ("開放了多久?", "開放約三個月。", "三個月"),
        ("藏书有多少?", "第17册", "第17册"),
        ("館長是誰?", "館長是陳先生。", "陳先生"),
        ("图书馆在哪里?", "位于旧城", "旧城"),
        ("馆名由何而来?", "在旧城的居民中，多数人这样称呼它", "在旧城的居民中，多数人这样称呼它"),
        ("为什么关闭?", "因为大雨。", "因为大雨"),
        ("谁?", "。", "。"),
    ],
)
def test_an_answer_is_what_is_asked_for(question: str, answer: str, short: str) -> None:
    text = f"前文。{answer}後文。"
    span = short_answer(question, text, Span(3, 3 + len(answer)))
    assert span.of(text) == short
