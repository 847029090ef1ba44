"""The English of the questions that `english_questions` translated."""

from __future__ import annotations

from rag.text import is_han
from training.data import WORK, kept_records

ENGLISH = WORK / "english_questions.jsonl"
# Of a translation's characters, so many may be Chinese: a name that the model does not know.
_MOST_HAN = 0.15


def translations() -> dict[str, str]:
    """What was said for each question; nothing before the first run."""
    return {record["zh"]: record["en"] for record in kept_records(ENGLISH)}


def english_questions() -> dict[str, str]:
    """The English of each question whose translation is English."""
    return {zh: en for zh, en in translations().items() if is_english(en)}


def is_english(question: str) -> bool:
    """False for a translation that stayed Chinese.

    >>> is_english("Which river flows past 渚口?"), is_english("岬太郎的搭档是谁?")
    (True, False)
    """
    return sum(map(is_han, question)) < _MOST_HAN * len(question)
