"""Notes checked against the shelf: every quotation found, and said what is so of it.

A quotation is what stands in quotation marks (「」 『』 “” "" ‘’), in a blockquote, or in a line as
`zhangju ask` prints it. Up to three words without an attribution are a word in quotes, not a
quotation, and so is a document's own title. The classes are those of `Status`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rag.answer import cite
from rag.cite.checking.changed import changed
from rag.cite.checking.difference import without_line_breaks, written_difference
from rag.cite.checking.findings import CheckedNotes, Finding, Status
from rag.cite.checking.marks import marked_stretches
from rag.cite.checking.note_text import Quotation, line_of
from rag.cite.checking.quotations import find_quotations
from rag.cite.checking.shelf import (
    Region,
    Shelf,
    cited_regions,
    innermost,
    region_at,
    rows_with,
    shelf_of,
    similar_regions,
    stands_as_cited,
)
from rag.cite.checking.standing import Piece, Standing, pieces_of, standings
from rag.cite.checking.words import words_of
from rag.index import Store
from rag.types import QueryError

LONGEST_NOTES = 1_000_000
_LONGEST_QUOTATION = 3_000
_FEWEST_WORDS = 4
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")

# Boilerplate stands in thousands of articles: so many places are looked at, for an address without
# its document more, for there each is a chance that it is right.
_PLACES = 20
_PLACES_BY_ADDRESS = 200


def check_notes(store: Store, notes: str) -> CheckedNotes:
    """What is so of every quotation in the text of notes (Markdown or plain).

    QueryError if there is no text, more than a million characters, or half a character.
    """
    if not notes.strip():
        raise QueryError("the notes are empty; write something in them")
    if len(notes) > LONGEST_NOTES:
        raise QueryError(
            f"the notes have {len(notes):,} characters, {LONGEST_NOTES:,} are the most; split them"
        )
    if half := _HALF_CHARACTER.search(notes):
        raise QueryError(
            f"the notes have half a character (U+{ord(half[0]):04X}) at position "
            f"{half.start() + 1}; remove it"
        )
    shelf = shelf_of(store)
    quotations, problems = find_quotations(notes, shelf.knows)
    check = _Remembering(shelf)
    findings: list[Finding] = []
    too_long: list[str] = []
    for quotation in quotations:
        words = len(words_of(quotation.words))
        if words > _LONGEST_QUOTATION:
            too_long.append(
                f"line {quotation.line}: a quotation of {words:,} words was not checked, "
                f"{_LONGEST_QUOTATION:,} are the most; cut it into several"
            )
        elif _is_quotation(shelf, quotation, words):
            findings += _findings(check, notes, quotation)
    return CheckedNotes(tuple(findings), (*problems, *too_long))


def _is_quotation(shelf: Shelf, quotation: Quotation, words: int) -> bool:
    if quotation.attribution is None and not quotation.is_block:
        return words >= _FEWEST_WORDS and not shelf.knows(quotation.words.strip(" .,。，"))
    return words > 0


def _findings(check: _Remembering, notes: str, quotation: Quotation) -> list[Finding]:
    """The finding of a quotation, or of those inside it if nothing around them is the source's.

    「他說『以人為本』,很好」 quotes someone who quotes.
    """
    whole = check(quotation)
    if whole.status not in (Status.ALTERED, Status.NOT_FOUND) or not quotation.marks[0]:
        return [whole]
    inside = [check(inner) for inner in _quotations_inside(notes, quotation)]
    if whole.status is Status.NOT_FOUND:
        is_around = bool(inside) and all(f.status is not Status.NOT_FOUND for f in inside)
    else:
        quoted = [piece.span for finding in inside for piece in finding.pieces]
        is_around = all(any(q.contains(piece.span) for q in quoted) for piece in whole.pieces)
    return inside if is_around else [whole]


def _quotations_inside(notes: str, quotation: Quotation) -> Iterator[Quotation]:
    marked, _ = marked_stretches(notes, quotation.span)
    for mark in marked:
        words = mark.inner.of(notes)
        if len(words_of(words)) >= _FEWEST_WORDS:
            line = line_of(notes, mark.outer.start)
            yield Quotation(
                line, words, mark.inner, mark.outer, mark.marks, attribution=quotation.attribution
            )


class _Remembering:
    """`check_quotation` for the quotations of some notes: what is quoted again is found once."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._known: dict[tuple[str, str, tuple[str, ...] | None], Finding] = {}

    def __call__(self, quotation: Quotation) -> Finding:
        """What is so of a quotation, by its words and the place that it names."""
        given = quotation.attribution
        document, addresses = (given.document, given.addresses) if given else ("", None)
        key = (quotation.words, document, addresses)
        if key not in self._known:
            self._known[key] = check_quotation(self._shelf, quotation)
        return replace(self._known[key], quotation=quotation)


