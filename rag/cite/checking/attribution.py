"""Where notes say that words stand: `[doc 二/4]`, (二/4), 第十二條, footnotes, deep links."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from rag.corpus import address_key, looks_like_address
from rag.corpus.numerals import HAN_NUMERALS
from rag.text import Span

KnowsDocument = Callable[[str], bool]
"""True for the id or the title of a document on the shelf."""

# Bounded, like what a link begins with: else each place in a long run is tried to the run's end.
_NUMBER = rf"(?:[{HAN_NUMERALS}]{{1,9}}|\d{{1,4}})"
_STATUTE = (
    rf"第\s*\(?{_NUMBER}(?:\s*[-之]\s*{_NUMBER})*\)?\s*(?:部分|分編|分编|[編编篇卷章講讲課课節节條条款項项目])"
    rf"(?:\s*之\s*{_NUMBER}(?!\s*[條条款項项目]))*"
)
_PART = (
    rf"(?:{_STATUTE}|\(\s*(?:{_NUMBER}|[a-z])\s*\)|{_NUMBER}\)?|¶\d+|[①-⑳]|[A-Za-z]\)?(?![A-Za-z]))"
)
_TOKEN = re.compile(
    rf"(?<![A-Za-z0-9/])(?:{_STATUTE}|\(?{_NUMBER}\)?|¶\d+)(?:#\d+)?(?:/{_PART}(?:#\d+)?)+(?![/\d])"
    rf"|{_STATUTE}(?:\s*(?:{_STATUTE}|\(\s*{_NUMBER}\s*\)))*(?:#\d+)?"
    r"|(?<![A-Za-z])(?:Article|Section|Chapter|Part|§)\s*\d+(?:-\d+)?|¶\d+",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"\[\^(?P<id>[^\]\s]+)\]")
_LINK = re.compile(r"\[(?P<text>[^\[\]\n]*)\]\((?P<url>(?:[^()\s]|\([^()\s]*\))*)\)")
_LINK_AROUND = re.compile(r"\]\((?P<url>(?:[^()\s]|\([^()\s]*\))*)\)")
_URL = re.compile(r"(?:https?://[^\s<>「」]{0,300}|(?<!\()/?)\?(?:doc|at)=[^\s<>「」。,;)\]]*")
_BRACKETS = {"[": "]", "(": ")", "【": "】", "〔": "〕"}
_TITLED = re.compile(r"[《〈](?P<title>[^《》〈〉\n]{1,60})[》〉]")
_LEAD_WORD = re.compile(
    r"^(?:參見|参见|參看|参看|見於|见于|見|见|參|参|引自|出自|載於|载于|cf\.?|see)\s*",
    re.IGNORECASE,
)
_SKIPPED = re.compile(
    r"[^\S\n]*[*_~]{0,3}[。，,.;；、!！?？：:]?[*_~]{0,3}[^\S\n]*(?:\n[^\S\n]*(?=[—–]))?"
)
_DASH = re.compile(r"[^\S\n]*[—–\-]{1,3}[^\S\n]*")
_PLAIN_ID = re.compile(r"[A-Za-z0-9_.:-]+")
_LONGEST_BRACKET = 100
_FURTHEST_BEFORE = 12
_FURTHEST_DASHED = 20
_LONGEST_BARE = 200
_MOST_SKIPPED = 3

# Same length, so that what is found in the view stands at the same place in the notes.
_VIEW = str.maketrans("／（）［］：＃－０１２３４５６７８９", "/()[]:#-0123456789")


class Form(StrEnum):
    """How an attribution is written, which says how it can be corrected."""

    BRACKET = "bracket"
    LINK = "link"
    FOOTNOTE = "footnote"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Attribution:
    """What notes say of a quotation's place: any of `addresses`, of `document` if it names one.

    `span` of the notes is what a correction replaces: what is inside the brackets, the whole link,
    the bare address; for a footnote its number, while `definition` stands where it is explained.
    """

    form: Form
    span: Span
    addresses: tuple[str, ...]
    document: str = ""
    definition: Attribution | None = None

    @property
    def is_doubtful(self) -> bool:
        """True for what may be no address at all, such as 5/6, unless some clause has it."""
        return not self.document and all(a.isascii() for a in self.addresses)


def place_in(text: str, attribution: Attribution) -> Span:
    """What of an attribution's span says the place: not a remark that is added behind a comma.

    (二/4,見筆記) has a remark; in [doc 二/4 居民自治] the heading is of the place.
    """
    span = attribution.span
    tokens = list(_TOKEN.finditer(_view(text), span.start, span.end))
    if not tokens:
        return span
    end = tokens[0].end()
    for token in tokens[1:]:
        if text[end : token.start()].strip(" ,，、;；和及與与至-"):
            break
        end = token.end()
    has_remark = text[end : span.end].lstrip().startswith((",", "，", "、", ";", "；", ":", "："))
    return Span(span.start, end) if has_remark else span


def names_place(text: str) -> bool:
    """True if there is an address in the text."""
    return _TOKEN.search(_view(text)) is not None


def footnotes_of(text: str, knows: KnowsDocument) -> Mapping[str, Attribution]:
    """The attribution in each footnote's definition that has one."""
    found: dict[str, Attribution] = {}
    for match in re.finditer(r"^[ ]{0,3}\[\^(?P<id>[^\]\s]+)\]:(?P<words>.*)$", text, re.MULTILINE):
        attribution = attribution_in(text, Span(match.start("words"), match.end("words")), knows)
        if attribution is not None:
            found.setdefault(match["id"], attribution)
    return found


