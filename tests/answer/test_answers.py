"""Answers over small texts made for the purpose: kinds, complete lists, refusal, both scripts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from rag.corpus import parse_text
from rag.encode import Lexicon
from rag.engine import Engine
from rag.index import build_in_memory
from rag.index.embedded import EmbeddedStore
from rag.text import render_simplified
from rag.types import Answer, AnswerKind, QueryError
from tests.fakes import HashEncoder

GARDEN = """公園管理辦法

一、管理原則

管理公園,應遵守下列三項原則:

1.安全第一

設施每月檢查一次,損壞的設施立即停用。

2.開放共享

公園全年開放,不收門票。

3.愛護草木

以園藝隊為主體,由園長負責補種。

二、名詞

(1)遊客。遊客就是進入公園的人。

(2)設施。設施是指座椅、步道和照明。

三、罰則

攀折花木者,處三百元罰款。任何人可以向管理處舉報。
"""


@pytest.fixture(scope="module")
def garden() -> Engine:
    encoder = HashEncoder()
    return Engine.over(build_in_memory([parse_text("garden", GARDEN)], encoder), encoder)


def addresses(answer: Answer) -> list[str]:
    return [sentence.citations[0].address for sentence in answer.sentences]


def test_a_list_has_every_sibling_in_order(garden: Engine) -> None:
    answer = garden.ask("管理公園有哪些原則?")
    assert answer.kind is AnswerKind.LIST
    assert [s.text for s in answer.sentences] == ["安全第一", "開放共享", "愛護草木"]
    assert addresses(answer) == ["一/1", "一/2", "一/3"]


def test_a_definition_is_the_sentence_whose_subject_was_asked_about(garden: Engine) -> None:
    answer = garden.ask("什么是设施?")
    assert answer.kind is AnswerKind.DEFINITION
    assert [s.text for s in answer.sentences] == ["設施是指座椅、步道和照明。"]


def test_a_quantity_is_answered_by_a_sentence_with_a_number_which_is_marked(garden: Engine) -> None:
    answer = garden.ask("攀折花木處多少元罰款?")
    sentence = answer.sentences[0]
    text = garden.document("garden").text
    assert sentence.text == "攀折花木者,處三百元罰款。"
    assert [mark.of(text) for mark in sentence.marks] == ["三百元"]


def test_a_list_that_is_not_named_is_no_more_certain_than_its_signs(garden: Engine) -> None:
    named, unnamed = garden.ask("管理公園有哪些原則?"), garden.ask("管理學校有哪些原則?")
    assert named.evidence.confidence == 1.0
    assert unnamed.evidence.confidence < named.evidence.confidence


def test_what_a_thing_is_does_not_answer_what_it_has(garden: Engine) -> None:
    assert garden.ask("遊客的義務有哪些?").kind is not AnswerKind.DEFINITION
    assert garden.ask("什麼是遊客?").kind is AnswerKind.DEFINITION


@pytest.mark.parametrize("render", [str, render_simplified])
def test_two_things_compared_are_each_told(garden: Engine, render: Callable[[str], str]) -> None:
    answer = garden.ask(render("遊客和設施有什麼區別?"))
    assert [s.text for s in answer.sentences] == [
        "遊客就是進入公園的人。",
        "設施是指座椅、步道和照明。",
    ]
    assert answer.evidence.confidence == 1.0


def test_the_hits_of_a_comparison_are_ranked_once_and_each_passage_is_one(garden: Engine) -> None:
    hits = garden.ask("遊客和設施有什麼區別?").hits
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert len({hit.passage for hit in hits}) == len(hits) > 2


def test_a_list_that_is_compared_stands_under_its_name(garden: Engine) -> None:
    answer = garden.ask("管理原則和遊客分別是什麼?")
    said = ["管理原則", "安全第一", "開放共享", "愛護草木", "遊客就是進入公園的人。"]
    assert [s.text for s in answer.sentences] == said


def test_a_comparison_with_what_the_text_lacks_is_refused(garden: Engine) -> None:
    assert not garden.ask("遊客和海關有什麼區別?").found


def test_numerals_that_are_no_clause_are_words(garden: Engine) -> None:
    assert garden.ask("五四是什麼?").kind is not AnswerKind.NAVIGATION
    assert garden.ask("第五四條是什麼?").evidence.reason == "no clause 第五四條"
    assert garden.ask("二是什麼?").kind is AnswerKind.NAVIGATION


def test_an_item_past_the_end_of_its_list_is_refused(garden: Engine) -> None:
    assert garden.ask("第十二個原則是什麼?").evidence.reason == "一 管理原則 has 3 clauses, not 12"


@pytest.mark.parametrize("question", ["管理公園的原則是什麼時候定的?", "公園管理有多少名員工?"])
def test_no_heading_without_a_number_says_when_or_how_many(garden: Engine, question: str) -> None:
    assert not any(s.text in ("管理原則", "公園管理辦法") for s in garden.ask(question).sentences)


def test_what_a_named_list_is_is_told_by_the_list_and_not_by_a_likely_definition() -> None:
    text = """工作計劃

