"""What was changed in a quotation, written so that people can read it: 服務[-群眾-]{+居民+}."""

from __future__ import annotations

import re

from rag.cite.checking.alignment import Alignment, Change, Step
from rag.cite.checking.words import Words
from rag.text import Span

_ELLIPSIS = "……"
_LINE_BREAK = re.compile(r"\s*\n\s*")


def without_line_breaks(text: str) -> str:
    """The text on one line: where notes or sources break their lines says nothing."""
    return _LINE_BREAK.sub("", text.strip())


def written_difference(quoted: str, source: str) -> str:
    """Character by character, `[-only quoted-]{+only in the source+}`; empty if there is none.

    >>> written_difference("扩大民主，", "擴大民主,")
    '[-扩-]{+擴+}大民主[-，-]{+,+}'
    """
    if quoted == source:
        return ""
    from rapidfuzz.distance import Levenshtein  # only a quotation that is not exact needs it

    parts: list[str] = []
    ours = theirs = ""
    for step in Levenshtein.opcodes(quoted, source):
        if step.tag == "equal":
            parts += [_marked(ours, theirs), source[step.dest_start : step.dest_end]]
            ours = theirs = ""
        else:
            ours += quoted[step.src_start : step.src_end]
            theirs += source[step.dest_start : step.dest_end]
    return "".join([*parts, _marked(ours, theirs)])


def worded_difference(
    alignment: Alignment,
    quote: tuple[str, Words],
    source: tuple[str, Words],
    honest_cuts: frozenset[int] = frozenset(),
) -> str:
    """Word by word: what agrees in any script stands as the source writes it.

    With what is in [--] left out, it is the source from the first word covered to the last; with
    what is in {++} left out, it has the words of the quotation. Where the quotation has an
    ellipsis (before the words `honest_cuts`), so has this.
    """
    parts: list[str] = []
    for number, step in enumerate(alignment.steps):
        ours = _stretch(*quote, step.quote_start, step.quote_end)
        theirs = _stretch(*source, step.start, step.end)
        if step.change is Change.EQUAL:
            parts.append(theirs)
        elif is_honest(step, honest_cuts):
            parts.append(_ELLIPSIS)
            continue
        else:
            parts.append(_marked(ours, theirs))
        if step.sourced and number + 1 < len(alignment.steps):
            parts.append(_behind(*source, step.end))
    return "".join(parts)


def is_honest(step: Step, honest_cuts: frozenset[int]) -> bool:
    """True if the words that a step leaves out were left out with an ellipsis."""
    return step.change is Change.LEFT_OUT and step.quote_start in honest_cuts


def _marked(ours: str, theirs: str) -> str:
    return (f"[-{ours}-]" if ours else "") + (f"{{+{theirs}+}}" if theirs else "")


def _stretch(text: str, words: Words, start: int, end: int) -> str:
    return without_line_breaks(words.span(start, end).of(text)) if end > start else ""


def _behind(text: str, words: Words, index: int) -> str:
    """What stands between a word and the word before it."""
    if index >= len(words):
        return ""
    between = Span(
        words.spans[index - 1].end, max(words.spans[index - 1].end, words.spans[index].start)
    )
    return _LINE_BREAK.sub("", between.of(text))
