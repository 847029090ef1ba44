"""A scraped page without what the site put around the text; every line left out is on record.

Cleaning only ever leaves out whole lines, and keeps the others character for character. What it
knows of sites is in `furniture`: menus and buttons, who published the page, adverts, what else to
read, comments, disclaimers and footers. Each needs more than a suspicious word: when in doubt a
line stays, for a wrong line can be seen, but a missing one cannot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from rag.text.fold import folded
from rag.text.furniture import Line, furniture_reasons
from rag.text.spans import Span

_LINE = re.compile(r"[^\n]*\n?")


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
        Line(Span(match.start(), match.end()), match[0].strip(), folded(match[0].strip()))
        for match in _LINE.finditer(raw)
        if match[0].strip()
    ]
    reasons = furniture_reasons(lines, furniture or {})
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


def _kept(raw: str, lines: list[Line], reasons: Mapping[int, str]) -> tuple[Span, ...]:
    """The raw ranges between what was removed, from the first kept line to the last."""
    body = [line.span for index, line in enumerate(lines) if index not in reasons]
    if not body:
        return ()
    start, end = body[0].start, _without_line_end(raw, body[-1]).end
    cuts = [lines[i].span for i in sorted(reasons) if start < lines[i].span.start < end]
    edges = [start, *(edge for cut in cuts for edge in (cut.start, cut.end)), end]
    ranges = [Span(a, b) for a, b in list(pairwise(edges))[::2] if b > a]
    return tuple(ranges)
