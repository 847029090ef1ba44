"""Slips of typing are mended by words of the shelf, and only what is no word is a slip."""

from __future__ import annotations

import pytest

from rag.engine import Engine

RULES = {
    "orchard": "果園的建設應當保護環境。志願者隊伍負責修剪果樹。",
    "orchard-goals": "果園的基本目標是豐收。每戶一個水桶,一起澆水。",
}


@pytest.fixture(scope="module")
def orchard() -> Engine:
    return Engine.from_texts(RULES, reader="none")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what is the basic gaol of the orchard?", ""),
        ("what does the voluntear team do?", "what does the volunteer team do?"),
        ("who plants the enviroments?", "who plants the environments?"),
    ],
)
def test_a_slip_is_read_as_what_it_looks_like(orchard: Engine, typed: str, meant: str) -> None:
    assert orchard.searcher.parse(typed).read_as == meant


@pytest.mark.parametrize(
    "query",
    [
        "果园的健设要保护什么",  # Han is never read by sound
        "Who is Voluntear?",  # a name
        "what is a zzyzx?",
        "果园的建设",
    ],
)
def test_what_may_be_meant_is_left_as_it_is(orchard: Engine, query: str) -> None:
    assert orchard.searcher.parse(query).read_as == ""


def test_the_answer_says_how_the_question_was_read(orchard: Engine) -> None:
    mended, plain = orchard.ask("Who is a voluntear?"), orchard.ask("Who is a volunteer?")
    assert mended.evidence.read_as == "Who is a volunteer?"
    assert mended.found
    assert mended.sentences == plain.sentences
