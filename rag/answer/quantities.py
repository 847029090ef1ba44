"""Numbers, times and laws that are asked for, and those in a sentence that answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rag.answer.told import LAW, TIME
from rag.text import Span
from rag.types import Query

# What may follow a number. People, months and hours are counted with 个 between, or without.
_UNIT = (
    "年|个?月|个?星期|周(?!岁)|[周足]?岁|日|天|个?小时|时|点|分钟|秒钟?|户|个?人|次|名|位|级|层|倍|成"
    "|元|钱|块|公里|千米|米|里|亩|吨"
)
# What things are counted by. After 一 they mostly only say "a".
_CLASSIFIER = "片|份|支?队|项|件|张|种|只|支|辆|架|艘|头|届"
_MEASURE = (
    f"{_CLASSIFIER}|个|人|名|位|户|家|次|条|所|座|本|部|台|套|篇|首|句|字|处|对|类|款|棵|株|间"
)
# 几点原则 asks for a list, 几点开门 for a number.
_LISTED = "(?!点[原任目要措内方特问基主])"
_SHARE = ("百分之", "%")
_MONEY = ("元", "钱", "块", "倍", "百分之", "%")
_TIME = ("年", "月", "星期", "周", "日", "天", "小时", "时", "分钟", "秒")
_ALIKE = (
    ("倍", "百分之", "%"),
    _MONEY,
    ("名", "人", "位"),
    ("日", "天"),
    ("星期", "周"),
    ("小时", "时"),
    ("点", "时"),
    ("公里", "千米"),
    ("秒", "秒钟"),
    ("项", "种"),
    ("队", "支队"),
)
_ARABIC = r"\d[\d,.]*%?"
_HAN_NUMBER = "[一二三四五六七八九十百千万亿两半]+"
_NUMBER = rf"(?:{_ARABIC}|{_HAN_NUMBER})"
_ABOUT = "(?:多|余|几)?"
# 六百五十万 is a number without a unit, 万一 and 第二十 are none.
_FULL_NUMBER = (
    "(?<![第一二三四五六七八九十百千万亿两])"
    "(?:(?:[一二三四五六七八九两几]十?|十)[百千万亿][一二三四五六七八九十百千万亿两零]*"
    "|[二三四五六七八九]?十[一二三四五六七八九])"
)
_UNITS = re.compile(rf"{_UNIT}|{_CLASSIFIER}|周|百分之|%")
_ANY = re.compile(
    rf"{_ARABIC}{_ABOUT}(?:{_UNIT}|{_CLASSIFIER})?|{_NUMBER}{_ABOUT}(?:{_UNIT}|分之{_NUMBER})"
    rf"|(?!一(?:{_CLASSIFIER})){_NUMBER}{_ABOUT}(?:{_CLASSIFIER})|{_FULL_NUMBER}{_ABOUT}"
)
# Three digits or more that no unit follows: a telephone's number, not 1500户.
_CODE = re.compile(rf"(?<![\d,.])\d[\d-]{{2,}}(?![\d-])(?!\s*(?:{_UNIT}|[个项条件份种%万亿多余]))")

_ENGLISH_VERB = (
    "(?:are|is|was|were|do|does|did|have|has|had|must|can|may|should|will|would|could|of|in|there)"
)
_ASKED = re.compile(
    rf"(?:多少|(?<![哪这那近好])几){_LISTED}(?P<unit>{_UNIT}|{_CLASSIFIER})"
    r"|(?P<year>哪一?年)|(?P<long>多久|多长时间)|多少|百分之几|(?P<share>比例|比率|百分比|费率|税率|利率)(?:为何|是什么|是多少|如何)"
    r"|(?:金额|数额|限额|年龄)(?:为何|是什么|如何)"
    rf"|\bhow many (?P<noun>[a-z]+(?: [a-z]+){{0,2}}?)(?= {_ENGLISH_VERB}\b|[^a-z ]|$)"
    r"|\bhow many (?P<first>[a-z]+)|\bhow (?:much|long|old|often|fast)\b"
    r"|\bwhat (?:year|age|percentage|proportion)\b"
    r"|^(?:the )?(?:fine|price|cost|fee|penalty|speed limit|age limit) (?:of|for)\b"
    r"|\bwhat(?:'s| is| was| are) the (?:maximum|minimum)\b"
    r"|\bwhat(?:'s| is| was| are) the (?:[a-z]+ ){0,2}?"
    r"(?:fine|age|speed|price|fee|salary|wage|rate|percentage|population|height|length|width|weight"
    r"|distance|temperature|number of|amount of|limit|deadline)\b(?! called| of these)"
)
# A number that names, and measures nothing.
_CODE_ASKED = re.compile(
    r"(?:号码|电话|热线|编号|邮编|邮政编码|邮递区号|区号|代码|车牌)号?(?:是|为)?(?:多少|什么|几号?)"
    r"|\b(?:phone|telephone|fax|hotline|zip|postal) (?:number|code)\b"
)
# In English only before a verb: what is due when a permit expires asks no time.
_TIME_ASKED = re.compile(
    r"什么(?:时[候间]|日[子期])(?![都也])|何时|几时|哪一?[天日月]|哪个?(?:年代|世纪|朝代|季节|月)|几[月号]"
    r"|(?:时间|日期)(?:是什么|为何)"
    r"|\bwhen (?:exactly )?(?:is|are|was|were|do|does|did|can|may|must|should|shall|will|has|had)\b"
    r"|\b(?:say|tell me|know) when\b|\b(?:what|which) (?:date|time|day|month|century|season)\b"
)
_LAW_ASKED = re.compile(
    r"哪[一几]?[部个条项]?(?:法律|法规|条例|办法|法(?![官院庭人]))|什么(?:法律|法规|条例)"
    r"|\b(?:which|what) (?:law|act|regulation|statute|ordinance)s?\b"
)


class Sought(StrEnum):
    """What a sentence must hold to answer. A code is a number that counts nothing."""

    NUMBER = "number"
    CODE = "code"
    TIME = "time"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is asked for, most often a number: a sentence without it answers hardly ever.

    `units` are what may follow a number in Chinese; empty if any will do.
    """

    units: tuple[str, ...] = ()
    sought: Sought = Sought.NUMBER

    @property
    def is_number(self) -> bool:
        """True if what is asked for is written with digits."""
        return self.sought in (Sought.NUMBER, Sought.CODE)


