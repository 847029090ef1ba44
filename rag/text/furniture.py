"""Which lines of a page are not its text, and why.

A site adds lines before and behind a text, and few within it. So a page is walked from both ends,
over furniture and over a few lines that may be either, and a walk ends at the first sentence, or
from below at the first heading: what lies between needs far stronger evidence. Some lines (a lone
date, an address, 搜索) say nothing by themselves, and go only beside others that went.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rag.text import menus, notices, publication, recommended
from rag.text.spans import Span

_LONGEST_NAME = 8
_FEWEST_NAVIGATION_WORDS = 2
_FEWEST_PAGE_NUMBERS = 2

# How many lines that may be text a walk passes over (titles at the head, signatures at the tail)
# before it takes what follows for the text itself.
_MOST_PASSED = 8

# All patterns read folded lines: Simplified, half width, lower case.
_HEADING = re.compile(
    r"第\s*[\d〇零一二三四五六七八九十百]+\s*[编篇章节条]|[一二三四五六七八九十]+,|#|"
    r"\([一二三四五六七八九十\d]+\)|(?:chapter|part|article)\s"
)
_HASHTAG = re.compile(r"#[^\s#]")
_NUMBERED = re.compile(r"\d{1,3}\s*[.,)](?!\d)|\[\d+\]")
_PAGE_NUMBER = re.compile(r"[\W_]*-\s*(\d{1,4})\s*-[\W_]*|第\s*(\d{1,4})\s*页")
_PAGE_OF_PAGES = re.compile(r"第\s*\d+\s*页\W*共\s*\d+\s*页|page \d+ of \d+")


class RemovalReason(StrEnum):
    """Why a line is not part of the text: what cleaning finds, then what a format's markup says."""

    SITE_BANNER = "site banner"
    ADVERTISEMENT = "advertisement"
    PUBLICATION_DATA = "publication data"
    SITE_NOTICE = "site notice"
    COMMENTS = "comments"
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
class Line:
    """A line of a page that is not blank: its place, its text, and that folded."""

    span: Span
    text: str
    view: str


_Kinds = tuple[tuple[Callable[[str], bool], RemovalReason], ...]
_AT_BOTH_ENDS: _Kinds = (
    (menus.is_site_navigation, RemovalReason.NAVIGATION),
    (publication.is_publication_data, RemovalReason.PUBLICATION_DATA),
    (notices.is_form, RemovalReason.FORM),
    (notices.is_site_notice, RemovalReason.SITE_NOTICE),
)
_AT_THE_TAIL: _Kinds = (
    (menus.is_link_to_neighbor, RemovalReason.NAVIGATION),
    (notices.is_copyright, RemovalReason.COPYRIGHT_LINE),
    (notices.is_rights_line, RemovalReason.COPYRIGHT_LINE),
    (notices.is_page_footer, RemovalReason.PAGE_FOOTER),
    (notices.is_of_comments, RemovalReason.COMMENTS),
    (publication.is_editor, RemovalReason.PUBLICATION_DATA),
    (recommended.is_list_in_a_line, RemovalReason.RECOMMENDED_READING),
    (recommended.is_download, RemovalReason.NAVIGATION),
)


def furniture_reasons(lines: list[Line], known: Mapping[int, str]) -> dict[int, str]:
    """Why each line that is left out is left out, by its index.

    `known` gives reasons from elsewhere, by where lines start.
    """
    reasons: dict[int, str] = {}
    for index, line in enumerate(lines):
        reason = known.get(line.span.start) or _reason_anywhere(line)
        if reason:
            reasons[index] = reason
    _add_page_numbers(lines, reasons)
    head = _walk_head(lines, reasons)
    tail = _walk_tail(lines, reasons)
    _add_above_breadcrumb(lines, reasons, head)
    _add_beside_others(lines, reasons, range(head), range(tail, len(lines)))
    return reasons


def _reason_anywhere(line: Line) -> str:
    if menus.navigation_words(line.view) >= _FEWEST_NAVIGATION_WORDS:
        return RemovalReason.NAVIGATION
    if menus.is_labelled_farm(line.view):
        return RemovalReason.LINK_FARM
    if menus.is_labelled_breadcrumb(line.view):
        return RemovalReason.NAVIGATION
    return RemovalReason.ADVERTISEMENT if notices.is_advert_anywhere(line.view) else ""


def _add_page_numbers(lines: list[Line], reasons: dict[int, str]) -> None:
    """Numbers between dashes that count up from page to page, and 第2頁 共9頁."""
    found = [(i, m) for i, line in enumerate(lines) if (m := _PAGE_NUMBER.fullmatch(line.view))]
    numbers = [int(match[1] or match[2]) for _, match in found]
    count_up = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    if count_up and len(numbers) >= _FEWEST_PAGE_NUMBERS:
        reasons |= dict.fromkeys((index for index, _ in found), RemovalReason.PAGE_NUMBER)
    for index, line in enumerate(lines):
        if _PAGE_OF_PAGES.fullmatch(line.view):
            reasons[index] = RemovalReason.PAGE_NUMBER


