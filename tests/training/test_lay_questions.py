"""Questions laymen might ask: which articles are asked about, and which questions are kept."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.training.records import write_gzipped
from training import lay_lessons, lay_questions
from training.data import write_records
from training.lay_lessons import LayLesson
from training.policy_questions import policy_questions

_GARDEN = (
    "小区绿化带不得种菜、堆放杂物；违反规定的，由园林绿化主管部门责令限期恢复原状，处五百元罚款。"
)
_LIFT = "电梯困人的，维护保养单位应当在接到通知后三十分钟内赶到现场实施救援，并记录救援的经过。"
_SAND = (
    "河道采砂应当向县级水行政主管部门申请许可；无证采砂的，没收违法所得和采砂船舶，处五万元罚款。"
)
_LISTED = "物业服务人不得有下列行为,违者由住房建设部门处罚:\n(一)擅自停水停电;\n(二)擅自涨价。"
_OTHERS = [
    f"{name}应当每年{month}月向所在地主管部门报送上一年度的工作报告和财务会计报告，并向社会公开。"
    for month, name in enumerate(("协会", "学校", "医院", "公司", "银行", "车站"), 1)
]


def article(law: str, text: str) -> dict[str, object]:
    return {"law": law, "article": "第一条", "text": text, "category": "法律"}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two laws, and a work folder of their own."""
    monkeypatch.setattr(lay_questions, "QUESTIONS", tmp_path / "questions.jsonl")
    monkeypatch.setattr(lay_lessons, "LESSONS", tmp_path / "lessons.jsonl")
    monkeypatch.setattr(lay_questions, "model_path", lambda: tmp_path / "model.gguf")
    records = [article("小区条例", text) for text in (_GARDEN, _LIFT, _LISTED, *_OTHERS)]
    records += [article("河道条例", text) for text in (_SAND, "为了保护河道，制定本条例。" * 3)]
    records += [article(policy_questions()[0].law, _LIFT.replace("三十", "四十"))]
    records += [article("河道条例", "太短。"), article("河道条例", "太长的一条。" * 40)]
    write_gzipped(tmp_path / "prc_laws_articles.jsonl.gz", records)
    asked = {"question": "电梯坏了怎么办?", "articles": {"小区条例第二条": _LIFT}}
    write_gzipped(tmp_path / "lecoqa_train.jsonl.gz", [{"id": "1", **asked}])
    return tmp_path


class Layman:
    """Asks the same about everything."""

    def __init__(self, *_: object) -> None:
        pass

    def said(self, articles: Sequence[str], longest: int, *, drawn: bool) -> list[str]:
        assert drawn
        return [f"{text[:2]}怎么办?" for text in articles]


def test_short_articles_of_no_measured_law_are_asked_about_once(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lay_questions, "LanguageModel", Layman)
    monkeypatch.setattr(sys, "argv", ["lay_questions", "--data", str(data)])
    lay_questions.main()
    asked = dict(lay_questions.lay_questions())
    expected = [f"小区条例\n{text}" for text in (_GARDEN, _LIFT, _LISTED, *_OTHERS)]
    assert sorted(asked) == sorted([*expected, f"河道条例\n{_SAND}"])
    lay_questions.main()
    assert dict(lay_questions.lay_questions()) == asked


def test_a_question_that_does_not_find_its_article_is_dropped(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lay_lessons, "_FOUND", 4)
    asked = [(_GARDEN, "邻居在绿化带种菜,谁来管?"), (_SAND, "学校什么时候交报告?"), (_LIFT, "电梯")]
    records = ({"article": f"小区条例\n{text}", "question": question} for text, question in asked)
    write_records(lay_questions.QUESTIONS, records)
    monkeypatch.setattr(sys, "argv", ["lay_lessons", "--data", str(data)])
    lay_lessons.main()
    (lesson,) = lay_lessons.lay_lessons()
    assert (lesson.question, lesson.article) == ("邻居在绿化带种菜,谁来管?", _GARDEN)
    assert _GARDEN not in lesson.neighbors and _LIFT in lesson.neighbors
    assert _SAND not in lesson.neighbors


def test_an_article_is_found_by_any_of_its_clauses(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lay_lessons, "_FOUND", 2)
    asked = {"article": f"小区条例\n{_LISTED}", "question": "物业停水停电,找谁?"}
    write_records(lay_questions.QUESTIONS, [asked])
    monkeypatch.setattr(sys, "argv", ["lay_lessons", "--data", str(data)])
    lay_lessons.main()
    (lesson,) = lay_lessons.lay_lessons()
    assert lesson.article == _LISTED


def test_articles_that_say_the_same_are_no_wrong_ones(data: Path) -> None:
    same = _LIFT.replace("三十", "四十")
    assert lay_lessons._others([same, _GARDEN, _LIFT], _LIFT) == [_GARDEN]


def test_before_the_first_run_there_is_nothing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lessons: list[LayLesson] = list(lay_lessons.lay_lessons())
    assert lessons == [] == list(lay_questions.lay_questions())
    monkeypatch.setattr(sys, "argv", ["lay_lessons", "--data", str(data)])
    with pytest.raises(SystemExit, match="ask them first"):
        lay_lessons.main()
