"""The quotations in notes: in quotation marks, in blockquotes, in lines that `zhangju ask` printed.

Code, comments, front matter and the targets of links are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rag.cite.checking.attribution import (
    Attribution,
    KnowsDocument,
    attribution_before,
    attribution_behind,
    attribution_in,
    bare_attribution,
    footnotes_of,
)
from rag.cite.checking.marks import Marked, marked_stretches, strip_marks
from rag.text import Span

NOT_FOUND_MARK = "〔not found〕"

_UNREAD = re.compile(
    r"\A---[ \t]*\n.*?\n---[ \t]*$|^(?P<fence>```+|~~~+).*?^(?P=fence)|<!--.{0,10000}?-->|`[^`\n]+`"
    r"|(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)|<[A-Za-z/][^<>\n]*>|https?://[^\s<>「」()]*",
    re.DOTALL | re.MULTILINE,
)
_QUOTED_LINE = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_NEW_BLOCK = re.compile(r"[ \t]*(?:[-*+•][ \t]|\d{1,3}[.)][ \t]|#{1,6}[ \t]|\||\[\^[^\]\s]+\]:)")
_CALLOUT = re.compile(r"[ \t]*\[!\w+\][+-]?")
_NUMBERED = re.compile(r"[ \t]*(?:\d{1,3}\.[ \t]+)?")
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_JOINT = re.compile(r"[ \t\u3000、,，;；和與与及或跟並并且以]{0,4}")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that notes give as another's. `words` are without the marks of a blockquote.

    `span` of the notes is what a correction replaces, `outer` the same with its quotation `marks`
    (none for a blockquote or a line). Lines count from 1.
    """

    line: int
    words: str
    span: Span
    outer: Span
    marks: tuple[str, str] = ("", "")
    is_block: bool = False
    attribution: Attribution | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of notes that belong together; `is_quoted` for those that `>` begins."""

    lines: tuple[Span, ...]
    is_quoted: bool

    @property
    def span(self) -> Span:
        """From the first line to the last."""
        return Span(self.lines[0].start, self.lines[-1].end)


def find_quotations(
    notes: str, knows: KnowsDocument
) -> tuple[tuple[Quotation, ...], tuple[str, ...]]:
    """The quotations of notes, in order, and a line about each mark that is never closed."""
    readable = _UNREAD.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), notes)
    footnotes = footnotes_of(notes, knows)
    quotations: list[Quotation] = []
    problems: list[str] = []
    blocks = list(_blocks(readable))
    for number, block in enumerate(blocks):
        if block.is_quoted:
            around = (blocks[number - 1] if number else None, *blocks[number + 1 : number + 2])
            quotations += _of_blockquote(notes, readable, block, around, knows)
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


def line_of(notes: str, position: int) -> int:
    """The number of the line that a position is on, from 1."""
    return notes.count("\n", 0, position) + 1


def _blocks(text: str) -> Iterator[Block]:
    lines: list[Span] = []
    was_quoted = False
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        is_quoted = _QUOTED_LINE.match(match[0]) is not None
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


def _of_blockquote(
    notes: str,
    readable: str,
    block: Block,
    around: tuple[Block | None, ...],
    knows: KnowsDocument,
) -> list[Quotation]:
    """A quotation for each paragraph of a blockquote; the last one's attribution holds for all."""
    quotations: list[Quotation] = []
    whole: Attribution | None = None
    for lines in _paragraphs(readable, block):
        lines, attribution = _without_citation(notes, lines, knows)
        whole = attribution or whole
        if lines:
            quotations.append(_block_quotation(notes, lines, attribution))
    whole = whole or _beside(notes, block, around, knows)
    return [q if q.attribution else replace(q, attribution=whole) for q in quotations]


def _paragraphs(readable: str, block: Block) -> Iterator[list[Span]]:
    lines: list[Span] = []
    for line in block.lines:
        match = _QUOTED_LINE.match(readable, line.start, line.end)
        start = match.end() if match else line.start
        words = readable[start : line.end]
        if words.strip() and not _CALLOUT.match(words):
            first = start + len(words) - len(words.lstrip())
            lines.append(Span(first, first + len(words.strip())))
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _without_citation(
    notes: str, lines: list[Span], knows: KnowsDocument
) -> tuple[list[Span], Attribution | None]:
    """The lines without those at their end that only say where the words stand; what they say."""
    attribution: Attribution | None = None
    while lines:
        last = lines[-1]
        if last.of(notes).strip() == NOT_FOUND_MARK:
            lines = lines[:-1]
            continue
        dashed = re.match(r"[—–-]{1,3}", last.of(notes)) is not None
        found = attribution_behind(notes, last, knows, {})
        if found is None and dashed:
            found = attribution_in(notes, last, knows)
        if not dashed and not (found and found.span.end >= last.end - 1):
            break
        if attribution is not None:
            break
        attribution, lines = found, lines[:-1]
        if found is None:
            break
    if attribution is None and lines:
        lines, attribution = _without_trailing(notes, lines, knows)
    return lines, attribution


def _without_trailing(
    notes: str, lines: list[Span], knows: KnowsDocument
) -> tuple[list[Span], Attribution | None]:
    """The same where the citation stands at the end of the last line: …監督。[doc 二/4]."""
    last = lines[-1]
    for match in re.finditer(r"[\[(（〔【]", last.of(notes)):
        start = last.start + match.start()
        found = attribution_behind(notes, Span(start, last.end), knows, {})
        if (
            found
            and start > last.start
            and found.span.end >= last.end - 1
            and found.span.start <= start + 1
        ):
            words = notes[last.start : start].rstrip()
            return [*lines[:-1], Span(last.start, last.start + len(words))], found
    return lines, None


def _block_quotation(notes: str, lines: list[Span], attribution: Attribution | None) -> Quotation:
    outer = Span(lines[0].start, lines[-1].end)
    span = outer if len(lines) > 1 else strip_marks(notes, outer)
    words = "\n".join(line.of(notes) for line in lines) if len(lines) > 1 else span.of(notes)
    return Quotation(
        line_of(notes, outer.start), words, span, span, is_block=True, attribution=attribution
    )


def _beside(
    notes: str, block: Block, around: tuple[Block | None, ...], knows: KnowsDocument
) -> Attribution | None:
    """What the line behind a blockquote is, or the line before it leads up to."""
    before, *behind = around
    for following in behind:
        if following is not None and not following.is_quoted:
            line = following.lines[0]
            found = attribution_behind(notes, line, knows, {})
            if found is not None and found.span.end >= line.end - 2:
                return found
    if before is None or before.is_quoted or before.span.of(notes).rstrip()[-1:] not in ":：":
        return None
    return attribution_before(notes, before.lines[-1], knows)
