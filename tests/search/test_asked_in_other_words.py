"""People ask in everyday words, and by forms of question that have answers of their own form."""

from __future__ import annotations

import pytest

from rag.encode import bundled_lexicon
from rag.engine import Engine
from rag.search.english import glossary
from rag.search.forms import answered_with
from rag.search.lay import lay_words, meant
from rag.search.parse import parse_query, without_asking
from rag.search.regional import regional_words
from rag.text import folded

RULES = {
    "a": "第一條 借閱證是讀者借閱圖書、使用自習室的憑證。",
    "b": "第二條 本規則所稱借閱證，是指圖書館發給讀者的證件。",
    "c": "第三條 借閱證遺失的，讀者應當到服務臺辦理補領手續，並繳納工本費用。",
    "d": "第四條 借閱證由圖書館流通部門負責製作。",
    "e": "第五條 讀者不得將借閱證轉借他人；借閱證每年核驗一次。",
    "f": "第六條 用假借閱證的，處五十元罰款。",
    "g": "第七條 本規則自2020年5月1日起施行。",
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.from_texts(RULES, reader="none")


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("什么叫借阅证?", "b"),
        ("借閱證是什麼意思?", "b"),
        ("借阅证丢了怎么办?", "c"),
        ("補領借閱證要花錢嗎?", "c"),
        ("哪个部门负责借阅证?", "d"),
        ("可以把借阅证借给朋友吗?", "e"),
        ("用假證會罰多少?", "f"),
        ("这个规则什么时候生效?", "g"),
    ],
)
def test_everyday_questions_find_the_rule(engine: Engine, question: str, right: str) -> None:
    assert engine.search(question, 1)[0].passage.doc_id == right


def test_everyday_words_are_folded_and_stand_for_others() -> None:
    for everyday, official in lay_words().items():
        assert folded(everyday) == everyday
        assert official == tuple(map(folded, official))
        assert len(set(official)) == len(official) > 0
        assert everyday not in official


def test_everyday_words_are_words_of_questions() -> None:
    for everyday in lay_words():
        assert [word.text for word in parse_query(everyday, bundled_lexicon()).words] == [everyday]


def test_the_word_itself_counts_most() -> None:
    (word,) = parse_query("钱", bundled_lexicon()).words
    assert word.alternatives[0] == ("钱", 1.0)
    assert ("费用", 0.6) in word.alternatives


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("志愿服务", ()),
        ("社区建设的基本原则有哪些?", ()),
        ("谁负责志愿服务?", ("负责", "主管")),
        ("几岁可以投票?", ("周岁",)),
        ("how is the fine set?", ("罚款", "责令", "处分", "警告")),
        ("can volunteers take money?", ("不得", "可以", "禁止")),
    ],
)
def test_the_form_of_a_question_tells_words_of_its_answer(
    question: str, terms: tuple[str, ...]
) -> None:
    assert answered_with(question) == terms


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("社区建设的五大原则", "社区建设的 原则"),
        ("党的十八大精神", "党的十八大精神"),
        ("怎样才能落户", " 落户"),
        ("才能出众", "才能出众"),
        ("往哪几个方向发展", "往 方向发展"),
        ("有哪几种方法", " 方法"),
        ("有哪几方面", " "),
        ("园规分几大块", "园规 "),
        ("园规分成几个部分", "园规 "),
        ("这部分几天办完", "这部分 办完"),
        ("补领要等多少天", "补领要等 "),
        ("押金收几个月", "押金收 "),
        ("押金收几个月租金", "押金收 租金"),
        ("一家养几只猫", "一家养 猫"),
        ("借几本书", "借 书"),
        ("几个人签字", " 人签字"),
        ("有几层楼", " 楼"),
        ("罚几千元", "罚 元"),
        ("几块钱", " 钱"),
        ("要多少钱", "要多少钱"),
        ("周几开门", " 开门"),
        ("每周几次", "每周 "),
        ("多少人口", " 人口"),
        ("多少元素", " 元素"),
        ("多少条例", " 条例"),
        ("交钱才能借书", "交钱 借书"),
        ("读者的才能", "读者的才能"),
        ("馆长起什么作用", "馆长 "),
        ("谁说了算", "  "),
        ("茶几", "茶几"),
        ("几乎", "几乎"),
        ("几户", " 户"),
    ],
)
def test_what_only_asks_is_taken_out(question: str, rest: str) -> None:
    assert without_asking(question) == rest


@pytest.mark.parametrize(
    ("question", "word", "official"),
    [
        ("考試作弊怎麼辦", "考试作弊", "作弊"),
        ("出车祸了怎么办", "出车祸", "交通事故"),
        ("社區最少要多少戶?", "最少", "不低于"),
    ],
)
def test_an_everyday_phrase_is_one_word(question: str, word: str, official: str) -> None:
    words = {w.text: w for w in parse_query(folded(question), bundled_lexicon()).words}
    assert official in dict(words[word].alternatives)


@pytest.mark.parametrize(
    ("said", "plain"), [("居委會做啥", "居委会做什么"), ("垃圾咋分類", "垃圾怎么分类")]
)
def test_colloquial_questions_are_read_as_plain_ones(said: str, plain: str) -> None:
    assert parse_query(said, bundled_lexicon()).folded == plain


def test_a_question_of_nothing_but_function_words_keeps_them() -> None:
    words = parse_query("分为几级?", bundled_lexicon()).words
    assert [word.text for word in words] == ["分为"]


def test_a_question_of_how_many_days_is_found_by_what_it_counts(engine: Engine) -> None:
    answer = engine.ask("借阅证多少年核验一次?")
    assert answer.found and "核驗" in answer.sentences[0].text


