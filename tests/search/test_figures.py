"""A number is found however a text writes it, and not inside another one."""

from __future__ import annotations

import pytest

from rag.engine import Engine
from rag.search.figures import han_numeral, written_in_chinese, written_otherwise
from rag.search.match import occurrences
from rag.text import folded


@pytest.mark.parametrize(
    ("piece", "following", "forms"),
    [
        ("15", "天", ("十五",)),
        ("5", "天", ("五天", "五日")),
        ("2", "个", ("二个", "两个")),
        ("两个", "", ("2个", "二个")),
        ("65", "岁", ("六十五",)),
        ("三万元", "", ("30000", "30,000", "3万")),
        ("1.2", "万元", ("12000", "12,000", "一万二千")),
        ("一亿五千万元", "", ("150000000", "150,000,000", "1.5亿")),
        ("40%", "", ("百分之四十",)),
        ("百分之五", "", ("5%",)),
        ("2010", "年", ("二〇一〇", "二零一零")),
        ("二〇二五年", "", ("2025",)),
        ("3.5", "小时", ()),
    ],
)
def test_a_number_has_other_forms(piece: str, following: str, forms: tuple[str, ...]) -> None:
    assert written_otherwise(piece, following) == forms


@pytest.mark.parametrize(
    "piece", ["五四", "十一", "万一", "一般", "第三", "公里", "a1", "3.2.1", "〇"]
)
def test_what_measures_nothing_has_none(piece: str) -> None:
    assert written_otherwise(piece, "不要") == ()


def test_thousands_of_millions_are_no_number_that_is_sought() -> None:
    assert written_otherwise("9" * 12, "亿元") == ()


@pytest.mark.parametrize(
    ("word", "following", "forms"),
    [
        ("12,000", "fine", ("12000", "一万二千", "1.2万")),
        ("3", "days", ("三日", "三天")),
        ("20", "percent", ("百分之二十",)),
        ("2015", "plan", ("二〇一五", "二零一五")),
        ("1990", "s", ()),
        ("3", "principles", ()),
    ],
)
def test_a_number_in_english_has_chinese_forms(
    word: str, following: str, forms: tuple[str, ...]
) -> None:
    assert written_in_chinese(word, following) == forms


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, "零"), (10, "十"), (12, "十二"), (101, "一百零一"), (110, "一百一十"),
        (1010, "一千零一十"), (10001, "一万零一"), (20010, "二万零一十"), (110000, "十一万"),
        (10**8 + 1, "一亿零一"),
    ],
)  # fmt: skip
def test_a_number_is_written_out_in_han(count: int, written: str) -> None:
    assert han_numeral(count) == written


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("十五", "十五日内", ["十五"]),
        ("十五", "二十五日内", []),
        ("三万", "三万五千元", []),
        ("三万元", "罚款,三万元", ["三万元"]),
        ("3万", "罚款3万元", ["3万"]),
        ("3万", "罚款1.3万元和13万元", []),
        ("5日", "在5日内", ["5日"]),
    ],
)
def test_a_number_stands_only_where_it_is_whole(term: str, text: str, found: list[str]) -> None:
    view = folded(text)
    assert [span.of(view) for span in occurrences(term, view)] == found


@pytest.mark.parametrize(
    "asked", ["租期满12000元的押金", "租期满1.2万元的押金", "租期滿一萬二千元的押金"]
)
@pytest.mark.parametrize("said", ["12,000", "1.2万", "一万二千"])
def test_a_question_finds_the_number_as_the_text_has_it(asked: str, said: str) -> None:
    engine = Engine.from_texts({"rules": f"押金为{said}元的,十日内退还。"}, reader="none")
    assert engine.ask(f"{asked}何时退还?").sentences[0].text == f"押金为{said}元的,十日内退还。"
