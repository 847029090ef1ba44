"""Corrections of notes: the source's own words in the place of what was changed, and the right
address in the place of a wrong one. What was not found is marked, and nothing else is touched.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from rag.cite.checking.attribution import Attribution, Form, names_place, place_in
from rag.cite.checking.difference import without_line_breaks
from rag.cite.checking.findings import CheckedNotes, Finding, Status
from rag.cite.checking.marks import PAIRS
from rag.cite.checking.note_text import NOT_FOUND_MARK, Quotation
from rag.text import Span
from rag.types import Citation

_CHOICE_OF_MARKS = (("「", "」"), ("『", "』"), ("“", "”"), ("〝", "〞"), ('"', '"'))
_LINK_TEXT = re.compile(r"\[(?P<text>[^\[\]\n]*)\]\((?P<url>.*)\)$", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """New words for a span of the notes; an empty span is a place to put them."""

    span: Span
    words: str


def corrections(notes: str, checked: CheckedNotes) -> tuple[Edit, ...]:
    """The edits that mend the findings, in order, none overlapping another."""
    uses = Counter(
        finding.quotation.attribution.definition
        for finding in checked.findings
        if finding.quotation.attribution is not None
    )
    edits: dict[Edit, None] = {}
    taken = _Taken()
    for finding in checked.findings:
        for edit in _edits(notes, finding, uses):
            if taken.is_free(edit.span):
                made = edit
            elif finding.pieces and edit not in edits and edit.span != finding.quotation.outer:
                # Two quotations share an attribution that is right for only one of them.
                made = Edit(_behind(finding.quotation), _citation(finding.pieces[-1]))
            else:
                continue
            edits[made] = None
            taken.add(made.span)
    return tuple(sorted(edits))


class _Taken:
    """The spans of notes that have an edit, kept in order so that one more is compared with two."""

    def __init__(self) -> None:
        self._spans: set[Span] = set()
        self._stretches: list[Span] = []
        self._places: list[int] = []

    def add(self, span: Span) -> None:
        """Take a span: an empty one, or one that is free."""
        self._spans.add(span)
        if len(span):
            insort(self._stretches, span)
        else:
            insort(self._places, span.start)

    def is_free(self, span: Span) -> bool:
        """True if it is none of the spans, and overlaps none: to touch one is not to overlap."""
        before = bisect_left(self._stretches, Span(span.end, span.end)) - 1
        inside = bisect_right(self._places, span.start)
        return not (
            span in self._spans
            or (before >= 0 and self._stretches[before].end > span.start)
            or (inside < len(self._places) and self._places[inside] < span.end)
        )


def corrected(notes: str, edits: Iterable[Edit]) -> str:
    """The notes with the edits made."""
    parts: list[str] = []
    position = 0
    for edit in sorted(edits):
        parts += [notes[position : edit.span.start], edit.words]
        position = edit.span.end
    return "".join([*parts, notes[position:]])


def _edits(notes: str, finding: Finding, uses: Counter[Attribution | None]) -> list[Edit]:
    quotation = finding.quotation
    if finding.status is Status.EXACT:
        return []
    if finding.status is Status.NOT_FOUND:
        return _marked_not_found(notes, quotation)
    if finding.status is Status.STITCHED:
        return _taken_apart(notes, finding, uses)
    words = finding.source_quote + ("……" if finding.is_cut else "")
    edits = [_requoted(quotation, words)]
    if not finding.is_cited_rightly and quotation.attribution is not None:
        edits.append(_recited(notes, quotation, quotation.attribution, finding.pieces[0], uses))
    return [edit for edit in edits if edit.span.of(notes) != edit.words]


def _requoted(quotation: Quotation, words: str) -> Edit:
    """The words of the source, in marks that they do not have themselves."""
    if quotation.marks == ("", ""):
        lines = [line.strip() for line in words.split("\n") if line.strip()]
        joint = "\n> " if quotation.is_block else ""
        return Edit(quotation.span, joint.join(lines))
    line = without_line_breaks(words)
    opening, closing = _marks_for(line, quotation.marks)
    return Edit(quotation.outer, f"{opening}{line}{closing}")


def _marks_for(words: str, marks: tuple[str, str]) -> tuple[str, str]:
    if _is_balanced(words, marks):
        return marks
    free = [pair for pair in _CHOICE_OF_MARKS if not set(pair) & set(words)]
    return free[0] if free else marks


def _is_balanced(words: str, marks: tuple[str, str]) -> bool:
    """True if words may stand in such marks: theirs, if they have any, close what they open."""
    opening, closing = marks
    if PAIRS[opening] == opening:
        return not set(marks) & set(words)
    depth = 0
    for character in words:
        depth += (character == opening) - (character == closing)
        if depth < 0:
            return False
    return depth == 0


def _recited(
    notes: str,
    quotation: Quotation,
    attribution: Attribution,
    piece: Citation,
    uses: Counter[Attribution | None],
) -> Edit:
    """The right address in the place, and in the form, of the wrong one."""
    if attribution.form is Form.FOOTNOTE and attribution.definition is not None:
        if uses[attribution.definition] > 1:
            return Edit(_behind(quotation), _citation(piece))
        attribution = attribution.definition
    named = bool(attribution.document)
    if attribution.form is Form.LINK:
        span = _link_to_mend(notes, attribution.span)
        return Edit(span, _relinked(span.of(notes), piece))
    if attribution.form is Form.BARE:
        return Edit(
            attribution.span, f"《{piece.doc_id}》{piece.address}" if named else piece.address
        )
    place = f"{piece.doc_id} {piece.address}" if named else piece.address
    return Edit(place_in(notes, attribution), place)


def _link_to_mend(notes: str, link: Span) -> Span:
    """The link, or only its target if its text is the writer's own, and names no address."""
    written = _LINK_TEXT.match(link.of(notes))
    if written is None or names_place(written["text"]):
        return link
    return Span(link.start + written.end("text"), link.end)


