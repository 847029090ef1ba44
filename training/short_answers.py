"""The answers that people marked, made short: what is asked for, without the words around it.

CMRC 2018's people marked a date here, there the whole sentence that it stands in. A reader that
learns from both marks now too much, now too little.
"""

from __future__ import annotations

import re

from rag.text import Span, fold, folded

_DIGIT = "[0-9零〇一二三四五六七八九十百千万亿两]"
_DAY = rf"{_DIGIT}{{1,3}}[日号]"
_CLOCK = r"(?:\d{1,2}[时点](?:\d{1,2}分)?)?"
# Nothing that belongs to it stands before a date ("乾隆三十六年").
_DATE = re.compile(
    rf"(?<![^\W在于自年日为是至到从])(?:公元前?|西元前?|前)?(?:{_DIGIT}{{1,5}}年?[至到~-])?"
    rf"(?:{_DIGIT}{{1,5}}年(?:{_DIGIT}{{1,3}}月(?:{_DAY}{_CLOCK})?)?"
    rf"|{_DIGIT}{{1,3}}月(?:{_DAY}{_CLOCK})?|{_DIGIT}{{1,3}}世纪(?:{_DIGIT}{{1,4}}年代)?"
    rf"|{_DIGIT}{{1,4}}年代)"
)
_AMOUNT = re.compile(
    r"(?<![A-Za-z\d第])(?:\d[\d,.]*|[零一二三四五六七八九十百千两]+)(?:[至到~-]\d[\d,.]*)?"
)
_ASKS_WHEN = re.compile(
    r"什么时[候间]|何时|哪一?[年月日天]|几[年月日号]|何[年月日]|时间是|[日时]期是"
)
_ASKS_AMOUNT = re.compile(r"多少|几(?!乎)|多[高长大远深重久宽]")
_ASKS_LONG = re.compile(
    r"为什么|为何|如何|怎[么样]|哪些|原因|什么样|特点|特征|区别|不同|过程|内容|介绍"
)
_LEAD = re.compile(r"^(?:由于|因为|位于|出自|来自|是指|就是|即是|[在于由因是为])(?=\w{2})")
# With more characters, or a comma, what leads belongs to a clause.
_LONGEST_LED = 24
_SUBJECT = re.compile(r"^(?P<subject>\w{2,16}?)(?:就是|位于|[是为叫])(?=\w{2})")
_EDGES = " ,.;:!?"


def short_answer(question: str, text: str, answer: Span) -> Span:
    """The part of `answer` in `text` that the question asks for; all of it if that is not plain.

    >>> text = "圖書館於1987年3月落成。"
    >>> short_answer("图书馆何时落成?", text, Span(0, len(text))).of(text)
    '1987年3月'
    """
    view = fold(answer.of(text))
    asked = folded(question)
    span = _shortened(asked, view.text)
    if not len(span):
        return answer
    return view.offsets.to_source(span).shifted(answer.start)


def _shortened(question: str, answer: str) -> Span:
    start, end = 0, len(answer)
    while end > start and answer[end - 1] in _EDGES:
        end -= 1
    if "何时何地" in question:
        return Span(start, end)
    if _ASKS_WHEN.search(question):
        dates = [m for m in _DATE.finditer(answer) if m.group() not in question]
        if len(dates) == 1:
            return Span(*dates[0].span())
    elif _ASKS_AMOUNT.search(question):
        amounts = list(_AMOUNT.finditer(answer))
        if len(amounts) == 1 and "," not in answer[:end]:
            return Span(amounts[0].start(), end)
    elif not _ASKS_LONG.search(question):
        subject, lead = _SUBJECT.match(answer), _LEAD.match(answer)
        if subject and subject["subject"] in question:
            start = subject.end()
        elif lead and end <= _LONGEST_LED and "," not in answer[:end]:
            start = lead.end()
    while start < end and answer[start] in _EDGES:
        start += 1
    return Span(start, end)
