"""Quotations that stand in the source word for word: where, and to the character or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.cite.checking.difference import without_line_breaks
from rag.cite.checking.shelf import Region, Shelf, home
from rag.cite.checking.words import Words, occurrences, words_of
from rag.text import Span, folded, is_word

NEAR = 200
_PUNCTUATION_READ = 40
_ELLIPSIS = re.compile(
    r"[〔\[（(]?(?:…+|⋯+|\.{3,}|。{3,}|·{6})[〕\]）)]?|[〔\[（(](?:[中下前後后]?略|省略)[〕\]）)]"
)
_FULL_STOPS = frozenset("。！？!?｡．.")
_SOURCE_STOPS = re.compile(r"[\s”’」』）)】》\"']*(?:[。！？!?｡．]|\.(?!\w)|[；;](?=\s))")


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two ellipses of a quotation, with what stands around its words."""

    text: str
    words: Words

    @property
    def lead(self) -> str:
        """The punctuation before the first word."""
        return self.text[: self.words.spans[0].start].strip()

    @property
    def tail(self) -> str:
        """The punctuation behind the last word."""
        return self.text[self.words.spans[-1].end :].strip()


@dataclass(frozen=True, slots=True)
class Standing:
    """A place where all pieces of a quotation stand word for word, one behind the other."""

    doc_id: str
    spans: tuple[Span, ...]
    is_exact: bool
    is_cut: bool


def pieces_of(quoted: str) -> tuple[tuple[Piece, ...], bool]:
    """The pieces of a quotation between its ellipses, and whether it ends in one."""
    texts = _ELLIPSIS.split(quoted)
    pieces = [Piece(text, words_of(text)) for text in texts]
    ends_open = len(texts) > 1 and not len(pieces[-1].words)
    return tuple(piece for piece in pieces if len(piece.words)), ends_open


def without_ellipses(quoted: str) -> str:
    """The quotation with spaces for its ellipses: 〔中略〕 is no word of it. Nothing is moved."""
    return _ELLIPSIS.sub(lambda match: " " * len(match[0]), quoted)


def standings(
    shelf: Shelf, region: Region, pieces: Sequence[Piece], *, ends_open: bool
) -> Iterator[Standing]:
    """Every way in which the pieces stand in a region, near each other."""
    text = shelf.store.document(region.doc_id).text
    places = [occurrences(piece.words, region.words) for piece in pieces]
    for first in places[0]:
        spans = _chain(shelf, region, pieces, places, first)
        if spans is None:
            continue
        wide = tuple(
            _with_punctuation(text, span, piece) for span, piece in zip(spans, pieces, strict=True)
        )
        is_exact = all(
            without_line_breaks(piece.text) == without_line_breaks(span.of(text))
            for span, piece in zip(wide, pieces, strict=True)
        )
        is_cut = not ends_open and not is_exact and _is_cut(text, spans[-1], wide[-1], pieces[-1])
        yield Standing(region.doc_id, wide, is_exact, is_cut)


def _chain(
    shelf: Shelf,
    region: Region,
    pieces: Sequence[Piece],
    places: Sequence[list[int]],
    first: int,
) -> tuple[Span, ...] | None:
    """The spans of the pieces from a place of the first: each at the next place behind."""
    end = first + len(pieces[0].words)
    spans = [region.words.span(first, end)]
    for piece, starts in zip(pieces[1:], places[1:], strict=True):
        following = [start for start in starts if start >= end]
        if not following:
            return None
        end = following[0] + len(piece.words)
        spans.append(region.words.span(following[0], end))
        if not are_near(shelf, region.doc_id, spans[-2], spans[-1]):
            return None
    return tuple(spans)


def are_near(shelf: Shelf, doc_id: str, before: Span, behind: Span) -> bool:
    """True if an ellipsis between two stretches of a document is honest."""
    if behind.start < before.end:
        return False
    if behind.start - before.end <= NEAR:
        return True
    return home(shelf, doc_id, before) == home(shelf, doc_id, behind)


def _with_punctuation(text: str, span: Span, piece: Piece) -> Span:
    """The span with as much of the punctuation around it as the quotation has."""
    before = _reached(text[: span.start][::-1][:_PUNCTUATION_READ], piece.lead[::-1])
    behind = _reached(text[span.end : span.end + _PUNCTUATION_READ], piece.tail)
    return Span(span.start - before, span.end + behind)


def _reached(text: str, punctuation: str) -> int:
    """How far a text goes on like some punctuation, whatever white space is between."""
    reached = position = 0
    for mark in "".join(punctuation.split()):
        while position < len(text) and text[position].isspace():
            position += 1
        if folded(text[position : position + 1]) != folded(mark):
            break
        position += 1
        reached = position
    return reached


def _is_cut(text: str, words: Span, wide: Span, piece: Piece) -> bool:
    """True if the quotation ends in a full stop where the source's sentence goes on.

    `words` is where its last piece stands, `wide` the same with the punctuation that agrees.
    """
    has_stop = not _FULL_STOPS.isdisjoint(piece.tail)
    taken = text[words.end : wide.end]
    if not has_stop or not _FULL_STOPS.isdisjoint(taken) or _SOURCE_STOPS.match(text, words.end):
        return False
    # In English a full stop goes inside the quotation marks whatever the source has.
    if all(word.isascii() for word in piece.words.folded):
        return False
    line_end = text.find("\n", wide.end)
    return is_word(text[wide.end : line_end if line_end >= 0 else len(text)])
