"""Where the words of a note stand in a document that may have changed since."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from rag.cite.notes import NotedQuotation
from rag.text import MappedText, folded
from rag.types import Span

# Of 100. In other laws the median clause finds 50 when 6 characters are sought, and 33 when 30 are.
_LEAST_LIKENESS = 60.0
_FEWEST_CHARACTERS = 4
_EDGE = 16


def find_exact(quotation: NotedQuotation, text: str) -> Span | None:
    """The place in `text` where exactly these words stand; None if they stand nowhere.

    Of several places the one whose surroundings are most like those that the note kept, and of
    those alike the nearest to where the words stood.
    """
    places = _occurrences(quotation.quote, text)
    best = min(
        places,
        key=lambda at: (-_surroundings(quotation, text, at), abs(at - quotation.start), at),
        default=None,
    )
    return None if best is None else Span(best, best + len(quotation.quote))


def find_near(quote: str, view: MappedText) -> Span | None:
    """The place in the folded document `view` that says nearly what `quote` says, if any.

    Both are compared folded, so that a quotation in the other script is nearly what is said.
    """
    wanted, text = folded(quote), view.text
    if len(wanted) < _FEWEST_CHARACTERS or not text:
        return None
    alignment = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=_LEAST_LIKENESS)
    if alignment is None or alignment.dest_start == alignment.dest_end:
        return None
    return view.offsets.to_source(
        _fitted(wanted, text, Span(alignment.dest_start, alignment.dest_end))
    )


def _occurrences(quote: str, text: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _surroundings(quotation: NotedQuotation, text: str, at: int) -> int:
    """How many characters around a place are those that stood around the quotation, unbroken."""
    end = at + len(quotation.quote)
    before = text[max(at - len(quotation.prefix), 0) : at]
    after = text[end : end + len(quotation.suffix)]
    return _shared(before[::-1], quotation.prefix[::-1]) + _shared(after, quotation.suffix)


def _shared(one: str, other: str) -> int:
    """The length of the beginning that two texts share."""
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return index
    return min(len(one), len(other))


def _fitted(wanted: str, text: str, span: Span) -> Span:
    """`span` with its ends moved a little to where the fewest edits make it `wanted`.

    An alignment is as long as what was sought, but words may be missing or added. Of places as
    near, the longest: it is what the source says instead.
    """

    def edits(start: int, end: int) -> int:
        return Levenshtein.distance(wanted, text[start:end])

    ends = range(max(span.start + 1, span.end - _EDGE), min(len(text), span.end + _EDGE) + 1)
    end = min(ends, key=lambda at: (edits(span.start, at), -at))
    starts = range(max(0, span.start - _EDGE), min(end - 1, span.start + _EDGE) + 1)
    start = min(starts, key=lambda at: (edits(at, end), at))
    return Span(start, end)
