"""Quotations that stand nowhere word for word: altered, truncated, stitched, or not found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rag.answer import cite
from rag.cite.checking.alignment import Alignment, Change, Step, align
from rag.cite.checking.difference import is_honest, worded_difference
from rag.cite.checking.edges import within_clauses
from rag.cite.checking.findings import Finding, Status
from rag.cite.checking.note_text import Quotation
from rag.cite.checking.shelf import (
    Region,
    Shelf,
    cited_regions,
    home,
    innermost,
    region_at,
    similar_regions,
    stands_as_cited,
)
from rag.cite.checking.standing import Piece, without_ellipses
from rag.cite.checking.words import Words, occurrences, words_of
from rag.index.phrases import phrase_words
from rag.text import Span
from rag.types import Citation

# A clause that the notes name is taken for what is quoted if it is nearly as like as the likest.
_CITED_BONUS = 2.0
_LEAST_HELD = 0.6
_LEAST_HELD_IF_CITED = 0.5
_SHORTEST_BLOCK = 2
_JOINT_COST = 3.0
_MOST_UNCOVERED = 0.1
_MOST_PIECES = 8
_LONGEST_PHRASE = 300
_LARGEST_ALIGNMENT = 40_000_000


@dataclass(frozen=True, slots=True)
class Fit:
    """A quotation laid against a region of the source."""

    region: Region
    alignment: Alignment
    honest_cuts: frozenset[int]

    @property
    def changes(self) -> tuple[Step, ...]:
        """The steps that are neither equal nor honest cuts."""
        return tuple(
            step
            for step in self.alignment.steps
            if step.change is not Change.EQUAL and not is_honest(step, self.honest_cuts)
        )

    @property
    def cost(self) -> float:
        """How much was changed: a point for each word, and less for words left out together."""
        return sum(map(_cost, self.changes))

    @property
    def held(self) -> float:
        """The share of what stands, of all that was changed or stands."""
        return self.alignment.matched / (self.alignment.matched + self.cost)

    @property
    def span(self) -> Span:
        """What is covered, of the document's cited text."""
        return self.region.words.span(self.alignment.start, self.alignment.end)

    @property
    def blocks(self) -> list[Span]:
        """The stretches of the document that stand in the quotation word for word."""
        return [
            self.region.words.span(step.start, step.end) for step in self.alignment.of(Change.EQUAL)
        ]


def _cost(step: Step) -> float:
    if step.change is Change.LEFT_OUT:
        return 1 + min(step.sourced, 20) / 10
    answering = min(step.sourced, step.quoted + 2)
    return max(step.quoted, answering) + min(step.sourced - answering, 20) / 10


def changed(shelf: Shelf, quotation: Quotation, pieces: Sequence[Piece]) -> Finding:
    """What is so of a quotation of which no place has all the words as they stand."""
    words = _joined([piece.words for piece in pieces])
    fit = _best_fit(shelf, quotation, words, _starts(pieces))
    is_all_there = fit is not None and not any(step.quoted for step in fit.changes)
    if fit is not None and is_all_there and fit.alignment.matched >= 2 * fit.cost:
        return _with_words_left_out(shelf, quotation, fit)
    stitched = _stitched_pieces(shelf, quotation, pieces)
    is_cited = fit is not None and _is_as_cited(shelf, quotation, fit)
    least = _LEAST_HELD_IF_CITED if is_cited and quotation.attribution else _LEAST_HELD
    held = fit.held if fit is not None else 0.0
    if stitched and (fit is None or held < least or _stitching_cost(stitched, words) < fit.cost):
        return _stitched_finding(shelf, quotation, stitched)
    if fit is not None and held >= least and _is_substantial(fit, words):
        return _finding(shelf, quotation, Status.ALTERED, fit)
    return Finding(quotation, Status.NOT_FOUND)


def _best_fit(
    shelf: Shelf, quotation: Quotation, words: Words, honest_cuts: frozenset[int]
) -> Fit | None:
    cited = list(cited_regions(shelf, quotation.attribution))
    best: tuple[float, Fit] | None = None
    for region in (*cited, *similar_regions(shelf, words)):
        if not len(region.words) or len(region.words) * len(words) > _LARGEST_ALIGNMENT:
            continue
        fit = Fit(region, align(words, region.words), honest_cuts)
        if not fit.alignment.end > fit.alignment.start:
            continue
        worth = fit.alignment.matched - fit.cost
        worth += _CITED_BONUS if region in cited or _is_as_cited(shelf, quotation, fit) else 0.0
        if best is None or worth > best[0]:
            best = (worth, fit)
    return best[1] if best else None


def _with_words_left_out(shelf: Shelf, quotation: Quotation, fit: Fit) -> Finding:
    """Truncated if all of it is of one place, else stitched."""
    blocks = _merged_by_home(shelf, fit)
    if len(blocks) == 1:
        return _finding(shelf, quotation, Status.TRUNCATED, fit)
    citations = [_citation(shelf, fit.region.doc_id, block) for block in blocks]
    return _stitched_finding(shelf, quotation, citations)


def _merged_by_home(shelf: Shelf, fit: Fit) -> list[Span]:
    """The blocks, those of one place joined with what stands between them."""
    doc_id = fit.region.doc_id
    joined: list[Span] = []
    for block in fit.blocks:
        if joined and home(shelf, doc_id, joined[-1]) == home(shelf, doc_id, block):
            joined[-1] = Span(joined[-1].start, block.end)
        else:
            joined.append(block)
    return joined