def _relinked(link: str, piece: Citation) -> str:
    """A deep link to where the piece stands; the text of a link, if it is given, says so too."""
    written = _LINK_TEXT.match(link)
    if written:
        text = f"{piece.address} {piece.heading}".rstrip().translate(str.maketrans("[]", "〔〕"))
        return f"[{text}]({_relinked(written['url'], piece)})"
    opening = "](" if link.startswith("](") else ""
    closing = ")" if opening else ""
    parts = urlsplit(link.removeprefix(opening).removesuffix(closing) if opening else link)
    place = {"doc": piece.doc_id, "at": piece.address}
    others = [(key, value) for key, value in parse_qsl(parts.query) if key not in place]
    query = "&".join(f"{key}={quote(value, safe='/')}" for key, value in [*place.items(), *others])
    return opening + urlunsplit(parts._replace(query=query)) + closing


def _taken_apart(notes: str, finding: Finding, uses: Counter[Attribution | None]) -> list[Edit]:
    """A quotation of its own for each piece, with the citation that it needs."""
    quotation, pieces = finding.quotation, finding.pieces
    if quotation.is_block:
        paragraphs = [
            "\n> ".join([*_lines(piece.quote), f"—— [{piece.doc_id} {piece.address}]"])
            for piece in pieces
        ]
        return [Edit(quotation.span, "\n>\n> ".join(paragraphs))]
    marks = quotation.marks if quotation.marks != ("", "") else ("「", "」")
    parts = [f"{_in_marks(piece, marks)}{_citation(piece)}" for piece in pieces]
    attribution = quotation.attribution
    if attribution is None or attribution.form is Form.FOOTNOTE:
        return [Edit(quotation.outer, "、".join(parts))]
    if attribution.form is Form.BARE:
        cited = pieces[0]
    else:
        cited = pieces[-1]
        parts[-1] = _in_marks(cited, marks)
    recited = _recited(notes, quotation, attribution, cited, uses)
    return [Edit(quotation.outer, "、".join(parts)), recited]


def _in_marks(piece: Citation, marks: tuple[str, str]) -> str:
    line = without_line_breaks(piece.quote)
    opening, closing = _marks_for(line, marks)
    return f"{opening}{line}{closing}"


def _marked_not_found(notes: str, quotation: Quotation) -> list[Edit]:
    if NOT_FOUND_MARK in notes[quotation.outer.end : quotation.outer.end + 20]:
        return []
    joint = "\n> " if quotation.is_block else ""
    return [Edit(_behind(quotation), joint + NOT_FOUND_MARK)]


def _citation(piece: Citation) -> str:
    return f"[{piece.doc_id} {piece.address}]"


def _behind(quotation: Quotation) -> Span:
    return Span(quotation.outer.end, quotation.outer.end)


def _lines(words: str) -> Sequence[str]:
    return [line.strip() for line in words.split("\n") if line.strip()]
