"""Lists without labels: paragraphs in a row that open alike."""

from __future__ import annotations

import pytest

from rag.answer.rows import paragraph_row
from rag.engine import Engine
from rag.text import Span

_PLAN = """社區發展規劃

第一節 基本原則

堅持多方參與。引導居民共同治理。

堅持精準服務。以老人和兒童為重點。

堅持分類施策。不搞一刀切。

第二節 發展目標

到2030年,服務體系更加健全。具體目標是:

——設施覆蓋率:城市社區達到100%。

——工作者隊伍:每萬人擁有20人。

——志願服務:註冊志願者佔15%。

遠景更加美好。"""


def _row(text: str) -> list[str]:
    return [span.of(text) for span in paragraph_row(Span(0, len(text)), text)]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("●甲事。很好。\n●乙事。\n●丙事。", ["●甲事。", "●乙事。", "●丙事。"]),
        ("总的说。\n目标:甲。\n任务:乙。\n措施:丙。", ["目标:甲。", "任务:乙。", "措施:丙。"]),
        ("坚持公开。\n坚持公平。", []),
        ("坚持公开。\n坚持公平。\n此外还有。\n坚持就近。", []),
        ("加强领导。\n完善制度。\n强化监督。", []),
        ("坚持" + "很长" * 30 + "。\n坚持公平。\n坚持就近。", []),
        ("", []),
    ],
)
def test_three_or_more_that_open_alike_are_a_row(text: str, row: list[str]) -> None:
    assert _row(text) == row


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.from_texts({"plan": _PLAN}, reader="none")


def test_a_list_without_labels_is_quoted_whole(engine: Engine) -> None:
    answer = engine.ask("社區發展規劃的基本原則有哪些?")
    assert [s.text for s in answer.sentences] == [
        "堅持多方參與。",
        "堅持精準服務。",
        "堅持分類施策。",
    ]
    assert {s.citations[0].address for s in answer.sentences} == {"第一節"}


def test_an_item_of_it_is_told_by_its_number(engine: Engine) -> None:
    (sentence,) = engine.ask("第二個基本原則是什麼?").sentences
    assert sentence.text == "堅持精準服務。"


def test_there_is_no_item_behind_the_last(engine: Engine) -> None:
    answer = engine.ask("第四個基本原則是什麼?")
    assert not answer.found
