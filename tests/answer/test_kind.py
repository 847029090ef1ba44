"""What a question asks for is read off its words, in either script and in English."""

from __future__ import annotations

import pytest

from rag.answer.kind import Wanted, item_asked, wanted
from rag.answer.quantities import Quantity, quantities, quantity_asked
from rag.encode import Lexicon
from rag.search import parse_query
from rag.text import folded
from rag.types import AnswerKind

LEXICON = Lexicon.from_entries({"households": "户 80 家庭 20", "kites": "风筝 90"})


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
        ("What is the fine for littering?", AnswerKind.FACT),
        ("委員會有幾個人?", AnswerKind.FACT),
        ("保證金的比例為何?", AnswerKind.FACT),
        ("為何要繳保證金?", AnswerKind.EXPLANATION),
        ("花展是什麼時候開的?", AnswerKind.FACT),
        ("园长是什么人?", AnswerKind.FACT),
        ("苗圃是什么地方?", AnswerKind.FACT),
        ("園長和園丁是什麼關係?", AnswerKind.FACT),
        ("花展办得是什么样?", AnswerKind.FACT),
        ("苗圃是什麼樣的園地?", AnswerKind.DEFINITION),
        ("延期是什麼原因?", AnswerKind.EXPLANATION),
        ("延期的原因是什么?", AnswerKind.EXPLANATION),
        ("苗圃指的是什么?", AnswerKind.DEFINITION),
        ("苗圃是什麼意思?", AnswerKind.DEFINITION),
        ("What can park keepers do for visitors?", AnswerKind.FACT),
        ("What must dog owners do?", AnswerKind.FACT),
        ("List what park keepers must do.", AnswerKind.LIST),
        ("Name three duties of a park keeper.", AnswerKind.LIST),
        ("What does the park ticket include?", AnswerKind.LIST),
        ("Which papers must park keepers bring?", AnswerKind.LIST),
        ("What counts as a kite?", AnswerKind.DEFINITION),
        ("Isn't it forbidden to feed the swans?", AnswerKind.YES_NO),
        ("In the park, is it legal to fly kites?", AnswerKind.YES_NO),
        ("fine for feeding the swans", AnswerKind.FACT),
        ("What is the maximum length of a kite?", AnswerKind.FACT),
        ("What rules should dog owners keep?", AnswerKind.LIST),
        ("What rules do dog owners keep?", AnswerKind.LIST),
    ],
)
def test_kind(question: str, kind: AnswerKind) -> None:
    assert want(question).kind is kind


@pytest.mark.parametrize(
    "question",
    [
        "園規分幾塊?",
        "護林任務分幾大塊?",
        "园规分成几部分?",
        "园规分为多少个部分?",
        "共有多少項護林原則?",
        "園規總共有多少條?",
        "一共有多少项?",
        "护林措施一共有多少?",
        "How many gardens are named?",
        "How many main duties does the keeper have?",
    ],
)
def test_how_many_items_a_list_has_is_asked_of_the_list(question: str) -> None:
    assert want(question).kind is AnswerKind.LIST
    assert not want(question).quantity


@pytest.mark.parametrize(
    "question",
    [
        "園裡有多少個人?",
        "要等多少个工作日?",
        "公园有多少条狗?",
        "门票多少钱?",
        "要交几块钱?",
        "園裡有多少棵樹?",
        "How many people are named in it?",
        "How many households are there?",
    ],
)
def test_how_many_things_the_world_has_is_a_number(question: str) -> None:
    assert want(question).kind is not AnswerKind.LIST
    assert want(question).quantity


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("五項原則是什麼?", 5),
        ("这12条是什么?", 12),
        ("the three goals", 3),
        ("原則是什麼?", None),
        ("哪一項?", None),
        ("十二项要求是什么?", 12),
        ("二十个目标", 20),
        ("第十二項是什麼?", None),
    ],
)
def test_the_number_of_things_a_question_names(question: str, count: int | None) -> None:
    assert want(question).count == count


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("至少多少戶?", ("户",)),
        ("滿多少周歲可以申請?", ("岁",)),
        ("押金最多幾個月?", ("月",)),
        ("几个人组成?", ("名", "人", "位")),
        ("存款利率是多少?", ("百分之", "%")),
        ("賠償幾倍?", ("倍", "百分之", "%")),
        ("由几名委员组成?", ("名", "人", "位")),
        ("哪一年施行?", ("年",)),
        ("How many households?", ("户", "家庭")),
        ("补贴多少?", ()),
        ("等多少秒?", ("秒", "秒钟")),
        ("發了多少張門票?", ("张",)),
        ("來了幾隊?", ("队", "支队")),
        ("園裡共有多少種花卉?", ("项", "种")),
        ("How many kites were flown?", ("风筝",)),
        ("How many old kites are there?", ("风筝",)),
    ],
)
def test_what_may_follow_the_number_asked_for(question: str, units: tuple[str, ...]) -> None:
    assert want(question).quantity == Quantity(units)


