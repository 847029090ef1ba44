"""What a question asks for is read off its words, in either script and in English."""

from __future__ import annotations

import pytest

from rag.answer.kind import Wanted, wanted
from rag.answer.marks import has_quantity
from rag.encode import Lexicon
from rag.search import parse_query
from rag.types import AnswerKind

LEXICON = Lexicon.from_entries({"households": "户 80 家庭 20"})


def want(question: str) -> Wanted:
    return wanted(parse_query(question, LEXICON))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("本法有哪些原則?", AnswerKind.LIST),
        ("列舉三項任務", AnswerKind.LIST),
        ("目标分为几类?", AnswerKind.LIST),
        ("What are the duties of the council?", AnswerKind.LIST),
        ("What duties does the council have?", AnswerKind.LIST),
        ("議事分為幾點?", AnswerKind.LIST),
        ("幾點原則?", AnswerKind.LIST),
        ("辦公室幾點開門?", AnswerKind.FACT),
        ("List the duties.", AnswerKind.LIST),
        ("什麼是自治?", AnswerKind.DEFINITION),
        ("何谓公共利益?", AnswerKind.DEFINITION),
        ("What does autonomy mean?", AnswerKind.DEFINITION),
        ("如何申請?", AnswerKind.EXPLANATION),
        ("Why is it needed?", AnswerKind.EXPLANATION),
        ("可以上訴嗎?", AnswerKind.YES_NO),
        ("Must it be published?", AnswerKind.YES_NO),
        ("由誰任命?", AnswerKind.FACT),
        ("由哪一個機關任命?", AnswerKind.FACT),
        ("哪两个机关任命?", AnswerKind.LIST),
        ("Who appoints the director?", AnswerKind.FACT),
    ],
)
def test_kind(question: str, kind: AnswerKind) -> None:
    assert want(question).kind is kind


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("五項原則是什麼?", 5),
        ("这12条是什么?", 12),
        ("the three goals", 3),
        ("原則是什麼?", None),
        ("哪一項?", None),
    ],
)
def test_the_number_of_things_a_question_names(question: str, count: int | None) -> None:
    assert want(question).count == count


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("至少多少戶?", ("户",)),
        ("由几名委员组成?", ("名", "人", "位")),
        ("哪一年施行?", ("年",)),
        ("How many households?", ("户", "家庭")),
        ("补贴多少?", ()),
    ],
)
def test_what_may_follow_the_number_asked_for(question: str, units: tuple[str, ...]) -> None:
    assert want(question).quantity
    assert want(question).units == units


@pytest.mark.parametrize("question", ["哪些原則?", "Who decides?", "什麼是自治?"])
def test_other_questions_want_no_number(question: str) -> None:
    assert not want(question).quantity


@pytest.mark.parametrize(
    ("question", "is_time"),
    [("何時生效?", True), ("哪一天開會?", True), ("When is it due?", True), ("由誰任命?", False)],
)
def test_whether_a_question_asks_when(question: str, is_time: bool) -> None:
    assert want(question).is_time is is_time


def test_a_number_that_names_is_not_one_that_counts() -> None:
    for question in ("辦事處的電話號碼是多少?", "邮编是什么?", "what is the phone number?"):
        assert want(question).is_code
        assert not has_quantity(want(question), "一般不低于1500户,占地300亩.")
        assert has_quantity(want(question), "电话:0771-5822118,每日接听.")
    assert not want("有多少户?").is_code and has_quantity(want("有多少户?"), "不低于1500户")
