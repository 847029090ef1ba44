"""A scraped page without what the site put around the text; every line left out is on record.

Cleaning only ever leaves out whole lines, and keeps the others character for character. It knows
five things that sites add: a banner before or behind the text, a list of recommended books or
articles at the end, navigation, a copyright line, and link farms. Each needs more than a suspicious
word: when in doubt a line stays, for a wrong line can be seen, but a missing one cannot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from rag.text.fold import folded
from rag.text.spans import Span

_LINE = re.compile(r"[^\n]*\n?")
_LONGEST_FURNITURE = 100

# All patterns read folded lines: Simplified, half width, lower case.
_HEADING = re.compile(
    r"第\s*[\d〇零一二三四五六七八九十百]+\s*[编篇章节条]|[一二三四五六七八九十]+,|#|"
    r"\([一二三四五六七八九十\d]+\)|(?:chapter|part|article)\s"
)
_SITE = re.compile(
    r"^[\w·]{1,12}(?:网|网站|书城|书院|书屋|文库|中文|小说|论坛|阁|吧)(?:[_|\-:,!\s(]|$)"
    r"|(?:https?://|www\.|wap\.|m\.\w+\.)\S+|\w+\.(?:com|cn|net|org|cc|tw|hk)\b"
)
_PROMOTION = re.compile(
    r"收藏|书友|网友|加入书签|请记住|记住本站|本站|首发|最新章节|免费阅读|全文阅读|在线阅读|无弹窗|"
    r"手机阅读|手机版|更新最快|最快更新|最新网址|永久地址|点击下载|扫码|公众号|欢迎访问|欢迎光临|"
    r"小说下载|电子书下载|txt下载|请浏览|请访问|请登录|更多精彩|"
    r"best\s+site|bookmark\s+(?:us|this)"
)
_RECOMMENDED = re.compile(
    r"[\W_]*(?:推荐|相关|延伸|热门|精彩|猜你喜欢|同类|更多|大家都在看|书友还喜欢|编辑)"
    r"(?:推荐|阅读|文章|书籍|图书|好书|链接|资讯|新闻|内容|喜欢|精彩内容)?[\W_]*"
    r"|[\W_]*(?:recommended|related)\s+(?:reading|articles|books|posts)[\W_]*"
)
_LIST_ITEM = re.compile(r"(?:\d{1,3}\s*[.,)]|[-*•·◆■●▪○>]|\[\d+\])\s*\S|<[^<>]+>")
_REFERENCE = re.compile(
    r"出版社|\[[a-z]\]|\[[a-z]/ol\]|doi|isbn|第\d+期|\d+\s*-\s*\d+页|:\s*\d+-\d+"
)
_NAVIGATION_WORD = (
    r"上一[页章篇节]|下一[页章篇节]|前一[页章]|后一[页章]|返回(?:目录|书页|顶部|首页|列表|上一页)?|"
    r"目录|首页|末页|尾页|加入书签|加入书架|投推荐票|打印(?:本页)?|关闭(?:窗口)?|收藏本[页站]|"
    r"分享到?|微信|微博|qq空间|朋友圈|回到顶部|没有了|字[号体]|[大中小](?=\W|$)|"
    r"previous(?:\s+page)?|next(?:\s+page)?|back\s+to\s+top|home"
)
_NAVIGATION = re.compile(rf"(?:[\W_]*(?:{_NAVIGATION_WORD}))+[^\w.?!;]*")
_TURNING = re.compile(
    r"[上下]一[页章篇节]|[前后]一[页章]|返回|加入书|收藏本|回到顶部|打印|关闭|分享|字[号体]|"
    r"previous|next|back to"
)
_NEIGHBOR = re.compile(r"[\W_]*(?:[上下前后]一[篇页章节条]|previous|next)\s*:\s*\S")
_FEWEST_NAVIGATION_WORDS = 2
_COPYRIGHT = re.compile(
    r"[\W_]*(?:版权所有(?![人权者])|著作权所有(?![人权者])|copyright\s*(?:\(c\)|©|\d)|©|"
    r"[^.]{0,30}icp[备证]\s*\d|[^.]{0,20}公网安备|all rights reserved)"
)
_FARM_LABEL = re.compile(
    r"^[^|:]{0,16}(?:蜘蛛池|友情链接|友链|站群|模板|外链|链接交换|友情连结|links?)[^|:]{0,8}:"
)
_FEWEST_FARMED = 5


class RemovalReason(StrEnum):
    """Why a line is not part of the text: what cleaning finds, then what a format's markup says."""

    SITE_BANNER = "site banner"
    RECOMMENDED_READING = "recommended reading"
    NAVIGATION = "navigation"
    LINK_FARM = "link farm"
    COPYRIGHT_LINE = "copyright line"
    SIDEBAR = "sidebar"
    PAGE_FOOTER = "page footer"
    FORM = "form"
    HIDDEN = "hidden"
    OUTSIDE_THE_MAIN_TEXT = "outside the main text"
    FRONT_MATTER = "front matter"
    TABLE_OF_CONTENTS = "table of contents"
    PAGE_NUMBER = "page number"
    RUNNING_HEAD = "running head"


