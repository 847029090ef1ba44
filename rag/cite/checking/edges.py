"""Which words of the source stand for those that were changed at either end of a quotation.

An alignment knows nothing of clauses, so a wrong first word may be laid against the last word of
the heading above. Here it is kept to the clause that the words beside it stand in, and has all that
is left of this clause if that is no longer: 服務群眾 becomes 服務居民, not 服務.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from rag.cite.checking.alignment import Alignment, Change, Step
from rag.cite.checking.words import Words
from rag.text import Span

Written = tuple[str, Words]
"""A text and its words."""

_PAUSE = re.compile("[,;:!?，、；：。！？｡]")


def within_clauses(alignment: Alignment, quote: Written, source: Written) -> Alignment:
    """The alignment with its changed ends kept to the source's clauses.

    Words of the quotation that no word of the clause is left for are added ones.
    """
    steps = list(alignment.steps)
    if len(steps) > 1 and steps[0].change is not Change.EQUAL:
        first = steps[0]
        gaps = (_gap(source, index) for index in range(first.end, 0, -1))
        left = _words_left(gaps, _gap(quote, first.quote_end))
        steps[0] = _with(first, start=first.end - _taken(first, left))
    if len(steps) > 1 and steps[-1].change is not Change.EQUAL:
        last = steps[-1]
        gaps = (_gap(source, index) for index in range(last.start, len(source[1])))
        left = _words_left(gaps, _gap(quote, last.quote_start))
        steps[-1] = _with(last, end=last.start + _taken(last, left))
    return Alignment(tuple(steps))


def _with(step: Step, *, start: int | None = None, end: int | None = None) -> Step:
    """The step with another edge of its stretch of the source."""
    step = replace(step, start=step.start if start is None else start, end=end or step.end)
    return replace(step, change=Change.REPLACED if step.sourced else Change.ADDED)


def _taken(step: Step, left: int) -> int:
    return left if left <= step.quoted else min(step.sourced, left)


def _words_left(gaps: Iterable[str], quoted_gap: str) -> int:
    """How many words follow, outwards, before the clause ends, given what is before each of them.

    Where quotation and source both pause before the first, they are of the clause behind the pause.
    """
    gaps = iter(gaps)
    beside = next(gaps, "\n")
    both_pause = _PAUSE.search(beside) and _PAUSE.search(quoted_gap) and "\n" not in beside
    if not both_pause and not _is_in_clause(beside):
        return 0
    return 1 + sum(1 for _ in takewhile(_is_in_clause, gaps))


def _is_in_clause(gap: str) -> bool:
    return not gap.strip() and "\n" not in gap


def _gap(written: Written, index: int) -> str:
    """What stands between a word and the word before it."""
    text, words = written
    before, behind = words.spans[index - 1].end, words.spans[index].start
    return Span(before, max(before, behind)).of(text)
