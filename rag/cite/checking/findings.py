"""What checking says of a quotation: the seven classes, and the record of each finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rag.cite.checking.note_text import Quotation
from rag.types import Citation


class Status(StrEnum):
    """What is so of a quotation. The first two are right, the others wrong.

    EXACT: the words stand in the source, character for character, at the address that is given, if
        one is. A fragment may begin and end anywhere but within a number or a word of letters. An
        ellipsis (…… … ... 〔…〕 〔略〕) may stand for words between pieces that follow each other
        in one clause or within 200 characters. Where lines are broken does not count.
    SCRIPT: the same but for script (繁/简), width, spacing or punctuation.
    ALTERED: words were changed, added or put in another order; the rest is the source's.
    TRUNCATED: words are left out without an ellipsis, inside, or at the end behind a full stop that
        the source does not have there: nothing else is changed.
    STITCHED: pieces that stand in different places (another document, article or headed clause, or
        the wrong order), joined as if they were one passage.
    MISATTRIBUTED: the words stand in the source, but nowhere at the address or in the document that
        the notes give.
    NOT_FOUND: no place of the source has enough of the words.
    """

    EXACT = "exact"
    SCRIPT = "script"
    ALTERED = "altered"
    TRUNCATED = "truncated"
    STITCHED = "stitched"
    MISATTRIBUTED = "misattributed"
    NOT_FOUND = "not_found"

    @property
    def is_right(self) -> bool:
        """True if notes may stay as they are."""
        return self in (Status.EXACT, Status.SCRIPT)


@dataclass(frozen=True, slots=True)
class Finding:
    """A quotation with its status and the places that it comes from, each verified.

    `pieces` are more than one where the quotation has an ellipsis or is stitched, and none if it
    was not found. `is_cited_rightly` is False if the notes give another address than that of the
    pieces; `is_cut` is True if a full stop stands where the source goes on.
    """

    quotation: Quotation
    status: Status
    pieces: tuple[Citation, ...] = ()
    difference: str = ""
    is_cited_rightly: bool = True
    is_cut: bool = False

    @property
    def doc_id(self) -> str:
        """The document that the words are from; empty if they were not found."""
        return self.pieces[0].doc_id if self.pieces else ""

    @property
    def address(self) -> str:
        """The address of the clause that they are from; empty if they were not found."""
        return self.pieces[0].address if self.pieces else ""

    @property
    def source_quote(self) -> str:
        """What the source says, verbatim; pieces are joined by an ellipsis."""
        return "……".join(piece.quote for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class CheckedNotes:
    """The findings of notes, in their order, and a line for whatever could not be checked."""

    findings: tuple[Finding, ...]
    problems: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many quotations have each status, all seven of them."""
        counted = Counter(finding.status for finding in self.findings)
        return {status: counted[status] for status in Status}

    @property
    def is_right(self) -> bool:
        """True if nothing needs mending: every quotation exact, or exact but for script."""
        return not self.problems and all(f.status.is_right for f in self.findings)