def check_quotation(shelf: Shelf, quotation: Quotation) -> Finding:
    """What is so of one quotation."""
    pieces, ends_open = pieces_of(quotation.words)
    if not pieces:
        return Finding(quotation, Status.EXACT)
    best: Standing | None = None
    for region in _regions(shelf, quotation, pieces):
        for standing in standings(shelf, region, pieces, ends_open=ends_open):
            if best is None or _rank(shelf, quotation, standing) < _rank(shelf, quotation, best):
                best = standing
        if best is not None and _rank(shelf, quotation, best) == (0, 0, 0):
            break
    if best is not None:
        return _standing_finding(shelf, quotation, best)
    return changed(shelf, quotation, pieces)


def _regions(shelf: Shelf, quotation: Quotation, pieces: Sequence[Piece]) -> Iterator[Region]:
    """Where the quotation may stand word for word, likeliest first, each looked up when needed."""
    attribution = quotation.attribution
    words = [piece.words for piece in pieces]
    margin = 0 if len(pieces) == 1 else 200 * len(pieces) + len(quotation.words)
    yield from cited_regions(shelf, attribution)
    named = shelf.named(attribution.document) if attribution else ()
    if named:
        yield from _at_rows(shelf, rows_with(shelf, words, _PLACES, frozenset(named)), margin)
    most = _PLACES_BY_ADDRESS if attribution and not named else _PLACES
    rows = rows_with(shelf, words, most)
    yield from _at_rows(shelf, rows, margin)
    if not rows or len(pieces) > 1:
        # Across two passages, or folded otherwise at its ends than in its place.
        longest = max(words, key=len)
        yield from similar_regions(shelf, longest)


def _at_rows(shelf: Shelf, rows: Iterable[int], margin: int) -> Iterator[Region]:
    for row in rows:
        passage = shelf.store.passage(row)
        yield region_at(shelf, passage.doc_id, passage.span, margin)


def _rank(shelf: Shelf, quotation: Quotation, standing: Standing) -> tuple[int, int, int]:
    """The less, the better: as cited, not cut, exact."""
    return (
        int(not _is_as_cited(shelf, quotation, standing)),
        int(standing.is_cut),
        int(not standing.is_exact),
    )


def _is_as_cited(shelf: Shelf, quotation: Quotation, standing: Standing) -> bool:
    attribution = quotation.attribution
    return attribution is None or all(
        stands_as_cited(shelf, attribution, standing.doc_id, span) for span in standing.spans
    )


def _standing_finding(shelf: Shelf, quotation: Quotation, standing: Standing) -> Finding:
    document = shelf.store.document(standing.doc_id)
    sections = [innermost(shelf, standing.doc_id, span) for span in standing.spans]
    pieces = tuple(
        cite(document, section.address, section.heading, span)
        for section, span in zip(sections, standing.spans, strict=True)
    )
    is_as_cited = _is_as_cited(shelf, quotation, standing)
    if standing.is_cut:
        status = Status.TRUNCATED
    elif not is_as_cited:
        status = Status.MISATTRIBUTED
    else:
        status = Status.EXACT if standing.is_exact else Status.SCRIPT
    source = "……".join(piece.quote for piece in pieces) + ("……" if standing.is_cut else "")
    difference = ""
    if not standing.is_exact:
        difference = written_difference(
            without_line_breaks(quotation.words), without_line_breaks(source)
        )
    return Finding(quotation, status, pieces, difference, is_as_cited, standing.is_cut)