一、工作目標

1總體目標

工作的總體目標是,讓花園常綠。

2主要目標

(1)修剪樹木。

(2)澆灌草地。
"""
    answer = Engine.from_texts({"plan": text}).ask("工作的主要目标是什么?")
    assert [s.text for s in answer.sentences] == ["修剪樹木。", "澆灌草地。"]


def test_much_white_space_in_a_question_is_read_at_once(garden: Engine) -> None:
    question = f"遊客{' ' * 1900}是什麼?"
    started = time.perf_counter()
    assert addresses(garden.ask(question)) == ["二/(1)"]
    assert time.perf_counter() - started < 5.0


def test_what_fills_the_blank_is_marked(garden: Engine) -> None:
    sentence = garden.ask("補種以誰為主體?").sentences[0]
    assert [m.of(garden.document("garden").text) for m in sentence.marks] == ["園藝隊"]


@pytest.mark.parametrize("question", ["一/2 說了什麼?", "1/2", "what does 一/2 say?", "一.2"])
def test_an_address_is_answered_by_its_clause(garden: Engine, question: str) -> None:
    answer = garden.ask(question)
    assert answer.kind is AnswerKind.NAVIGATION
    assert [s.text for s in answer.sentences] == ["開放共享", "公園全年開放,不收門票。"]


@pytest.mark.parametrize(
    "question", ["停車費是多少?", "疫苗在哪裡接種?", "Who is the mayor?", "九/9"]
)
def test_what_the_text_does_not_say_is_refused_with_evidence(garden: Engine, question: str) -> None:
    answer = garden.ask(question)
    assert not answer.found
    assert answer.sentences == ()
    assert answer.evidence.reason


def test_a_refusal_names_the_words_that_occur_nowhere_as_they_were_written(garden: Engine) -> None:
    answer = garden.ask("公園的停車場在哪裡?")
    absent = [term.term for term in answer.evidence.terms if term.passages == 0]
    assert "停車場" in absent
    assert "停車場" in answer.evidence.reason


def test_a_quantity_without_a_number_in_the_text_is_refused(garden: Engine) -> None:
    assert not garden.ask("門票多少元?").found


@pytest.mark.parametrize(
    "question",
    [
        "管理公園有哪些原則?",
        "什麼是遊客?",
        "攀折花木處多少元罰款?",
        "設施多久檢查一次?",
        "停車費是多少?",
    ],
)
def test_both_scripts_get_the_same_answer(garden: Engine, question: str) -> None:
    one, other = garden.ask(question), garden.ask(render_simplified(question))
    assert one.sentences == other.sentences
    assert [hit.passage for hit in one.hits] == [hit.passage for hit in other.hits]
    assert one.evidence.coverage == other.evidence.coverage


def test_every_sentence_is_the_text_at_its_citation(garden: Engine) -> None:
    text = garden.document("garden").text
    for question in ("管理公園有哪些原則?", "什麼是遊客?", "誰負責補種?", "二"):
        for sentence in garden.ask(question).sentences:
            (citation,) = sentence.citations
            assert citation.span.of(text) == citation.quote == sentence.text


def test_a_question_asked_again_has_the_same_answer(garden: Engine) -> None:
    one, again = garden.ask("誰負責補種?"), garden.ask("誰負責補種?")
    assert one.answer_id == again.answer_id
    assert one.sentences == again.sentences and one.hits == again.hits


def test_an_answer_id_is_of_one_answer_only(garden: Engine) -> None:
    def asked_of(text: str, title: str = "") -> str:
        parsed = parse_text("garden", text, title=title)
        encoder = HashEncoder()
        return Engine.over(build_in_memory([parsed], encoder), encoder).ask("誰負責補種?").answer_id

    assert asked_of(GARDEN) == garden.ask("誰負責補種?").answer_id
    others = {asked_of(GARDEN.replace("園長", "校長")), asked_of(GARDEN, "公園條例")}
    assert len({asked_of(GARDEN), *others}) == 3


@pytest.mark.parametrize("rules", ["text_rules", "build_rules"])
def test_an_answer_by_other_rules_has_another_id(garden: Engine, rules: str) -> None:
    store = garden.searcher.store
    assert isinstance(store, EmbeddedStore)
    changed = replace(store, meta=replace(store.meta, **{rules: "others"}))
    other = replace(garden, searcher=replace(garden.searcher, store=changed))
    assert other.ask("誰負責補種?").answer_id != garden.ask("誰負責補種?").answer_id


def test_an_answer_by_another_lexicon_has_another_id(garden: Engine) -> None:
    words = replace(garden.searcher, lexicon=Lexicon.from_entries({"park": "公园 100"}))
    ids = {e.ask("誰負責補種?").answer_id for e in (garden, replace(garden, searcher=words))}
    assert len(ids) == 2


def test_an_answer_id_covers_the_rules_by_which_it_was_found(garden: Engine) -> None:
    weights = {"zh": 0.0, "en": 0.0}
    other = replace(garden, searcher=replace(garden.searcher, dense_weights=weights))
    assert other.ask("誰負責補種?").answer_id != garden.ask("誰負責補種?").answer_id


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("?!", "no words"),
        ("\uff9e", "no words"),  # a halfwidth voicing mark, which folds to no letter
        ("社" * 100_000, "100,000 characters"),
        ("社區\x07", "control character .U.0007. at position 3"),
    ],
    ids=["empty", "blank", "punctuation", "mark", "long", "control"],
)
def test_what_cannot_be_asked_is_one_clear_line(
    garden: Engine, question: str, message: str
) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        garden.ask(question)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 200


@pytest.mark.parametrize("question", ["don't?", "can't", "What counts as?", "isn't"])
def test_a_question_of_nothing_but_words_that_ask_is_about_them(
    garden: Engine, question: str
) -> None:
    assert garden.ask(question).evidence.terms


@pytest.mark.parametrize(
    "question", ["第二項原則是什麼?", "第2个原则", "What is the second principle?"]
)
def test_an_item_of_a_list_is_found_by_its_number(garden: Engine, question: str) -> None:
    answer = garden.ask(question)
    assert set(addresses(answer)) == {"一/2"}
    assert [s.text for s in answer.sentences] == ["開放共享", "公園全年開放,不收門票。"]


def test_an_item_that_the_list_does_not_have_is_not_made_up(garden: Engine) -> None:
    answer = garden.ask("第四項原則是什麼?")
    assert not answer.found
    assert answer.evidence.reason == "一 管理原則 has 3 clauses, not 4"


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("第一書記的職責有哪些?", ["一/1", "一/2", "一/3"]),
        ("第一书记有哪些职责?", ["一/1", "一/2", "一/3"]),
        ("第三階段的任務是什麼?", ["二/(1)/①", "二/(1)/②"]),
    ],
)
def test_a_number_in_what_names_a_list_is_no_item_of_it(question: str, listed: list[str]) -> None:
    text = """一、第一書記的職責