def _is_substantial(fit: Fit, words: Words) -> bool:
    longest = max((step.quoted for step in fit.alignment.of(Change.EQUAL)), default=0)
    return longest >= min(_SHORTEST_BLOCK + len(words) // 12, 5)


def _finding(shelf: Shelf, quotation: Quotation, status: Status, fit: Fit) -> Finding:
    document = shelf.store.document(fit.region.doc_id)
    quoted = (quotation.words, words_of(without_ellipses(quotation.words)))
    source = (document.text, fit.region.words)
    fit = replace(fit, alignment=within_clauses(fit.alignment, quoted, source))
    difference = worded_difference(fit.alignment, quoted, source, fit.honest_cuts)
    spans = _between_honest_cuts(fit)
    citations = tuple(_citation(shelf, document.doc_id, span) for span in spans)
    is_cited_rightly = _is_as_cited(shelf, quotation, fit)
    return Finding(quotation, status, citations, difference, is_cited_rightly)


def _between_honest_cuts(fit: Fit) -> list[Span]:
    spans: list[Span] = []
    start = fit.alignment.start
    for step in fit.alignment.steps:
        if is_honest(step, fit.honest_cuts) and step.start > start:
            spans.append(fit.region.words.span(start, step.start))
            start = step.end
    return [*spans, fit.region.words.span(start, fit.alignment.end)]


def _is_as_cited(shelf: Shelf, quotation: Quotation, fit: Fit) -> bool:
    attribution = quotation.attribution
    return attribution is None or stands_as_cited(shelf, attribution, fit.region.doc_id, fit.span)


def _citation(shelf: Shelf, doc_id: str, span: Span) -> Citation:
    section = innermost(shelf, doc_id, span)
    return cite(shelf.store.document(doc_id), section.address, section.heading, span)


def _stitched_pieces(shelf: Shelf, quotation: Quotation, pieces: Sequence[Piece]) -> list[Citation]:
    """The fewest stretches of the shelf that together are the quotation; none if too few words
    are in stretches that are too long to agree by chance.
    """
    attribution = quotation.attribution
    preferred = list(shelf.named(attribution.document)) if attribution else []
    shortest = _shortest_telling(shelf)
    found: list[Citation] = []
    uncovered = 0
    most_uncovered = _MOST_UNCOVERED * sum(len(piece.words) for piece in pieces)
    for piece in pieces:
        start = 0
        while start < len(piece.words):
            end = _longest_standing(shelf, piece.words, start)
            citation = None
            if end - start >= shortest:
                part = piece.words.part(start, end)
                citation = _place(shelf, part, [*(c.doc_id for c in found[-1:]), *preferred])
            if citation is not None:
                found.append(citation)
                start = end
            else:
                uncovered += 1
                start += 1
            if uncovered > most_uncovered or len(found) > _MOST_PIECES:
                return []
    return found if len(found) > 1 else []


def _stitching_cost(pieces: Sequence[Citation], words: Words) -> float:
    covered = sum(len(words_of(piece.quote)) for piece in pieces)
    return _JOINT_COST * (len(pieces) - 1) + max(0, len(words) - covered)


def _longest_standing(shelf: Shelf, words: Words, start: int) -> int:
    """The furthest end to which the words from `start` stand somewhere together."""
    low, high = start, min(len(words), start + _LONGEST_PHRASE)
    while low < high:
        middle = (low + high + 1) // 2
        phrase = " ".join(words.folded[start:middle])
        if phrase_words(phrase) and shelf.store.phrase(phrase, 1):
            low = middle
        else:
            high = middle - 1
    return low


def _place(shelf: Shelf, words: Words, preferred: Sequence[str]) -> Citation | None:
    """Where words stand together, in one of the preferred documents if they do there."""
    phrase = " ".join(words.folded)
    scopes = [frozenset([doc_id]) for doc_id in preferred]
    for scope in (*scopes, None):
        for row in shelf.store.phrase(phrase, 3, scope):
            passage = shelf.store.passage(row)
            region = region_at(shelf, passage.doc_id, passage.span)
            for first in occurrences(words, region.words)[:1]:
                span = region.words.span(first, first + len(words))
                return _citation(shelf, passage.doc_id, span)
    return None


def _shortest_telling(shelf: Shelf) -> int:
    """How many words must agree to tell: by chance fewer do, the more so the larger the shelf."""
    return math.ceil(1.5 + math.log(100 * (len(shelf.store) + 1)) / math.log(50))


def _stitched_finding(shelf: Shelf, quotation: Quotation, pieces: Sequence[Citation]) -> Finding:
    attribution = quotation.attribution
    is_cited_rightly = attribution is None or all(
        stands_as_cited(shelf, attribution, piece.doc_id, piece.span) for piece in pieces
    )
    difference = " | ".join(f"{p.quote} [{p.doc_id} {p.address}]" for p in pieces)
    return Finding(quotation, Status.STITCHED, tuple(pieces), difference, is_cited_rightly)


def _starts(pieces: Sequence[Piece]) -> frozenset[int]:
    """The numbers of the words that an ellipsis stands before."""
    lengths = [len(piece.words) for piece in pieces]
    return frozenset(sum(lengths[: i + 1]) for i in range(len(lengths) - 1))


def _joined(parts: Sequence[Words]) -> Words:
    return Words(
        tuple(word for part in parts for word in part.folded),
        tuple(span for part in parts for span in part.spans),
        np.concatenate([part.keys for part in parts]),
        np.concatenate([part.keys_alone for part in parts]),
    )