def attribution_in(text: str, span: Span, knows: KnowsDocument) -> Attribution | None:
    """The attribution in a stretch of notes: a deep link, else brackets, else an address."""
    for pattern in (_LINK, _URL):
        for match in pattern.finditer(text, span.start, span.end):
            if linked := _linked(match):
                return linked
    for position in range(span.start, span.end):
        bracketed = _bracketed(text, position, span.end, knows)
        if bracketed is not None:
            return bracketed
    return _bare(text, span, knows)


def attribution_behind(
    text: str, span: Span, knows: KnowsDocument, footnotes: Mapping[str, Attribution]
) -> Attribution | None:
    """The attribution that follows directly at the start of a stretch of notes, if one does."""
    position: int | None = span.start
    for _ in range(_MOST_SKIPPED):
        if position is None:
            return None
        skipped = _SKIPPED.match(text, position, span.end)
        start = skipped.end() if skipped else position
        found = _beginning(text, Span(start, max(start, span.end)), knows, footnotes)
        if found is not None:
            return found
        closing = _closing(text, start, span.end)
        position = None if closing is None else closing + 1
    return None


def _beginning(
    text: str, span: Span, knows: KnowsDocument, footnotes: Mapping[str, Attribution]
) -> Attribution | None:
    """The attribution that a stretch of notes begins with."""
    if match := _FOOTNOTE.match(text, span.start, span.end):
        definition = footnotes.get(match["id"])
        if definition is None:
            return None
        return replace(
            definition, form=Form.FOOTNOTE, span=Span(*match.span()), definition=definition
        )
    for pattern in (_LINK_AROUND, _LINK, _URL):
        match = pattern.match(text, span.start, span.end)
        if match and (linked := _linked(match)):
            return linked
    dash = _DASH.match(text, span.start, span.end)
    for start in (span.start, *([dash.end()] if dash else [])):
        bracketed = _bracketed(text, start, span.end, knows)
        if bracketed is not None:
            return bracketed
    begins = dash.end() if dash else span.start
    bare = _bare(text, Span(begins, min(span.end, begins + _LONGEST_BARE)), knows)
    is_close = bare is not None and bare.span.start <= begins + (_FURTHEST_DASHED if dash else 0)
    return bare if is_close else None