@pytest.mark.parametrize(
    "question", ["哪些原則?", "Who decides?", "什麼是自治?", "近几年发生了什么?", "这几项由谁负责?"]
)
def test_other_questions_want_no_number(question: str) -> None:
    assert not want(question).quantity


@pytest.mark.parametrize(
    ("question", "is_time"),
    [
        ("何時生效?", True),
        ("哪一天開會?", True),
        ("花展在哪個月?", True),
        ("When is it due?", True),
        ("On which day may dogs come in?", True),
        ("由誰任命?", False),
        ("花園什麼時候都開放嗎?", False),
        ("What must be paid when a permit expires?", False),
    ],
)
def test_whether_a_question_asks_when(question: str, is_time: bool) -> None:
    assert want(question).is_time is is_time


@pytest.mark.parametrize(
    ("question", "sentence", "found"),
    [
        ("多少歲可以領養?", "收養人應當年滿三十周岁。", ["三十周岁"]),
        ("住多久可以登记?", "居住半年以上,或者连续居住三个月。", ["半年", "三个月"]),
        ("賠幾倍?", "支付百分之三百的報酬", ["百分之三百"]),
        ("要交多少錢?", "按标的的百分之二缴纳,不低于五十元", ["百分之二", "五十元"]),
        ("有多少户?", "电话0771,不低于1500户", ["1500户"]),
        ("保證金的比例為何?", "不得低于百分之一,限三日缴纳", ["百分之一"]),
        ("几点关门?", "每日二十二时闭园,收费十元", ["二十二时"]),
        ("What is the fine for littering?", "处五十元罚款", ["五十元"]),
        ("经费有多少?", "預算是六百五十萬,第二十條", ["六百五十万"]),
        ("经费有多少?", "約三千萬上下", ["三千万"]),
        ("经费有多少?", "是一项重要的工作,万一不够,千万要报", []),
        ("人数是多少?", "两百多人,五十六棵樹", ["两百多人", "五十六"]),
        ("多久關燈?", "熄燈30秒後", ["30秒"]),
        ("來了幾隊?", "共兩百多隊參加", ["两百多队"]),
        ("有多少種花卉?", "栽有16項花卉", ["16项"]),
        ("How many kites were flown?", "放飞三十六只,每人一只风筝", ["三十六只", "一只风筝"]),
        ("How many kites were flown?", "有一個人,飞了3300個", ["3300个"]),
        ("How many households?", "公园有三十六只,不低于80户", ["80户"]),
        ("郵遞區號是多少?", "不低于1500户", []),
        ("電話號碼是多少?", "一般不低于1500户,占地300亩.", []),
        ("what is the phone number?", "电话:0771-5822118,每日接听.", ["0771-5822118"]),
    ],
)
def test_the_numbers_that_answer(question: str, sentence: str, found: list[str]) -> None:
    asked = quantity_asked(parse_query(question, LEXICON))
    assert asked is not None
    text = folded(sentence)
    assert [span.of(text) for span in quantities(asked, text)] == found


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("第三个要求是什么?", 3),
        ("第十二個要求是什麼?", 12),
        ("第123個要求是什麼?", 123),
        ("what is the 12th requirement?", 12),
        ("第0個要求是什麼?", None),
        ("要求是什麼?", None),
    ],
)
def test_the_item_asked_for_by_its_number(question: str, number: int | None) -> None:
    item = item_asked(folded(question))
    assert (item.number if item else None) == number


@pytest.mark.parametrize(
    ("sentence", "is_told"),
    [
        ("花展於五月三日開幕。", True),
        ("許可證有效期屆滿後,應當重新申領。", True),
        ("自收到通知之日起三十日內補交。", True),
        ("園丁每年修剪一次。", True),
        ("公園全年開放。", True),
        ("夏季延長開放。", True),
        ("花园建于唐代。", True),
        ("協會成立後,由園長召集。", True),
        ("發現火情時,應當報告。", True),
        ("The park opens every Monday.", True),
        ("园长由园丁推选。", False),
        ("遊客不得攀折花木。", False),
        ("Visitors keep to the paths.", False),
    ],
)
def test_whether_a_sentence_tells_a_time(sentence: str, is_told: bool) -> None:
    asked = want("什么时候?").quantity
    assert asked is not None and bool(quantities(asked, folded(sentence))) is is_told


@pytest.mark.parametrize(
    ("question", "sentence", "is_told"),
    [
        ("園丁受哪部法律保護?", "園丁依照《花木法》受保護。", True),
        ("适用哪个条例?", "本条例适用于公园。", True),
        ("Which law protects the trees?", "树木由森林法保护。", True),
        ("園丁受哪部法律保護?", "園丁應當依法用合適的方法修剪。", False),
    ],
)
def test_whether_a_sentence_names_a_law(question: str, sentence: str, is_told: bool) -> None:
    asked = want(question).quantity
    assert asked is not None and bool(quantities(asked, folded(sentence))) is is_told