1.建強組織。
2.推進振興。
3.提升治理。
二、第三階段
(1)任務
①清點。
②驗收。
"""
    encoder = HashEncoder()
    village = Engine.over(build_in_memory([parse_text("village", text)], encoder), encoder)
    assert addresses(village.ask(question)) == listed


@pytest.mark.parametrize("naming", ["管理公園的三項原則", "管理原則", "應遵守的原則"])
def test_naming_a_list_without_asking_gives_all_of_it(garden: Engine, naming: str) -> None:
    assert addresses(garden.ask(naming))[-3:] == ["一/1", "一/2", "一/3"]


HARBOR = """碼頭管理條例

第一章 總則

第一條 碼頭的情形由港務所查明。

第二章 船位優先分配

第二條 船舶有下列情形之一的,應當優先分配船位:

(一)載有病人的;

(二)船體漏水的。

第三條 情形緊急的,可以電話申請。

第三章 禁止事項

第四條 在碼頭游泳,情形嚴重的,處五十元罰款。

第五條 禁止在下列地點游泳:

(一)船位之間;

(二)燈塔之下。
"""


@pytest.fixture(scope="module")
def harbor() -> Engine:
    encoder = HashEncoder()
    return Engine.over(build_in_memory([parse_text("harbor", HARBOR)], encoder), encoder)


def test_the_clause_that_announces_what_is_asked_goes_before_its_chapter(harbor: Engine) -> None:
    answer = harbor.ask("哪些情形優先分配船位?")
    assert addresses(answer)[-2:] == ["第二章/第二條/(一)", "第二章/第二條/(二)"]


def test_every_sentence_that_announces_clauses_is_quoted_with_them(harbor: Engine) -> None:
    answer = harbor.ask("在哪裡禁止游泳?")
    said = [sentence.text for sentence in answer.sentences]
    assert said[said.index("禁止在下列地點游泳:") :][1:3] == ["船位之間;", "燈塔之下。"]


def test_an_item_that_answers_stands_below_what_announces_it(harbor: Engine) -> None:
    answer = harbor.ask("载有病人的船舶能优先吗?")
    assert [sentence.text for sentence in answer.sentences][:2] == [
        "船舶有下列情形之一的,應當優先分配船位:",
        "載有病人的;",
    ]
    assert addresses(answer)[:2] == ["第二章/第二條", "第二章/第二條/(一)"]


def test_an_item_under_its_own_heading_is_quoted_alone(garden: Engine) -> None:
    answer = garden.ask("損壞的設施怎樣處理?")
    assert answer.sentences[0].text == "設施每月檢查一次,損壞的設施立即停用。"


LIBRARY = """書院章程

