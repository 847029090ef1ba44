"""What a term means is looked up by its words, and told in the sentence that says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from rag.answer.terms import definition_of, terms_asked
from rag.corpus import parse_text
from rag.encode import bundled_lexicon
from rag.engine import Engine
from rag.index import build_in_memory
from rag.search import parse_query
from rag.text import render_simplified, render_traditional
from rag.types import AnswerKind
from tests.fakes import HashEncoder

TALK = "\n".join(f"第{n}条 码头应当每日清扫，码头的船位由码头办公室分配。" for n in range(10, 40))
PORT_LAW = f"""港口船位法

第一条 本法所称船位，是指港口内供船舶停靠的水域。

第二条 本法所称泊位费，包括停靠费和清洁费。

第三条 下列用语的含义：

（一）浮码头：指随水位升降的码头。

（二）货主码头，系指由货主使用的码头。

第四条 拖轮是帮助船舶移动的船舶，应当符合下列条件：

（一）马力充足；

（二）船员合格。

第五条 为了避让而离开航道，因此造成损失的，属于紧急离航。

第六条 拖轮是否合格，由码头办公室认定。

{TALK}
"""
CITY_RULES = """海边市码头规定

第一条 前款所称码头，是指本市的码头。

第二条 本规定所称船位，是指码头边的水面。

第三条 码头指导员由码头办公室任命。
"""


@pytest.fixture(scope="module")
def port() -> Engine:
    encoder = HashEncoder()
    documents = [parse_text("city", CITY_RULES), parse_text("law", PORT_LAW)]
    return Engine.over(build_in_memory(documents, encoder), encoder)


@pytest.mark.parametrize(
    ("term", "address", "meaning"),
    [
        ("船位", "law 第一条", "港口内供船舶停靠的水域"),
        ("泊位费", "law 第二条", "停靠费和清洁费"),
        ("浮码头", "law 第三条/(一)", "随水位升降的码头"),
        ("货主码头", "law 第三条/(二)", "由货主使用的码头"),
        ("紧急离航", "law 第五条", "为了避让而离开航道,因此造成损失的"),
        ("码头", "city 第一条", "本市的码头"),
    ],
)
@pytest.mark.parametrize(
    "asking",
    [
        "什么是{}?",
        "{}是什么意思?",
        "何谓{}",
        "{}的定义是什么?",
        "请解释一下什么叫“{}”",
        "{}是指什么",
    ],
)
@pytest.mark.parametrize("render", [render_simplified, render_traditional])
def test_the_sentence_that_defines_is_found_among_many_that_speak_of_the_term(
    port: Engine, term: str, address: str, meaning: str, asking: str, render: Callable[[str], str]
) -> None:
    answer = port.ask(render(asking.format(term)))
    assert answer.kind is AnswerKind.DEFINITION
    (sentence,) = answer.sentences
    (citation,) = sentence.citations
    assert f"{citation.doc_id} {citation.address}" == address
    assert sentence.answer_span is not None
    said = sentence.answer_span.of(port.document(citation.doc_id).text)
    assert said.replace("，", ",") == meaning


def test_the_law_that_is_named_defines(port: Engine) -> None:
    (law,) = port.ask("什么是港口船位法中的船位?").sentences
    (city,) = port.ask("海边市码头规定所称船位是什么?").sentences
    assert [sentence.citations[0].doc_id for sentence in (law, city)] == ["law", "city"]


def test_a_term_of_the_glossary_is_one_term() -> None:
    query = parse_query("What is domestic violence?", bundled_lexicon())
    assert terms_asked(query)[0] == "家庭暴力"


def test_a_definition_that_announces_clauses_is_quoted_with_them(port: Engine) -> None:
    answer = port.ask("什么是拖轮?")
    assert [sentence.text for sentence in answer.sentences] == [
        "拖轮是帮助船舶移动的船舶，应当符合下列条件：",
        "马力充足；",
        "船员合格。",
    ]


LECTURE = """園藝講座

我們把落葉收在一起，讓它慢慢變成土，這個概念就叫做「葉堆肥」。

把兩種樹接在一起長，稱之為並木。

樹下種草、草裡養蟲的做法叫蟲草園。

把雨水留下來慢慢用的辦法稱作雨水園。

我們這裡的人從來都不叫長尾松。

葉堆肥、並木、蟲草園、雨水園和長尾松都由園長管理。
"""


@pytest.mark.parametrize(
    ("term", "meaning"),
    [
        ("葉堆肥", "我們把落葉收在一起，讓它慢慢變成土"),
        ("並木", "把兩種樹接在一起長"),
        ("蟲草園", "樹下種草、草裡養蟲的做法"),
        ("雨水園", "把雨水留下來慢慢用的辦法"),
    ],
)
@pytest.mark.parametrize("render", [str, render_simplified])
def test_a_term_that_is_named_at_a_sentence_s_end_means_what_stands_before(
    term: str, meaning: str, render: Callable[[str], str]
) -> None:
    (sentence,) = lecture().ask(render(f"什麼是{term}?")).sentences
    assert sentence.answer_span is not None
    assert sentence.answer_span.of(lecture().document("lecture").text) == meaning


def test_what_is_said_not_to_be_called_so_does_not_define() -> None:
    assert definition_of(lecture().searcher, ["长尾松"], "什么是长尾松?") is None


@cache
def lecture() -> Engine:
    encoder = HashEncoder()
    return Engine.over(build_in_memory([parse_text("lecture", LECTURE)], encoder), encoder)


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("什么是行政许可?", ["行政许可"]),
        ("怎么理解“行政许可”?", ["行政许可"]),
        ("行政許可法所稱行政許可是什麼?", ["行政许可"]),
        ("什么是《行政许可法》中的行政许可?", ["行政许可"]),
        ("什么是行政许可法?", ["行政许可法"]),
        ("行政许可由谁实施?", []),
        ("什么时候是行政许可?", []),
        ("what is the capital of the largest province there?", []),
        ("who is a minor?", []),
    ],
)
def test_only_the_meaning_of_a_term_is_looked_up(question: str, terms: list[str]) -> None:
    assert terms_asked(parse_query(question, bundled_lexicon())) == terms


def test_an_english_term_is_tried_in_the_words_that_may_stand_for_it() -> None:
    assert "行政许可" in terms_asked(
        parse_query("What is administrative licensing?", bundled_lexicon())
    )


@pytest.mark.parametrize(
    "question",
    [
        "What is domestic violence in the island rules?",
        "What counts as domestic violence?",
        "What does the speaker mean by domestic violence?",
        "Define 'domestic violence' (at sea) under the harbour act.",
    ],
)
def test_an_english_term_is_told_from_what_is_said_around_it(question: str) -> None:
    assert terms_asked(parse_query(question, bundled_lexicon()))[0] == "家庭暴力"


def test_an_english_term_may_begin_with_a_hyphened_preposition() -> None:
    query = parse_query("Define on-street parking space.", bundled_lexicon())
    assert terms_asked(query)[0] == "道路停车泊位"
