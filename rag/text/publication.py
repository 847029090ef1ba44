"""Lines that say when a page was published, from where, by which editor, and how often it was read.

A law's own data (its number, who passed it and when) and a byline belong to the text. What tells
the page's from them: readers are counted, the clock is given, or a source and a date stand on one
line, with nothing else on it. An editor alone may be a book's, above its text; and what happens
at a time (時間：…) is the text's, unless it is the source's.
"""

from __future__ import annotations

import re

_LONGEST = 160
_LONGEST_VALUE = 30

# All patterns read folded lines: Simplified, half width, lower case.
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_COUNTED = re.compile(
    r"(?:浏览|阅读|点击|点阅|查看|访问|下载|评论|回复|收藏|转发|点赞|在看|人气|赞|评分|read|views?)"
    r"(?:次数|人次|人数|总数|量|数|率)?\s*[:(\[]?\s*\d[\d,.]*\s*(?:万\+?|"
    r"k)?\s*[次人个]?[)\]]?(?=\W|$)|"
    r"(?:浏览|阅读|点击|点阅|查看|访问)(?:次数|人次|人数|总数|量|数|率)\s*:\s*(?=$|\s)|"
    r"\d+\s*(?:次(?:浏览|阅读|点击)|人(?:已)?(?:浏览|阅读)|min(?:ute)?s? read|views)"
)
# 閱讀 30 may be a score; 閱讀量 30, 閱讀 30 次 and 閱讀 3萬 are not.
_OF_READERS = re.compile(r"[次数量率人万]|min|views")
_DATE = re.compile(
    r"(?:公历|民国|中华民国)?\s*\d{2,4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|"
    rf"\d{{1,2}} {_MONTH} \d{{4}}|{_MONTH} \d{{1,2}}, \d{{4}}"
)
_CLOCK = re.compile(r"(?:[ap]m|[上下]午)?\s*\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?")
_BUTTONS = re.compile(
    r"字[号体级](?:大小)?\s*:?|[\[(]?\s*(?:大\s*[,|/]?\s*中\s*[,|/]?\s*小|小\s*[,|/]?\s*中\s*[,|"
    r"/]?\s*大)"
    r"\s*[\])]?|打印(?:本[页文])?|列印|收藏(?:本[页文])?|分享(?:到|至)?\s*:?|关闭(?:窗口)?\s*:?|"
    r"我要纠错"
)
_OF_PAGES = (
    r"上传(?:者|人|于|时间)?|发布(?:者|人)|发布时间|发表于|发表时间|(?:最后|最近)?更新(?:时间|"
    r"日期|于)?|"
    r"最后(?:修改|编辑)(?:时间|日期)?|上版(?:日期|时间)|上稿(?:日期|单位)|张贴(?:日期|人|者|时间)|"
    r"(?:复核|覆检|检视)日期|(?:本文|原文|文章)(?:链接|网址|地址)|"
    r"last (?:updated|modified|reviewed)(?: on)?|posted (?:on|by)"
)
_OF_EDITORS = r"(?:责任|执行|网络|本文|值班|页面|文字)?编辑|责编|美编|录入(?:者|员)?"
_OF_SOURCES = r"(?:信息|文章|稿件|新闻)?来源|稿源|转自|资料来源|出处|source"
_OF_DATES = r"发布日期|公告日期|日期|时间|date|published(?: on)?"
_OTHERS = (
    r"作者|撰文|文|记者|通讯员|供稿|摄影|发布(?:单位|机构|机关|部门)|信息提供|(?:服务|联系|"
    r"客服)电话|(?:信息)?分类|栏目|"
    r"类别|"
    r"排版|校对|审核|初审|复审|终审|审校|监制|by|author|written by"
)
_LABEL = re.compile(
    rf"(?<!\w)(?:(?P<page>{_OF_PAGES})|(?P<editor>{_OF_EDITORS})|(?P<source>{_OF_SOURCES})|"
    rf"(?P<date>{_OF_DATES})|(?P<other>{_OTHERS}))(?:\s*:|(?<=ed|on|by)\s|(?<=于))\s*"
)
_ORIGINAL = re.compile(r"\W*原创\s+\S")
_ORIGINAL_TITLE = re.compile(r"\W*原标题\s*:")
_OUTLET = re.compile(r"\W*\w{2,10}(?:网|报|社|新闻|电台|电视台)(?:\s|$)")
_NOT_A_VALUE = re.compile(r"[.;!?:]")


def is_publication_data(view: str) -> bool:
    """True for a line of nothing but fields, one of which only a page has, or source and date."""
    if _ORIGINAL_TITLE.match(view):
        return len(view) <= _LONGEST
    kinds = _kinds(view)
    has_day = bool(kinds & {"date", "day"})
    is_edited = "editor" in kinds and len(kinds - {"other", "editor"}) > 0
    is_sourced = "source" in kinds and has_day
    return "page" in kinds or is_edited or is_sourced or {"outlet", "day", "clock"} <= kinds


def is_editor(view: str) -> bool:
    """True for the name of an editor, which behind a text is the page's."""
    kinds = _kinds(view)
    return "editor" in kinds and kinds <= {"editor", "other"}


def is_lone_field(view: str) -> bool:
    """True for a date, source or editor alone, which is furniture only beside more of it."""
    kinds = _kinds(view)
    is_stamp = kinds == {"day", "clock"}
    is_labelled = bool(kinds & {"source", "date", "editor"}) and "other" not in kinds
    return is_stamp or (is_labelled and "资料来源" not in view)


def _kinds(view: str) -> frozenset[str]:
    """The kinds of fields that the line consists of; none if there is anything else on it."""
    if len(view) > _LONGEST or view.endswith((".", ";", "!", "?")):
        return frozenset()
    kinds: set[str] = set()
    counts = _COUNTED.findall(view)
    if len(counts) > 1 or any(map(_OF_READERS.search, counts)):
        kinds.add("page")
    rest = _COUNTED.sub(" ", view)
    for pattern, kind in ((_DATE, "day"), (_CLOCK, "clock"), (_BUTTONS, "")):
        rest, found = pattern.subn(" ", rest)
        kinds |= {kind} if found and kind else set()
    labels = list(_LABEL.finditer(rest))
    kinds |= {str(label.lastgroup) for label in labels}
    before = rest[: labels[0].start()] if labels else rest
    ends = [*(label.start() for label in labels[1:]), len(rest)]
    values = [rest[label.end() : end] for label, end in zip(labels, ends, strict=False)]
    if _OUTLET.match(before) or _ORIGINAL.match(before):
        kinds.add("outlet")
        values.append(before)
        before = ""
    is_whole = not re.search(r"\w", before) and all(map(_is_value, values))
    return frozenset(kinds) if is_whole else frozenset()


def _is_value(value: str) -> bool:
    return len(value.strip()) <= _LONGEST_VALUE and not _NOT_A_VALUE.search(value)