def attribution_before(text: str, span: Span, knows: KnowsDocument) -> Attribution | None:
    """The last address in a stretch of notes, if it leads up to what stands behind the stretch."""
    tokens = list(_TOKEN.finditer(_view(text), span.start, span.end))
    if not tokens or span.end - tokens[-1].end() > _FURTHEST_BEFORE:
        return None
    between = text[tokens[-1].end() : span.end]
    if re.search(r"[。；;!！?？\n]", between.rstrip()):
        return None
    return _bare(text, Span(tokens[-1].start(), span.end), knows, begins=span.start)


def bare_attribution(text: str, span: Span, knows: KnowsDocument) -> Attribution | None:
    """The first address that stands in a stretch of notes without brackets."""
    return _bare(text, span, knows)


@lru_cache(maxsize=8)
def _view(text: str) -> str:
    """The text with its full-width digits and brackets narrow; every character in its place."""
    return text.translate(_VIEW)


def _linked(match: re.Match[str]) -> Attribution | None:
    url = match.groupdict().get("url") or match[0]
    try:
        asked = parse_qs(urlsplit(url).query)
    except ValueError:
        return None
    if "at" not in asked:
        return None
    document = asked.get("doc", [""])[0]
    return Attribution(Form.LINK, Span(*match.span()), (asked["at"][0],), document)


def _closing(text: str, start: int, end: int) -> int | None:
    """Where the bracket that opens at `start` closes, if it does soon, on its line."""
    view = _view(text)
    if start >= end or view[start] not in _BRACKETS:
        return None
    depth = 0
    opening, closing = view[start], _BRACKETS[view[start]]
    for position in range(start, min(end, start + _LONGEST_BRACKET)):
        depth += (view[position] == opening) - (view[position] == closing)
        if text[position] == "\n":
            return None
        if depth == 0:
            return position
    return None


def _bracketed(text: str, start: int, end: int, knows: KnowsDocument) -> Attribution | None:
    closing = _closing(text, start, end)
    if closing is None:
        return None
    read = _inside(text[start + 1 : closing].translate(_VIEW), knows)
    if read is None:
        return None
    document, addresses = read
    return Attribution(Form.BRACKET, Span(start + 1, closing), addresses, document)


def _inside(content: str, knows: KnowsDocument) -> tuple[str, tuple[str, ...]] | None:
    """The document (if one is named) and the addresses that the words in brackets name."""
    words = _LEAD_WORD.sub("", content.strip())
    head, _, tail = words.rpartition(" ")
    if head and knows(_bare_title(head)) and address_key(tail):
        return _bare_title(head), (tail,)
    if knows(_bare_title(words)):
        return _bare_title(words), ()
    tokens = list(_TOKEN.finditer(words))
    if not tokens:
        is_typed = looks_like_address(words) and re.search("[/.]", words) and not words.isascii()
        return ("", (words,)) if is_typed else None
    before = words[: tokens[0].start()].strip(" ,，、:")
    if before and not knows(_bare_title(before)) and not _PLAIN_ID.fullmatch(before):
        return None
    if len(words) > tokens[0].end() and words[tokens[0].end()] not in " ,，、;:和及與与至-":
        return None
    return _bare_title(before), tuple(token[0] for token in tokens)


def _bare_title(name: str) -> str:
    return name.strip().strip("《》〈〉")


def _bare(
    text: str, span: Span, knows: KnowsDocument, begins: int | None = None
) -> Attribution | None:
    """The first address in a stretch, with the title of a document that stands directly before."""
    token = _TOKEN.search(_view(text), span.start, span.end)
    if token is None:
        return None
    earliest = span.start if begins is None else begins
    titled = list(_TITLED.finditer(text, earliest, token.start()))
    document, start = "", token.start()
    if titled and not text[titled[-1].end() : token.start()].strip(" ,，的之第"):
        if not knows(titled[-1]["title"]):
            return None  # of a document that is not here: nothing can be said of it
        document, start = titled[-1]["title"], titled[-1].start()
    else:
        run = re.search(r"[\w·]{2,40}$", text[earliest : token.start()])
        for length in range(len(run[0]) if run else 0, 1, -1):
            if run and knows(run[0][-length:]):
                document, start = run[0][-length:], token.start() - length
                break
    return Attribution(Form.BARE, Span(start, token.end()), (token[0],), document)
