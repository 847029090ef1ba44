"""Of texts that speak alike to a question, the law that stands higher comes first."""

from __future__ import annotations

import pytest

from rag.engine import Engine
from rag.index import DocumentSummary
from rag.search.authority import WORTH, Rank, Standing, rank_of

ARTICLE = "第一條 商家應當七日內退款。"
SHELF = {
    "local": "廣東省商家退款條例\n第一條 商家應當七日內退款給顧客。",
    "court": "最高人民法院關於退款案件的解釋\n第一條 商家應當七日內退款。",
    "regulation": "商家退款條例\n第一條 商家應當七日內退款。",
    "law": "中華人民共和國商家退款法\n第一條 商家應當七日內退款。",
}


@pytest.mark.parametrize(
    ("title", "rank", "place"),
    [
        ("中华人民共和国民法典", Rank.LAW, ""),
        ("地方制度法", Rank.LAW, ""),
        ("中華人民共和國刑法（2020年修正）", Rank.LAW, ""),
        ("最高人民法院关于适用《中华人民共和国民法典》有关担保制度的解释", Rank.COURT, ""),
        ("城市供水条例", Rank.REGULATION, ""),
        ("市场监督管理行政处罚信息公示规定", Rank.REGULATION, ""),
        ("醫療法施行細則", Rank.REGULATION, ""),
        ("直轄市、縣（市）選舉委員會組織規程", Rank.REGULATION, ""),
        ("浙江省实施《中华人民共和国农村土地承包法》办法", Rank.LOCAL, "浙江"),
        ("杭州市民用建筑节能条例", Rank.LOCAL, "杭州"),
        ("三门峡市白天鹅及其栖息地保护条例", Rank.LOCAL, "三门峡"),
        ("汕头经济特区道路条例", Rank.LOCAL, "汕头"),
        ("彭水苗族土家族自治县水资源条例", Rank.LOCAL, "彭水苗族土家族"),
        ("全国县级文化馆管理办法", Rank.REGULATION, ""),
        ("农村县域商业体系建设办法", Rank.REGULATION, ""),
        ("城市市容和环境卫生管理条例", Rank.REGULATION, ""),
        ("关于市场准入的意见", Rank.REGULATION, ""),
        ("鼓励民间参与省道建设办法", Rank.REGULATION, ""),
        ("上海口岸服务条例", Rank.LOCAL, "上海"),
        ("上海市民生活史", Rank.OTHER, ""),
        ("我國社區建設的基本原則和目標任務", Rank.OTHER, ""),
        ("", Rank.OTHER, ""),
    ],
)
def test_a_title_tells_the_rank(title: str, rank: Rank, place: str) -> None:
    assert rank_of(title) == (rank, place)


def _order(engine: Engine, question: str) -> list[str]:
    return list(dict.fromkeys(hit.passage.doc_id for hit in engine.search(question, 20)))


def test_the_higher_law_comes_first_and_that_of_places_last() -> None:
    order = _order(Engine.from_texts(SHELF), "商家何時退款?")
    assert (order[0], order[-1]) == ("law", "local")


def test_what_a_question_asks_for_outweighs_the_rank() -> None:
    assert _order(Engine.from_texts(SHELF), "商家何時退款給顧客?")[0] == "local"


@pytest.mark.parametrize("question", ["廣東商家何時退款?", "广东商家何时退款?"])
def test_a_question_that_names_the_place_is_about_its_law(question: str) -> None:
    assert _order(Engine.from_texts(SHELF), question)[0] == "local"


def test_a_question_that_names_the_document_is_about_it() -> None:
    engine = Engine.from_texts({k: SHELF[k] for k in ("regulation", "court")})
    assert _order(engine, "商家退款條例規定何時退款?")[0] == "regulation"


def test_a_document_may_be_named_without_the_name_of_the_state() -> None:
    documents = [
        DocumentSummary("rules", "中華人民共和國道路交通安全法實施條例", "zh-Hant", 1),
        DocumentSummary("law", "中華人民共和國道路交通安全法", "zh-Hant", 1),
    ]
    standing = Standing(documents)
    assert standing.worth("道路交通安全法实施条例第六十二条规定什么?", 0) == 1.0
    assert standing.worth("中华人民共和国道路交通安全法实施条例", 0) == 1.0
    assert standing.worth("道路交通安全法规定什么?", 0) == WORTH[Rank.REGULATION]


def test_what_is_no_law_stands_where_its_words_put_it() -> None:
    books = {"a": "商家退款指南\n商家應當七日內退款給顧客。", "b": SHELF["law"]}
    assert _order(Engine.from_texts(books), "商家何時退款給顧客?")[0] == "a"


def test_a_shelf_of_one_rank_is_level() -> None:
    engine = Engine.from_texts({"a": SHELF["local"], "b": SHELF["local"].replace("廣東", "湖南")})
    assert Standing(engine.documents()).is_level
    assert not Standing(Engine.from_texts(SHELF).documents()).is_level


def test_titles_may_be_given_beside_texts() -> None:
    engine = Engine.from_texts({"x": ARTICLE, "y": ARTICLE}, titles={"y": "商家退款法"})
    assert [d.title for d in engine.documents()] == ["", "商家退款法"]