@pytest.mark.parametrize(
    "question", ["借阅证几岁能办?", "自习室多少公里?", "服务台多少天?", "图书馆收多少钱?"]
)
def test_a_measure_that_the_texts_lack_is_still_missed(engine: Engine, question: str) -> None:
    assert not engine.ask(question).found


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("已经拿到借阅证还要先考虑什么?", ["借阅", "证", "还要"]),
        ("图书馆之内做到安静是为了谁?", ["图书馆", "安静"]),
        ("which duties are set out and listed?", ["duties"]),
        ("what happens to lost cards?", ["lost", "cards"]),
        ("what happens after the fine?", ["happens", "fine"]),
        ("which listed companies are fined?", ["companies", "fined"]),
    ],
)
def test_words_that_say_nothing_of_the_topic_are_left_out(question: str, words: list[str]) -> None:
    assert [w.text for w in parse_query(question, bundled_lexicon()).words] == words


@pytest.mark.parametrize(
    "question",
    [
        "已经拿到停车证还要先考虑什么?",
        "之内做到节水是为了谁?",
        "停车场起什么作用?",
        "what happens if a swimming pool is listed?",
        "which swimming lanes are set out?",
    ],
)
def test_what_the_rules_lack_is_still_refused(engine: Engine, question: str) -> None:
    assert not engine.ask(question).found


@pytest.mark.parametrize("word", ["二房东", "副警察", "未加班", "非司机"])
def test_a_prefix_makes_another_word_of_an_everyday_one(word: str) -> None:
    assert meant(word) == ()


@pytest.mark.parametrize(
    ("word", "official", "sure"),
    [
        ("老房东", "出租人", 0.6),
        ("带证", "证件", 0.6),
        ("带狗", "犬只", 0.6),
        ("打老婆", "家庭暴力", 0.6),
        ("打老婆", "配偶", 0.15),
        ("停水", "停止供水", 0.6),
    ],
)
def test_an_everyday_word_stands_for_official_ones(word: str, official: str, sure: float) -> None:
    assert (official, sure) in meant(word)


def test_the_part_answers_where_the_texts_have_no_word_for_the_whole() -> None:
    rules = {"a": "燃氣用戶應當每年檢查一次管道。", "b": "用水應當節約。"}
    engine = Engine.from_texts(rules, reader="none")
    assert engine.search("煤气罐怎么检查?", 1)[0].passage.doc_id == "a"


def test_glossary_terms_are_folded_and_in_order() -> None:
    for english, chinese in glossary().items():
        assert folded(english) == english
        assert chinese == tuple(map(folded, chinese)) and len(set(chinese)) == len(chinese)
    assert list(glossary()) == sorted(glossary())
    assert {"境外", "国外"} <= set(glossary()["abroad"])


@pytest.mark.parametrize(
    ("asked", "chinese"),
    [
        ("senior citizens", "老年人"),
        ("a car park", "停车场"),
        ("sub-district office", "街道办事处"),
        ("two square kilometres", "平方公里"),
    ],
)
def test_an_english_phrase_has_its_chinese(asked: str, chinese: str) -> None:
    words = parse_query(asked, bundled_lexicon()).words
    assert any((chinese, 1.0) in word.alternatives for word in words)


def test_what_is_left_of_a_verb_after_its_apostrophe_says_nothing() -> None:
    words = parse_query("Who hasn't paid, and what if they won't?", bundled_lexicon()).words
    assert [word.text for word in words] == ["paid"]


def test_a_text_that_is_only_pointed_to_is_no_subject() -> None:
    words = parse_query("Is the swan, in the opinion of the author, tame?", bundled_lexicon()).words
    assert [word.text for word in words] == ["swan", "tame"]


def test_what_is_in_a_place_is_looked_for_as_the_place() -> None:
    words = parse_query("市裡有哪些辦法?", bundled_lexicon()).words
    assert [word.text for word in words] == ["市", "办法"]


@pytest.mark.parametrize(
    ("said", "other"),
    [("信息", "资讯"), ("網路", "网络"), ("軟體", "软件"), ("计程车", "出租车"), ("品质", "质量")],
)
def test_a_word_has_that_of_the_other_side_of_the_strait(said: str, other: str) -> None:
    (word,) = parse_query(said, bundled_lexicon()).words
    assert (other, 0.6) in word.alternatives


def test_regional_words_are_folded_and_go_both_ways() -> None:
    for word, others in regional_words().items():
        assert folded(word) == word and len(word) > 1
        assert word not in others
        assert all(word in regional_words()[other] for other in others)
    assert "社区" not in regional_words()


def test_a_mainland_question_finds_a_rule_of_taiwan() -> None:
    rules = {"a": "機關應當公開資訊。", "b": "軟體由機關保管。", "c": "機關每年開會。"}
    engine = Engine.from_texts(rules, reader="none")
    assert engine.search("信息要公开吗?", 1)[0].passage.doc_id == "a"
    assert engine.search("软件谁保管?", 1)[0].passage.doc_id == "b"


@pytest.mark.parametrize(
    ("question", "word", "terms"),
    [
        ("Where was the 20th prize given?", "20th", ["20", "第二十"]),
        ("the 3rd article", "3rd", ["3", "第三"]),
        ("its 11th floor", "11th", ["11", "第十一"]),
        ("the 100th visitor", "100th", ["100"]),
        ("in the 1990s", "1990", ["1990"]),
    ],
)
def test_an_ordinal_stays_whole(question: str, word: str, terms: list[str]) -> None:
    words = {w.text: w for w in parse_query(question, bundled_lexicon()).words}
    assert [term for term, _ in words[word].alternatives] == terms
    assert "th" not in words
