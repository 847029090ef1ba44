"""Where a clause's heading ends and its body begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.corpus.label import LONGEST_HEADING, SENTENCE_END
from rag.text import Span

_LONGEST_INLINE_HEADING = 24
_LONGEST_INLINE_TERM = 12
_CLOSERS = "”’」』）)】》〉\"'"
_ALWAYS_HEADED = {"part", "chapter", "section", "subsection", "appendix", "heading"}

_BRACKETED = re.compile(r"[(（【〔［]\s*(?P<words>[^()（）【】〔〕［］。；;]{1,40}?)\s*[)）】〕］]")
_UNDERLINE = re.compile("={3,}|-{3,}")
_DELETED = re.compile(r"[刪删]除|repealed|deleted", re.IGNORECASE)
_FIRST_SENTENCE = re.compile(
    rf"(?P<words>[^。！？!?｡；;:：…\n]{{2,{_LONGEST_INLINE_HEADING}}})[。｡]\s*(?=\S)"
)
_TERM = re.compile(
    rf"(?P<words>[^。！？!?｡；;:：…，,、（）()\s]{{2,{_LONGEST_INLINE_TERM}}})[:：]\s*(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading's words, and where the body begins. Spans and offsets are of the whole text."""

    span: Span
    body_start: int


def is_title_like(line: str) -> bool:
    """True if `line`, alone, could be a heading: short, and not a sentence or its beginning.

    >>> [is_title_like(line) for line in ("以人為本,服務居民", "要以人為本。", "應遵守下列原則:")]
    [True, False, False]
    """
    bare = line.rstrip(_CLOSERS)
    return (
        0 < len(line) <= LONGEST_HEADING
        and (not bare or bare[-1] not in SENTENCE_END + ":：，,、")
        and not any(character in line for character in "。｡")
    )


def underline_level(line: str) -> int:
    """The level of the heading that a line of = (1) or - (2) underlines; 0 for other lines."""
    return {"=": 1, "-": 2}.get(line[:1], 0) if _UNDERLINE.fullmatch(line) else 0


def find_heading(
    text: str, pieces: Sequence[Span], kind: str, *, in_article: bool
) -> Heading | None:
    """The heading of a clause whose lines, behind the label, are `pieces` of `text`; None if it
    has only a body.

    The first piece is the rest of the label's own line, and may be empty.
    """
    first = next((index for index, piece in enumerate(pieces) if len(piece)), None)
    if first is None:
        return None
    piece = pieces[first]
    has_more = first + 1 < len(pieces)
    next_start = pieces[first + 1].start if has_more else piece.end
    if has_more and underline_level(pieces[first + 1].of(text)):
        next_start = pieces[first + 1].end
    words = piece.of(text)
    if underline_level(words):
        return Heading(Span(piece.start, piece.start), piece.end)
    whole = Heading(_without_colon(text, piece), next_start)
    if kind in _ALWAYS_HEADED:
        return whole if first == 0 or is_title_like(words) else None
    bracketed = _bracketed(words, piece, next_start, has_more=has_more)
    if kind == "article" and bracketed:
        return bracketed
    if kind == "article" or in_article:
        return whole if has_more and is_title_like(words) and len(words) <= 30 else None
    if is_title_like(words) or _is_short_introduction(words):
        return whole
    return _inline(words, piece)


def _without_colon(text: str, piece: Span) -> Span:
    words = piece.of(text)
    return Span(piece.start, piece.start + len(words.rstrip(":： \t\u3000")))


def _is_short_introduction(words: str) -> bool:
    """True for `基本原則:` alone on a line."""
    return words[-1] in ":：" and len(words) <= 20 and not any(c in words for c in "，,。；;下列")


def _bracketed(words: str, piece: Span, next_start: int, *, has_more: bool) -> Heading | None:
    """The 立法目的 of `第一條 (立法目的)`, whose body stands behind it or on the next line."""
    match = _BRACKETED.match(words)
    if not match or _DELETED.search(match["words"]):
        return None
    rest = words[match.end() :]
    if not rest and not has_more:
        return None
    span = Span(piece.start + match.start("words"), piece.start + match.end("words"))
    if not rest.strip():
        return Heading(span, next_start)
    return Heading(span, piece.start + match.end() + len(rest) - len(rest.lstrip()))


def _inline(words: str, piece: Span) -> Heading | None:
    """A short first sentence with the body behind it: `管理有序。管理有序就是…`."""
    match = _FIRST_SENTENCE.match(words) or _TERM.match(words)
    if not match:
        return None
    span = Span(piece.start, piece.start + len(match["words"].rstrip()))
    return Heading(span, piece.start + match.end())