@dataclass(frozen=True, slots=True)
class RemovedLine:
    """A line that cleaning left out. `raw_span` counts code points of the decoded raw text.

    `reason` is the value of a `RemovalReason`.
    """

    raw_span: Span
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text that may be cited, what was left out, and where in the raw text it all was.

    `text` is the raw ranges `kept`, joined; blank lines between kept lines are kept, those before
    the first and behind the last, and the last line's own line end, are not.
    """

    text: str
    removed: tuple[RemovedLine, ...]
    kept: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    text: str
    view: str


def clean(raw: str, furniture: Mapping[int, str] | None = None) -> Cleaned:
    """The body of a scraped page, character for character, and a ledger of every line left out.

    `furniture` tells of lines that are known not to be text, by where they start in `raw`, and
    why: markup says more of a page than its words do.

    >>> cleaned = clean("某某书城_书友的家!\\n\\n一、總則\\n要有序。\\n\\n上一页 下一页\\n")
    >>> cleaned.text
    '一、總則\\n要有序。'
    >>> [(line.text, line.reason) for line in cleaned.removed]
    [('某某书城_书友的家!', 'site banner'), ('上一页 下一页', 'navigation')]
    """
    lines = [
        _Line(Span(match.start(), match.end()), match[0].strip(), folded(match[0].strip()))
        for match in _LINE.finditer(raw)
        if match[0].strip()
    ]
    reasons = _reasons(lines, furniture or {})
    if len(reasons) == len(lines):
        reasons = {}
    removed = tuple(
        RemovedLine(_without_line_end(raw, lines[index].span), lines[index].text, str(reason))
        for index, reason in sorted(reasons.items())
    )
    kept = _kept(raw, lines, reasons)
    return Cleaned("".join(span.of(raw) for span in kept), removed, kept)


def _without_line_end(raw: str, span: Span) -> Span:
    return Span(span.start, span.start + len(span.of(raw).rstrip("\r\n")))


def _kept(raw: str, lines: list[_Line], reasons: dict[int, str]) -> tuple[Span, ...]:
    """The raw ranges between what was removed, from the first kept line to the last."""
    body = [line.span for index, line in enumerate(lines) if index not in reasons]
    if not body:
        return ()
    start, end = body[0].start, _without_line_end(raw, body[-1]).end
    cuts = [lines[i].span for i in sorted(reasons) if start < lines[i].span.start < end]
    edges = [start, *(edge for cut in cuts for edge in (cut.start, cut.end)), end]
    ranges = [Span(a, b) for a, b in list(pairwise(edges))[::2] if b > a]
    return tuple(ranges)


def _reasons(lines: list[_Line], furniture: Mapping[int, str]) -> dict[int, str]:
    """Why each line that is left out is left out, by its index."""
    reasons: dict[int, str] = {}
    for index, line in enumerate(lines):
        if line.span.start in furniture:
            reasons[index] = furniture[line.span.start]
        elif _navigation_words(line) >= _FEWEST_NAVIGATION_WORDS:
            reasons[index] = RemovalReason.NAVIGATION
        elif _is_labelled_farm(line):
            reasons[index] = RemovalReason.LINK_FARM
    for index, line in enumerate(lines):
        if index not in reasons and (_HEADING.match(line.view) or _is_prose(line)):
            break
        if _is_banner(line):
            reasons.setdefault(index, RemovalReason.SITE_BANNER)
    _add_tail(lines, reasons)
    return reasons


def _add_tail(lines: list[_Line], reasons: dict[int, str]) -> None:
    """Walk back from the end over what sites put there, and stop at the first line of text."""
    index = len(lines) - 1
    while index >= 0:
        line = lines[index]
        behind_is_gone = index + 1 in reasons
        if index in reasons:
            index -= 1
        elif _navigation_words(line) or _is_link_to_neighbor(line):
            reasons[index] = RemovalReason.NAVIGATION
        elif _is_copyright(line):
            reasons[index] = RemovalReason.COPYRIGHT_LINE
        elif _is_banner(line):
            reasons[index] = RemovalReason.SITE_BANNER
        elif _is_farm(line) and (behind_is_gone or index - 1 in reasons):
            reasons[index] = RemovalReason.LINK_FARM
        else:
            start = _recommendations_start(lines, index)
            if start is None:
                return
            for listed in range(start, index + 1):
                reasons[listed] = RemovalReason.RECOMMENDED_READING


def _recommendations_start(lines: list[_Line], last: int) -> int | None:
    """Where a list of recommended titles begins that ends at `last`; None if there is none."""
    first = last
    while first >= 0 and _LIST_ITEM.match(lines[first].view) and not _is_prose(lines[first]):
        if _REFERENCE.search(lines[first].view):
            return None
        first -= 1
    is_list = first < last and first > 0
    return first if is_list and _RECOMMENDED.fullmatch(lines[first].view) else None


def _is_prose(line: _Line) -> bool:
    return len(line.view) > _LONGEST_FURNITURE or line.view.endswith((".", ";", ':"', '."'))


def _is_banner(line: _Line) -> bool:
    view = line.view
    return (
        len(view) <= 60
        and not _is_prose(line)
        and not _HEADING.match(view)
        and bool(_SITE.search(view))
        and bool(_PROMOTION.search(view))
    )


def _navigation_words(line: _Line) -> int:
    """How many words of navigation the line consists of; 0 if there is anything else on it."""
    view = line.view
    if len(view) > _LONGEST_FURNITURE or not _TURNING.search(view):
        return 0
    return len(re.findall(_NAVIGATION_WORD, view)) if _NAVIGATION.fullmatch(view) else 0


def _is_link_to_neighbor(line: _Line) -> bool:
    return len(line.view) <= _LONGEST_FURNITURE and bool(_NEIGHBOR.match(line.view))


def _is_copyright(line: _Line) -> bool:
    view = line.view
    is_sentence = view.endswith((".", ";")) and not re.search("翻印|转载|reserved", view)
    return len(view) <= 2 * _LONGEST_FURNITURE and not is_sentence and bool(_COPYRIGHT.match(view))


def _is_farm(line: _Line) -> bool:
    """True for many short names between bars, and nothing like a table row or a sentence."""
    pieces = [piece.strip() for piece in line.view.split(":")[-1].split("|")]
    names = [piece for piece in pieces if piece]
    return (
        len(names) >= _FEWEST_FARMED
        and not line.view.startswith("|")
        and all(len(name) <= 12 and not re.search(r"[.;!?]", name) for name in names)
    )


def _is_labelled_farm(line: _Line) -> bool:
    return bool(_FARM_LABEL.match(line.view)) and _is_farm(line)
