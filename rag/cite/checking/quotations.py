"""The quotations in notes: in quotation marks, in blockquotes, in lines that `zhangju ask` printed.

Code, comments, front matter and the targets of links are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rag.cite.checking.attribution import (
    Attribution,
    KnowsDocument,
    attribution_before,
    attribution_behind,
    bare_attribution,
    footnotes_of,
)
from rag.cite.checking.blockquotes import blockquote_quotations
from rag.cite.checking.marks import Marked, marked_stretches
from rag.cite.checking.note_text import QUOTED_LINE, Block, Quotation, line_of
from rag.text import Span

_UNREAD = re.compile(
    r"\A---[ \t]*\n.*?\n---[ \t]*$|^(?P<fence>`{3,}+|~{3,}+)|(?P<comment><!--)|`[^`\n]+`"
    r"|(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)|<[A-Za-z/][^<>\n]*>|https?://[^\s<>「」()]*",
    re.DOTALL | re.MULTILINE,
)
_LONGEST_COMMENT = 10_000
_NOT_A_BREAK = re.compile(r"[^\n]")
_NEW_BLOCK = re.compile(r"[ \t]*(?:[-*+•][ \t]|\d{1,3}[.)][ \t]|#{1,6}[ \t]|\||\[\^[^\]\s]+\]:)")
_NUMBERED = re.compile(r"[ \t]*(?:\d{1,3}\.[ \t]+)?")
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_JOINT = re.compile(r"[ \t\u3000、,，;；和與与及或跟並并且以]{0,4}")


def find_quotations(
    notes: str, knows: KnowsDocument
) -> tuple[tuple[Quotation, ...], tuple[str, ...]]:
    """The quotations of notes, in order, and a line about each mark that is never closed."""
    readable = _readable(notes)
    footnotes = footnotes_of(notes, knows)
    quotations: list[Quotation] = []
    problems: list[str] = []
    blocks = list(_blocks(readable))
    for number, block in enumerate(blocks):
        if block.is_quoted:
            around = (blocks[number - 1] if number else None, *blocks[number + 1 : number + 2])
            quotations += blockquote_quotations(notes, readable, block, around, knows)
            continue
        lines = [] if len(block.lines) > 1 else list(_answer_line(notes, block, knows))
        if lines:
            quotations += lines
            continue
        marked, unclosed = marked_stretches(readable, block.span)
        problems += [
            f"line {line_of(notes, position)}: {notes[position]} is never closed, so what it opens "
            "was not checked; close it"
            for position in unclosed
        ]
        quotations += _attributed(notes, block, marked, knows, footnotes)
    return tuple(quotations), tuple(problems)


def _readable(notes: str) -> str:
    """The notes with spaces for what is not read; every character stays in its place."""
    parts: list[str] = []
    done = position = 0
    while match := _UNREAD.search(notes, position):
        end = _unread_end(notes, match)
        if end is None:
            position = match.start() + 1
            continue
        parts += notes[done : match.start()], _NOT_A_BREAK.sub(" ", notes[match.start() : end])
        done = position = end
    return "".join((*parts, notes[done:]))


def _unread_end(notes: str, match: re.Match[str]) -> int | None:
    """Where it ends; None for a fence or a comment that is not closed.

    What closes them is found as a string: as a part of the pattern it would be sought anew, step
    by step, from each of many that are not closed.
    """
    if match["fence"]:
        closing, latest = f"\n{match['fence']}", len(notes)
    elif match["comment"]:
        closing, latest = "-->", match.end() + _LONGEST_COMMENT
    else:
        return match.end()
    position = notes.find(closing, match.end(), latest)
    return None if position < 0 else position + len(closing)


def _blocks(text: str) -> Iterator[Block]:
    lines: list[Span] = []
    was_quoted = False
    for match in re.finditer(r"[^\n]+", text):
        if match[0].isspace():
            continue
        is_quoted = QUOTED_LINE.match(match[0]) is not None
        begins = lines and (
            is_quoted != was_quoted
            or text.count("\n", lines[-1].end, match.start()) > 1
            or (not is_quoted and _NEW_BLOCK.match(match[0]) is not None)
        )
        if begins:
            yield Block(tuple(lines), was_quoted)
            lines = []
        lines.append(Span(*match.span()))
        was_quoted = is_quoted
    if lines:
        yield Block(tuple(lines), was_quoted)


def _answer_line(notes: str, block: Block, knows: KnowsDocument) -> Iterator[Quotation]:
    """A line of what `zhangju ask` prints: the words, two spaces, `[document address]`."""
    (line,) = block.lines
    words, bracket, place = line.of(notes).rstrip().rpartition("[")
    if not words.endswith("  ") or not words.strip() or not place.endswith("]"):
        return
    cited = Span(line.start + len(words), line.start + len(words + bracket + place))
    attribution = attribution_behind(notes, cited, knows, {})
    if attribution is not None and knows(attribution.document):
        number = _NUMBERED.match(words)
        start = line.start + (number.end() if number else 0)
        span = Span(start, line.start + len(words.rstrip()))
        yield Quotation(line_of(notes, start), span.of(notes), span, span, attribution=attribution)


def _attributed(
    notes: str,
    block: Block,
    marked: list[Marked],
    knows: KnowsDocument,
    footnotes: Mapping[str, Attribution],
) -> list[Quotation]:
    """What stands in quotation marks, each with the attribution that is nearest by the rules.

    One that follows directly counts first, then one that leads up to the quotation, then an
    address further on in the same sentence; quotations joined by 、 or 和 share the last one's.
    """
    found: list[Attribution | None] = []
    consumed = block.span.start
    for number, mark in enumerate(marked):
        following = marked[number + 1].outer.start if number + 1 < len(marked) else block.span.end
        behind = Span(mark.outer.end, following)
        attribution = attribution_behind(notes, behind, knows, footnotes)
        if attribution is None:
            sentence = _sentence_start(notes, consumed, mark.outer.start)
            attribution = attribution_before(notes, Span(sentence, mark.outer.start), knows)
        if attribution is None:
            attribution = _further_on(notes, behind, knows, is_last=number + 1 == len(marked))
        found.append(attribution)
        consumed = mark.outer.end
        if attribution is not None:
            consumed = max(consumed, min(attribution.span.end, following))
    _share(notes, marked, found)
    return [
        Quotation(
            line_of(notes, mark.outer.start),
            mark.inner.of(notes),
            mark.inner,
            mark.outer,
            mark.marks,
            attribution=attribution,
        )
        for mark, attribution in zip(marked, found, strict=True)
    ]


def _share(notes: str, marked: list[Marked], found: list[Attribution | None]) -> None:
    """Give quotations that are joined by 、 or 和 the attribution of the last."""
    for number in range(len(marked) - 2, -1, -1):
        between = notes[marked[number].outer.end : marked[number + 1].outer.start]
        if found[number] is None and _JOINT.fullmatch(between):
            found[number] = found[number + 1]


def _sentence_start(notes: str, start: int, end: int) -> int:
    ends = list(_SENTENCE_END.finditer(notes, start, end))
    return ends[-1].end() if ends else start


def _further_on(
    notes: str, behind: Span, knows: KnowsDocument, *, is_last: bool
) -> Attribution | None:
    """An address in the rest of the sentence, unless it leads up to the next quotation."""
    stop = _SENTENCE_END.search(notes, behind.start, behind.end)
    end = stop.start() if stop else behind.end
    if not is_last and stop is None and attribution_before(notes, behind, knows):
        return None
    return bare_attribution(notes, Span(behind.start, end), knows)
