"""Quotations in blockquotes: a paragraph each, with the citation in or beside the block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rag.cite.checking.attribution import (
    Attribution,
    KnowsDocument,
    attribution_before,
    attribution_behind,
    attribution_in,
)
from rag.cite.checking.marks import strip_marks
from rag.cite.checking.note_text import NOT_FOUND_MARK, QUOTED_LINE, Block, Quotation, line_of
from rag.text import Span

_CALLOUT = re.compile(r"[ \t]*\[!\w+\][+-]?")


def blockquote_quotations(
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
    whole = whole or _beside(notes, around, knows)
    return [q if q.attribution else replace(q, attribution=whole) for q in quotations]


def _paragraphs(readable: str, block: Block) -> Iterator[list[Span]]:
    lines: list[Span] = []
    for line in block.lines:
        match = QUOTED_LINE.match(readable, line.start, line.end)
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
    notes: str, around: tuple[Block | None, ...], knows: KnowsDocument
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
