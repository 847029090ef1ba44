"""Numbers that are asked for, and the numbers in a sentence that answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.text import Span
from rag.types import Query

# What may follow a number. People, months and hours are counted with 个 between, or without.
_UNIT = (
    "年|个?月|个?星期|周(?!岁)|[周足]?岁|日|天|个?小时|时|点|分钟|户|个?人|次|名|位|级|层|倍|成|元"
    "|钱|块|公里|千米|米|里|亩|吨"
)
# 几点原则 asks for a list, 几点开门 for a number.
_LISTED = "(?!点[原任目要措内方特问基主])"
_SHARE = ("百分之", "%")
_MONEY = ("元", "钱", "块", "倍", "百分之", "%")
_TIME = ("年", "月", "星期", "周", "日", "天", "小时", "时", "分钟")
_ALIKE = (
    ("倍", "百分之", "%"),
    _MONEY,
    ("名", "人", "位"),
    ("日", "天"),
    ("星期", "周"),
    ("小时", "时"),
    ("点", "时"),
    ("公里", "千米"),
)
_ARABIC = r"\d[\d,.]*%?"
_NUMBER = rf"(?:{_ARABIC}|[一二三四五六七八九十百千万亿两半]+)"
_ANY = re.compile(rf"{_ARABIC}(?:{_UNIT})?|{_NUMBER}(?:{_UNIT}|分之{_NUMBER})")
# Three digits or more that no unit follows: a telephone's number, not 1500户.
_CODE = re.compile(rf"(?<![\d,.])\d[\d-]{{2,}}(?![\d-])(?!\s*(?:{_UNIT}|[个项条件份种%万亿多余]))")

_ASKED = re.compile(
    rf"(?:多少|(?<!哪)几){_LISTED}(?P<unit>{_UNIT})|(?P<year>哪一?年)|(?P<long>多久|多长时间)|多少"
    r"|百分之几|(?P<share>比例|比率|百分比|费率|税率|利率)(?:为何|是什么|是多少|如何)"
    r"|(?:金额|数额|限额|年龄)(?:为何|是什么|如何)"
    r"|\bhow many (?P<noun>[a-z]+)|\bhow (?:much|long|old|often|fast)\b"
    r"|\bwhat (?:year|age|percentage|proportion)\b"
    r"|\bwhat(?:'s| is| was| are) the (?:[a-z]+ ){0,2}?"
    r"(?:fine|age|speed|price|fee|salary|wage|rate|percentage|population|height|length|width|weight"
    r"|distance|temperature|number of|amount of|limit|deadline)\b(?! called| of these)"
)
# A number that names, and measures nothing.
_CODE_ASKED = re.compile(
    r"(?:号码|电话|热线|编号|邮编|邮政编码|邮递区号|区号|代码|车牌)号?(?:是|为)?(?:多少|什么|几号?)"
    r"|\b(?:phone|telephone|fax|hotline|zip|postal) (?:number|code)\b"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that is asked for. `units` are what may follow it in Chinese; empty if any will do.

    `is_code` says that it counts nothing, as that of a telephone.
    """

    units: tuple[str, ...] = ()
    is_code: bool = False


def quantity_asked(query: Query) -> Quantity | None:
    """The number that a question asks for, if it asks for one."""
    if _CODE_ASKED.search(query.folded):
        return Quantity(is_code=True)
    match = _ASKED.search(query.folded)
    return Quantity(_units(query, match)) if match else None


def quantities(asked: Quantity, folded_sentence: str) -> list[Span]:
    """The numbers in a sentence that may be the one asked for.

    >>> text = "年满二十二周岁,处一百元罚款"
    >>> [span.of(text) for span in quantities(Quantity(units=("岁",)), text)]
    ['二十二周岁']
    """
    pattern = _CODE if asked.is_code else _ANY
    if asked.units:
        pattern = _numbers_of(asked.units)
    return [Span(match.start(), match.end()) for match in pattern.finditer(folded_sentence)]


@lru_cache
def _numbers_of(units: tuple[str, ...]) -> re.Pattern[str]:
    shares = [rf"百分之{_NUMBER}|{_NUMBER}分之{_NUMBER}"] if "百分之" in units else []
    followed = "|".join(re.escape(unit) for unit in units if unit != "百分之")
    return re.compile("|".join([*shares, rf"{_NUMBER}(?:多|余|几)?[个周足]?(?:{followed})"]))


def _units(query: Query, asked: re.Match[str]) -> tuple[str, ...]:
    if unit := (asked["unit"] or "").lstrip("个周足") or asked["unit"]:
        return next((group for group in _ALIKE if unit in group), (unit,))
    if asked["share"]:
        return _SHARE
    if asked["year"]:
        return ("年",)
    if asked["long"]:
        return _TIME
    noun = asked["noun"]
    return tuple(
        term for word in query.words if word.text == noun for term, _ in word.alternatives[1:]
    )