第一條 書院在房屋維修和花木養護方面履行下列職責:

(一)制定計劃;

(二)審查帳目。

第二條 書院的會計每日記帳。

第三條 會計由書院聘用。

第四條 會計每年休假十日。

第五條 會計的帳本存放在書院。

第六條 會計可以使用書院的車輛。
"""


def test_a_list_of_what_another_has_is_no_more_certain_than_its_signs() -> None:
    encoder = HashEncoder()
    library = Engine.over(build_in_memory([parse_text("library", LIBRARY)], encoder), encoder)
    named = library.ask("書院在房屋維修和花木養護方面履行哪些職責?").evidence.confidence
    other = library.ask("會計在書院房屋維修和花木養護方面履行哪些職責?").evidence.confidence
    assert named == 1.0 and other < 1.0


@pytest.fixture(scope="module")
def laws() -> Engine:
    """Two laws with articles of the same numbers."""
    texts = {
        "park": "公園法\n第一條 公園免費。\n第二條 公園全年開放。\n",
        "pool": "泳池法\n第一條 泳池收費。\n第二條 泳池夏季開放。\n",
    }
    return Engine.from_texts(texts, reader="none")


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("公園法第一條和第二條", ["公園免費。", "公園全年開放。"]),
        ("公园法第一条与泳池法第一条有什么不同?", ["公園免費。", "泳池收費。"]),
        ("compare park:第一條 and pool:第二條", ["公園免費。", "泳池夏季開放。"]),
        ("[pool 第二條]", ["泳池夏季開放。"]),
    ],
)
def test_each_place_that_is_asked_for_is_quoted(
    laws: Engine, question: str, quoted: list[str]
) -> None:
    assert [sentence.text for sentence in laws.ask(question).sentences] == quoted


def test_a_place_that_is_missing_is_named_as_typed_with_its_neighbors(laws: Engine) -> None:
    assert laws.ask("公園法第一條和第九條").evidence.reason == (
        "no clause 第九條; nearest: 第一條, 第二條"
    )
    with pytest.raises(QueryError, match="nearest: park:第一條, park:第二條, pool:第一條"):
        laws.show("第九條")