_PATTERNS = {Sought.NUMBER: _ANY, Sought.CODE: _CODE, Sought.TIME: TIME, Sought.LAW: LAW}


def quantity_asked(query: Query) -> Quantity | None:
    """The number that a question asks for, or else the time or law, if it asks for one."""
    if _CODE_ASKED.search(query.folded):
        return Quantity(sought=Sought.CODE)
    if match := _ASKED.search(query.folded):
        return Quantity(_units(query, match))
    if _TIME_ASKED.search(query.folded):
        return Quantity(sought=Sought.TIME)
    return Quantity(sought=Sought.LAW) if _LAW_ASKED.search(query.folded) else None


def quantities(asked: Quantity, folded_sentence: str) -> list[Span]:
    """The numbers, times or names of laws in a sentence that may be the one asked for.

    >>> text = "年满二十二周岁,处一百元罚款"
    >>> [span.of(text) for span in quantities(Quantity(units=("岁",)), text)]
    ['二十二周岁']
    """
    pattern = _numbers_of(asked.units) if asked.units else _PATTERNS[asked.sought]
    return [Span(match.start(), match.end()) for match in pattern.finditer(folded_sentence)]


@lru_cache
def _numbers_of(units: tuple[str, ...]) -> re.Pattern[str]:
    followed = "|".join(re.escape(unit) for unit in units if unit != "百分之")
    forms = [rf"{_NUMBER}{_ABOUT}[个周足]?(?:{followed})"]
    if "百分之" in units:
        forms.insert(0, rf"百分之{_NUMBER}|{_NUMBER}分之{_NUMBER}")
    if not any(map(_is_unit, units)):
        forms.insert(0, rf"{_NUMBER}{_ABOUT}(?:{_MEASURE})(?:{followed})")
        forms.append(rf"(?!一(?:{_MEASURE})){_NUMBER}{_ABOUT}(?:{_MEASURE})|{_FULL_NUMBER}")
    return re.compile("|".join(forms))


def _is_unit(term: str) -> bool:
    return _UNITS.fullmatch(term) is not None


def _units(query: Query, asked: re.Match[str]) -> tuple[str, ...]:
    if unit := (asked["unit"] or "").lstrip("个周足") or asked["unit"]:
        return next((group for group in _ALIKE if unit in group), (unit,))
    if asked["share"]:
        return _SHARE
    if asked["year"]:
        return ("年",)
    if asked["long"]:
        return _TIME
    nouns = (asked["noun"] or asked["first"] or "").split()
    return tuple(
        term for word in query.words if word.text in nouns for term, _ in word.alternatives[1:]
    )
