"""Numbers as texts may write them: who asks of 15天 or NT$12,000 finds 十五日 and 一萬二千元."""

from __future__ import annotations

import re
from decimal import Decimal

from rag.corpus.numerals import han_number, written_han

_DIGITS = "零一二三四五六七八九"
_MYRIADS = {"亿": 10**8, "万": 10**4}
NUMERALS = "".join([_DIGITS, "〇两", "十百千", *_MYRIADS])

_MEASURES = (
    "元|块|圆|倍|成|度|周岁|岁|年|个?月|日|天|号|个?小时|时|分钟|秒|周|个?星期|个工作日|个?人|名|位|户"
    "|个|次|项|条|种|件|张|公里|千米|米|平方米|公斤|吨|分贝|级|层|辆|只|份|分"
)
_ARABIC = re.compile(
    rf"(?P<count>\d{{1,12}}(?:\.\d+)?|\d{{1,3}}(?:,\d{{3}})+)(?P<measure>[万亿]?(?:{_MEASURES})?)"
)
_HAN = re.compile(rf"(?P<count>[{NUMERALS}]+)(?P<measure>(?:{_MEASURES})?)")
_MEASURE = re.compile(rf"[万亿]?(?:{_MEASURES})")
_PERCENT = re.compile(rf"(?P<count>\d+)%|百分之(?P<han>[{NUMERALS}]+)")
_ENGLISH_MEASURES = {
    "year": "年",
    "month": "个月",
    "week": "周",
    "day": "日",
    "hour": "小时",
    "minute": "分钟",
    "people": "人",
    "person": "人",
    "member": "人",
    "time": "次",
    "yuan": "元",
    "kilometer": "公里",
    "kilometre": "公里",
}
_SAME = {"天": "日", "日": "天", "岁": "周岁", "周岁": "岁", "块": "元"}
# One digit stands in many numbers: it counts only with what it measures.
_LEAST_BARE = 11
_MOST = 10**12
# 一〇〇〇年 and what follows are years.
_FIRST_YEAR = 1000


def written_otherwise(piece: str, following: str) -> tuple[str, ...]:
    """Other ways to write the number that a folded piece of a text is, as terms; none for what is
    no number, or no measure's. What it measures ends the piece or begins `following`.

    >>> written_otherwise("15", "天"), written_otherwise("5", "天"), written_otherwise("40%", "")
    (('十五',), ('五天', '五日'), ('百分之四十',))
    >>> written_otherwise("三万元", ""), written_otherwise("1.2", "万元")
    (('30000', '30,000', '3万'), ('12000', '12,000', '一万二千'))
    """
    if percent := _PERCENT.fullmatch(piece):
        return _percent_otherwise(percent)
    match = _ARABIC.fullmatch(piece) or _HAN.fullmatch(piece)
    measure = match and _MEASURE.match(match["measure"] or following)
    if not match or not measure:
        return ()
    unit = measure[0].lstrip("万亿")
    written = match["count"] + measure[0].removesuffix(unit)
    value = _value(written)
    if value is None or not 0 < value < _MOST:
        return ()
    if unit == "年" and value >= _FIRST_YEAR:
        return _year_otherwise(written)
    forms = [form for form in _forms(value) if form != written]
    if value >= _LEAST_BARE:
        return tuple(forms)
    units = dict.fromkeys((unit, _SAME.get(unit, unit)))
    return tuple(form + unit for form in forms for unit in units)


def written_in_chinese(word: str, following: str) -> tuple[str, ...]:
    """How Chinese texts may write the number that a folded English word is, `following` the next.

    >>> written_in_chinese("12,000", "fine"), written_in_chinese("3", "days")
    (('12000', '一万二千', '1.2万'), ('三日', '三天'))
    """
    if following in ("percent", "per"):
        word += "%"
    if named := _ENGLISH_MEASURES.get(following) or _ENGLISH_MEASURES.get(following[:-1]):
        return written_otherwise(word, named)
    is_year = len(word) == len("2025") and "," not in word
    forms = written_otherwise(word, "年" if is_year else "元")
    return () if following == "s" or len(word) == 1 else forms


def han_numeral(count: int) -> str:
    """A whole number below 10**12 in Han, as one writes it out.

    >>> [han_numeral(count) for count in (12, 110, 205, 12000, 10050, 30000)]
    ['十二', '一百一十', '二百零五', '一万二千', '一万零五十', '三万']
    """
    groups = ((10**8, "亿"), (10**4, "万"), (1, ""))
    written = ""
    for size, unit in groups:
        group = count // size % 10**4
        if group:
            written += ("零" if written and group < 1000 else "") + written_han(group) + unit
    return re.sub("^一十", "十", written) or _DIGITS[0]


def _forms(value: Decimal) -> list[str]:
    forms = []
    if value == value.to_integral_value():
        count = int(value)
        forms = [str(count)] if count < 1000 else [str(count), f"{count:,}"]
        han = han_numeral(count)
        forms += [han, re.sub("^二(?!十)", "两", han)]
    if value >= _MYRIADS["万"] and value % 100 == 0:
        unit = "亿" if value >= _MYRIADS["亿"] else "万"
        forms.append(f"{(value / _MYRIADS[unit]).normalize():f}{unit}")
    return list(dict.fromkeys(forms))


def _percent_otherwise(percent: re.Match[str]) -> tuple[str, ...]:
    if percent["count"]:
        return (f"百分之{han_numeral(int(percent['count']))}",)
    value = _value(percent["han"])
    return () if value is None else (f"{value}%",)


def _year_otherwise(written: str) -> tuple[str, ...]:
    if written.isdecimal():
        digits = [_DIGITS[int(digit)] for digit in written]
        return tuple("".join(digits).replace("零", zero) for zero in dict.fromkeys("〇零"))
    return (str(_value(written)),)


def _value(written: str) -> Decimal | None:
    """What a number is; None for what only looks like one (万一)."""
    if written[0].isdecimal():
        count = Decimal(written.rstrip("万亿").replace(",", ""))
        return count * _MYRIADS.get(written[-1], 1)
    whole = _whole(written)
    return None if whole is None else Decimal(whole)


def _whole(han: str) -> int | None:
    for unit, size in _MYRIADS.items():
        before, found, behind = han.rpartition(unit)
        if found:
            many, rest = _whole(before), _whole(behind) if behind else 0
            return None if many is None or rest is None else many * size + rest
    return han_number(han)