def _walk_head(lines: list[Line], reasons: dict[int, str]) -> int:
    """Walk over what sites put before a text; the index of the line at which the walk ends."""
    passed = 0
    for index, line in enumerate(lines):
        if index in reasons:
            continue
        reason = _reason_at_an_end(line, _AT_BOTH_ENDS)
        if reason:
            reasons[index] = reason
            passed = 0
        elif menus.is_prose(line.view) or passed == _MOST_PASSED:
            return index
        elif not menus.is_name_in_a_menu(line.view):
            passed += 1
    return len(lines)


def _walk_tail(lines: list[Line], reasons: dict[int, str]) -> int:
    """Walk back over what sites put behind a text; the index of the first line walked over."""
    views = [line.view for line in lines]
    passed = 0
    index = len(lines) - 1
    while index >= 0:
        line = lines[index]
        if index in reasons:
            index -= 1
        elif reason := _reason_at_an_end(line, (*_AT_THE_TAIL, *_AT_BOTH_ENDS)):
            reasons[index] = reason
        elif not passed and menus.navigation_words(line.view):
            reasons[index] = RemovalReason.NAVIGATION
        elif _is_farm_beside(views, index, reasons):
            reasons[index] = RemovalReason.LINK_FARM
        elif (start := _list_start(views, index, reasons)) is not None:
            reasons |= dict.fromkeys(range(start, index + 1), RemovalReason.RECOMMENDED_READING)
        elif _is_text(line) or passed == _MOST_PASSED:
            return index + 1
        else:
            passed += 1
            index -= 1
    return 0


def _is_farm_beside(views: list[str], index: int, reasons: Mapping[int, str]) -> bool:
    """True for a farm without a label that is beside furniture, and below no row of a table."""
    is_beside = index + 1 in reasons or index - 1 in reasons
    above = views[index - 1] if index and index - 1 not in reasons else ""
    is_row = above.count("|") == views[index].count("|")
    return is_beside and not is_row and menus.is_farm(views[index])


def _list_start(views: list[str], last: int, reasons: Mapping[int, str]) -> int | None:
    start = recommended.bulleted_list_start(views, last)
    if start is None:
        start = recommended.plain_list_start(views, last, is_framed=last + 1 in reasons)
    return start


def _reason_at_an_end(line: Line, kinds: _Kinds) -> str:
    view = line.view
    if _HEADING.match(view) and not _HASHTAG.match(view):
        return ""
    for is_kind, reason in kinds:
        if is_kind(view):
            return reason
    is_sentence = menus.is_prose(view)
    if notices.is_banner(view, is_sentence=is_sentence):
        return RemovalReason.SITE_BANNER
    is_advert = not _NUMBERED.match(view) and notices.is_advert(view, is_sentence=is_sentence)
    return RemovalReason.ADVERTISEMENT if is_advert else ""


def _add_above_breadcrumb(lines: list[Line], reasons: dict[int, str], head: int) -> None:
    """Add the site's name and the items of its menu, for a breadcrumb stands above the title."""
    crumbs = [i for i in range(head) if i in reasons and menus.is_breadcrumb(lines[i].view)]
    last = max(crumbs, default=0)
    for index in range(last):
        view = lines[index].view
        is_title = menus.ends_breadcrumb(view, lines[last].view)
        if index in reasons or is_title or _HEADING.match(view):
            continue
        if notices.is_organization(view):
            reasons[index] = RemovalReason.SITE_BANNER
        elif _is_in_a_menu(view, is_below_another=index - 1 in reasons):
            reasons[index] = RemovalReason.NAVIGATION


def _is_in_a_menu(view: str, *, is_below_another: bool) -> bool:
    """True for names that a menu has; below another any short name is one."""
    is_name = len(view) <= _LONGEST_NAME and bool(re.fullmatch(r"\w+", view))
    return (
        menus.is_row_of_names(view)
        or menus.is_name_in_a_menu(view)
        or (is_name and is_below_another)
    )


def _add_beside_others(
    lines: list[Line], reasons: dict[int, str], head: Iterable[int], tail: Iterable[int]
) -> None:
    """Add lines that are furniture only beside furniture, down and up again."""
    down = [(i, False) for i in head] + [(i, True) for i in tail]
    for index, is_tail in [*down, *reversed(down)]:
        if index not in reasons and not _HEADING.match(lines[index].view):
            reason = _reason_beside(lines, reasons, index, is_tail=is_tail)
            if reason:
                reasons[index] = reason


def _reason_beside(
    lines: list[Line], reasons: Mapping[int, str], index: int, *, is_tail: bool
) -> str:
    view = lines[index].view
    before, behind = reasons.get(index - 1, ""), reasons.get(index + 1, "")
    is_framed = (before or index == 0) and (behind or index == len(lines) - 1)
    if RemovalReason.PUBLICATION_DATA in (before, behind) and publication.is_lone_field(view):
        return RemovalReason.PUBLICATION_DATA
    if (before or behind) and menus.is_lone_link(view):
        return RemovalReason.NAVIGATION
    if (before or behind) and notices.is_site_name(view):
        return RemovalReason.SITE_BANNER
    if is_framed and is_tail and notices.is_contact(view):
        return RemovalReason.PAGE_FOOTER
    if is_framed and menus.is_row_of_names(view):
        return RemovalReason.NAVIGATION
    return ""


def _is_text(line: Line) -> bool:
    return bool(_HEADING.match(line.view)) or menus.is_prose(line.view)
