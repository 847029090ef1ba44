"""Lists of other texts that a site recommends behind this one.

A book recommends reading too. So a heading that books have as well needs items with bullets, or
furniture behind the list; and a list with publishers is a bibliography.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.menus import is_prose

_LONGEST_TITLE = 60
_LONGEST_LIST = 20
_LONGEST_LINE = 300

# All patterns read folded lines: Simplified, half width, lower case.
_OF_SITES = (
    r"往期(?:推荐|回顾|精彩|文章)|你?(?:可能)?(?:也|还|会)+(?:喜欢|感兴趣)|你可能(?:也|还|"
    r"会)?(?:喜欢|感兴趣的?)|猜你喜欢|"
    r"喜欢此内容的人还喜欢|大家都在看|书友还喜欢|点击排行|(?:热门|点击|阅读|文章|新闻)排行榜?|"
    r"(?:新书|本周|本月|今日|小编|站长|热门|精彩)推荐|"
    r"相关(?:文章|阅读|新闻|链接|连结|推荐|资讯|报道|报导|内容|稿件|专题|文档|信息|视频)(?:推荐)?|"
    r"热门(?:文章|阅读|新闻|资讯|图书|讲义|标签|专题|内容|搜索)|"
    r"最新(?:文章|更新|资讯|新闻|发布)|精彩(?:推荐|文章|内容)|更多(?:文章|阅读|新闻|资讯|内容|"
    r"精彩|精彩内容)|"
    r"快速(?:链接|连结)|友情(?:链接|连结)|常用链接|"
    r"related (?:content|articles|posts|stories|news)|you (?:may|might) also like|"
    r"popular (?:posts|articles|stories)|"
    r"recommended for you|most read|latest (?:posts|articles|news)|read next|more from .{1,30}"
)
_OF_BOOKS_TOO = r"(?:推荐|延伸|相关|拓展|扩展)(?:阅读|文件|法规|解读|附件|政策|图书|书籍|好书)"
_OF_DOWNLOADS = (
    r"(?:相关)?(?:附件|文件|档案|资料|文档)下载|(?:附件|文件)?下载专区|相关(?:附件|档案)(?:下载)?"
)
_RECOMMENDED = re.compile(
    r"[\W_]*(?:推荐|相关|延伸|热门|精彩|猜你喜欢|同类|更多|大家都在看|书友还喜欢|编辑)"
    r"(?:推荐|阅读|文章|书籍|图书|好书|链接|资讯|新闻|内容|喜欢|精彩内容)?[\W_]*"
    r"|[\W_]*(?:recommended|related)\s+(?:reading|articles|books|posts)[\W_]*"
)
_SITE_HEADING = re.compile(rf"[\W_]*(?:{_OF_SITES})[\W_]*")
_BOOK_HEADING = re.compile(rf"[\W_]*(?:{_OF_BOOKS_TOO})[\W_]*")
_SITE_LINE = re.compile(rf"[\W_]*(?:{_OF_SITES})[\W_]*[:|]\s*\S.*")
_BOOK_LINE = re.compile(r"[\W_]*(?:推荐|延伸)(?:阅读|图书)\s*:.*(?:https?://|\||\d元)")
_FILE = re.compile(
    r".{1,60}\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|zip|rar|wps)(?:\s*[(\[].{1,12}[)\]])?(?:\s*下载)?"
)
_DOWNLOAD = re.compile(
    rf"[\W_]*(?:{_OF_DOWNLOADS})[\W_]*(?:{_FILE.pattern}|(?:pdf|word|odt|[\W_])*)"
)
_DOWNLOAD_HEADING = re.compile(rf"[\W_]*(?:{_OF_DOWNLOADS})[\W_]*")
_LIST_ITEM = re.compile(r"(?:\d{1,3}\s*[.,)]|[-*•·◆■●▪○>]|\[\d+\])\s*\S|<[^<>]+>")
_REFERENCE = re.compile(
    r"出版社|\[[a-z]\]|\[[a-z]/ol\]|doi|isbn|第\d+期|\d+\s*-\s*\d+页|:\s*\d+-\d+"
)
_OF_THE_TEXT = re.compile(
    r"附件\s*\d*\s*:|联系|咨询|电话|地址|抄送|印发|\d{4}\s*年\s*\d+\s*月\s*\d+\s*日$|:$"
)


def bulleted_list_start(views: Sequence[str], last: int) -> int | None:
    """Where a list of recommended titles with bullets begins that ends at `last`, or None."""
    first = last
    while first >= 0 and _LIST_ITEM.match(views[first]) and not is_prose(views[first]):
        if _REFERENCE.search(views[first]):
            return None
        first -= 1
    is_list = first < last and first > 0
    return first if is_list and _RECOMMENDED.fullmatch(views[first]) else None


def plain_list_start(views: Sequence[str], last: int, *, is_framed: bool) -> int | None:
    """Where one without bullets begins; `is_framed` says that furniture follows it."""
    for first in range(last, max(0, last - _LONGEST_LIST), -1):
        view = views[first]
        if _SITE_HEADING.fullmatch(view):
            return first
        if _DOWNLOAD_HEADING.fullmatch(view):
            return first if all(map(_FILE.fullmatch, views[first + 1 : last + 1])) else None
        if _BOOK_HEADING.fullmatch(view):
            has_books = any("<" in title for title in views[first + 1 : last + 1])
            return first if is_framed and first < last and not has_books else None
        if not _is_title(view):
            return None
    return None


def is_list_in_a_line(view: str) -> bool:
    """True for a list of recommended titles on one line, or the name of a file to download."""
    if len(view) > _LONGEST_LINE or _REFERENCE.search(view):
        return False
    return bool(_SITE_LINE.fullmatch(view) or _BOOK_LINE.match(view))


def is_download(view: str) -> bool:
    """True for a bar to download by; a list of attachments (附件：…) is the text's own."""
    return bool(_DOWNLOAD_HEADING.match(view) and _DOWNLOAD.fullmatch(view))


def _is_title(view: str) -> bool:
    return (
        len(view) <= _LONGEST_TITLE
        and not is_prose(view)
        and not _REFERENCE.search(view)
        and not _OF_THE_TEXT.search(view)
    )
