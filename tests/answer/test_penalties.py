"""Where a penalty is asked for, the sentence that has it is quoted, below the rule it punishes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.answer.kind import wanted
from rag.answer.penalties import penalty_asked
from rag.answer.references import references
from rag.corpus import parse_text
from rag.encode import Lexicon
from rag.engine import Engine
from rag.index import build_in_memory
from rag.search.parse import parse_query
from rag.text import folded, render_simplified
from tests.fakes import HashEncoder

GARDEN = """花園管理條例

第一章 總則

第 1 條
為管理花園,制定本條例。

第 2 條
遊客在花園內,不得有下列行為:
一、攀折花木。
二、餵食池魚。
三、使用擴音器。

第 3 條
設攤者應於營業前申請許可。
前項許可每年換發一次。

第 4 條
園丁應每日澆水,並應記錄。

第二章 罰則

第 5 條
違反第二條第二款規定者,處新臺幣六百元以上三千元以下罰鍰。
違反第二條第三款規定者,勒令停止使用。

第 6 條
有下列情形之一者,處新臺幣一萬元以上五萬元以下罰鍰:
一、違反第三條第一項規定,未申請許可而設攤。
二、偽造設攤許可。

第 7 條
犯前條之罪,情節重大者,處一年以下有期徒刑。

第 8 條
園丁未依第四條規定記錄者,依商業法第二條處罰。
"""
FISH = [
    "遊客在花園內,不得有下列行為:",
    "餵食池魚。",
    "違反第二條第二款規定者,處新臺幣六百元以上三千元以下罰鍰。",
]


@pytest.fixture(scope="module")
def garden() -> Engine:
    encoder = HashEncoder()
    return Engine.over(build_in_memory([parse_text("garden", GARDEN)], encoder), encoder)


def said(engine: Engine, question: str) -> list[str]:
    return [sentence.text for sentence in engine.ask(question).sentences]


@pytest.mark.parametrize("render", [str, render_simplified])
@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("遊客在花園內餵食池魚,罰多少?", FISH),
        ("遊客餵食池魚會被怎麼處罰?", FISH),
        (
            "設攤者未申請許可而設攤,罰款多少?",
            [
                "設攤者應於營業前申請許可。",
                "有下列情形之一者,處新臺幣一萬元以上五萬元以下罰鍰:",
                "違反第三條第一項規定,未申請許可而設攤。",
            ],
        ),
    ],
)
def test_a_penalty_is_quoted_below_the_rule_that_it_punishes(
    garden: Engine, render: Callable[[str], str], question: str, quoted: list[str]
) -> None:
    assert said(garden, render(question))[: len(quoted)] == quoted


def test_each_sentence_has_the_address_of_its_own_article(garden: Engine) -> None:
    addresses = [s.citations[0].address for s in garden.ask("餵食池魚罰多少?").sentences]
    assert addresses[:3] == ["第一章/第2條", "第一章/第2條/二", "第二章/第5條"]


def test_a_prison_term_is_not_told_by_a_fine(garden: Engine) -> None:
    assert said(garden, "偽造設攤許可,情節重大者會判幾年?")[-1].endswith("有期徒刑。")


def test_the_duty_is_quoted_alone_where_no_penalty_is_asked(garden: Engine) -> None:
    assert said(garden, "設攤者應於何時申請許可?")[0] == "設攤者應於營業前申請許可。"


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("违反本条例第八条第二款规定", ["第8条第2款"]),
        ("違反第十八條第一項第二款或第二十一條之一規定", ["第18条第1项第2款", "第21-1条"]),
        ("违反本办法第十条第一、三项规定的", ["第10条第1项", "第10条第3项"]),
        (
            "违反第五条第二项至第四项规定",
            ["第5条第2项", "第5条第3项", "第5条第4项"],
        ),
        ("違反第九條第三項、第十條及第十二條規定", ["第9条第3项", "第10条", "第12条"]),
        ("有本法第六条行为之一的", ["第6条"]),
        ("未依第九條規定維護者", ["第9条"]),
        ("违反商业法第二条规定", []),
        ("依照本法第十条的规定处罚", []),
        ("第十条规定的许可", []),
    ],
)
def test_only_clauses_of_its_own_text_that_are_broken_are_referred_to(
    text: str, addresses: list[str]
) -> None:
    assert references(folded(text)) == addresses


@pytest.mark.parametrize(
    ("question", "is_asked"),
    [
        ("乱倒垃圾罚多少?", True),
        ("亂倒垃圾會受到什麼處罰?", True),
        ("不交报告有什么后果?", True),
        ("偷魚要關幾年?", True),
        ("What is the penalty for littering?", True),
        ("What happens if a stall has no permit?", True),
        ("被罚了不服气可以找谁?", False),
        ("罚款交到哪里?", False),
        ("設攤者應於何時申請許可?", False),
        ("有哪些处罚?", False),
        ("Is it fine to feed the fish?", False),
    ],
)
def test_a_question_asks_for_a_penalty_or_not(question: str, is_asked: bool) -> None:
    query = parse_query(question, Lexicon.from_entries({}))
    assert (penalty_asked(query, wanted(query)) is not None) is is_asked
