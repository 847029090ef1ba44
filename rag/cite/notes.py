"""The notes file: what the page keeps of a reader's notes, as records.

    {"format": "zhangju-notes", "version": 1, "title": "…", "notes": [
      {"id", "created", "question", "comment", "tags": […], "quotations": [
        {"doc_id", "address", "heading", "start", "end", "quote", "prefix", "suffix", "sha256"}]}]}

`start` and `end` count code points of the cited text, `prefix` and `suffix` are the characters
around the quote, and `sha256` is of the whole cited text in UTF-8: with them a quotation is checked
against the document as it is now (`rag.cite.verify_notes`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from rag.types import Document, QueryError, Section, Span

FORMAT = "zhangju-notes"
VERSION = 1
MOST_NOTES_BYTES = 8 * 1024 * 1024
LONGEST_QUOTATION = 5_000
MOST_QUOTATIONS = 10_000
CONTEXT = 32

# What XML, HTML or Markdown cannot hold as it is, and so no export could quote exactly.
_UNQUOTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class NotedQuotation:
    """Words of a document as a note keeps them, with their proof. Nothing says yet that it holds.

    >>> NotedQuotation("a", "一", "", 2, 1, "社區", "", "", "")
    Traceback (most recent call last):
    ValueError: not a span: 2..1
    """

    doc_id: str
    address: str
    heading: str
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    sha256: str

    def __post_init__(self) -> None:
        Span(self.start, self.end)
        if not self.quote.strip():
            raise ValueError("it quotes nothing")
        if len(self.quote) > LONGEST_QUOTATION:
            raise ValueError(
                f"{len(self.quote):,} characters are too many to quote, {LONGEST_QUOTATION:,} are "
                "the most"
            )
        if control := _UNQUOTABLE.search(self.quote):
            raise ValueError(
                f"it quotes a control character (U+{ord(control[0]):04X}), which cannot be set"
            )

    @property
    def span(self) -> Span:
        """Where the note says that the words stand in the document's cited text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Note:
    """A reader's note: the question it came from, quotations, and the reader's own words."""

    id: str
    created: str
    question: str
    comment: str
    tags: tuple[str, ...]
    quotations: tuple[NotedQuotation, ...]


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook, in its order."""

    title: str
    notes: tuple[Note, ...]


def quotation_of(document: Document, section: Section, span: Span) -> NotedQuotation:
    """The words at a span of a document, with their proof. ValueError if they cannot be noted."""
    text = document.text
    return NotedQuotation(
        doc_id=document.doc_id,
        address=section.address,
        heading=section.heading,
        start=span.start,
        end=span.end,
        quote=span.of(text),
        prefix=text[max(span.start - CONTEXT, 0) : span.start],
        suffix=text[span.end : span.end + CONTEXT],
        sha256=text_hash(text),
    )


def quotable_part(text: str, span: Span) -> Span:
    """The longest part of `span` whose words can be quoted: without control characters.

    >>> quotable_part("服務\\x0c居民自治", Span(0, 7))
    Span(start=3, end=7)
    """
    edges = [span.start - 1]
    edges += [match.start() for match in _UNQUOTABLE.finditer(text, span.start, span.end)]
    pieces = [Span(a + 1, b) for a, b in pairwise([*edges, span.end])]
    return max(pieces, key=len)


def text_hash(text: str) -> str:
    """The proof of a cited text: the SHA-256 of its UTF-8, in hexadecimal."""
    return sha256(text.encode("utf-8")).hexdigest()


def load_notebook(path: Path) -> Notebook:
    """The notes in a file. QueryError, naming the file, if it cannot be read as notes."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_NOTES_BYTES + 1)
    except OSError as error:
        raise QueryError(
            f"cannot read {path}: {error.strerror}; give a notes file saved from the page"
        ) from error
    try:
        return read_notebook(data)
    except QueryError as error:
        raise QueryError(f"{path}: {error}") from error


def read_notebook(data: bytes) -> Notebook:
    """The notes in the bytes of a notes file: all of them, or QueryError saying which is broken."""
    return notes_from_json(parse_json(data))


def parse_json(data: bytes) -> Any:
    """What JSON bytes hold; QueryError if there are too many of them, or they are not JSON."""
    if len(data) > MOST_NOTES_BYTES:
        raise QueryError(
            f"notes of more than {MOST_NOTES_BYTES // 1024**2} MiB are too many; split them"
        )
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise QueryError(f"not UTF-8 (byte {error.start}); save the notes again") from error
    except (ValueError, RecursionError) as error:
        raise QueryError(f"not JSON ({error}); save the notes again") from error


def notes_from_json(found: Any) -> Notebook:
    """The notes in a parsed notes file; fields that the format does not have are not looked at."""
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise QueryError(f'not a notes file: it has no "format": "{FORMAT}"')
    if found.get("version") != VERSION:
        raise QueryError(
            f"notes of version {found.get('version')!r}, this Zhangju reads {VERSION}; update it"
        )
    if not isinstance(found.get("notes"), list):
        raise QueryError('no list of "notes"; save the notes again')
    notes = tuple(_note(number, note) for number, note in enumerate(found["notes"], start=1))
    if sum(len(note.quotations) for note in notes) > MOST_QUOTATIONS:
        raise QueryError(f"more than {MOST_QUOTATIONS:,} quotations are too many; split the notes")
    return Notebook(_text("the file", found, "title") if "title" in found else "", notes)


def _note(number: int, found: Any) -> Note:
    where = f"note {number}"
    if not isinstance(found, Mapping):
        raise QueryError(f"{where} is not an object; mend or remove it")
    quotations = _list(where, found, "quotations")
    return Note(
        id=_text(where, found, "id"),
        created=_text(where, found, "created"),
        question=_text(where, found, "question"),
        comment=_text(where, found, "comment"),
        tags=tuple(_string(f"{where}, tags", tag) for tag in _list(where, found, "tags")),
        quotations=tuple(
            _quotation(f"{where}, quotation {place}", quotation)
            for place, quotation in enumerate(quotations, start=1)
        ),
    )


def _quotation(where: str, found: Any) -> NotedQuotation:
    if not isinstance(found, Mapping):
        raise QueryError(f"{where} is not an object; mend or remove it")
    text, number = partial(_text, where, found), partial(_number, where, found)
    try:
        return NotedQuotation(
            doc_id=text("doc_id"),
            address=text("address"),
            heading=text("heading"),
            start=number("start"),
            end=number("end"),
            quote=text("quote"),
            prefix=text("prefix"),
            suffix=text("suffix"),
            sha256=text("sha256"),
        )
    except ValueError as error:
        raise QueryError(f"{where}: {error}; mend or remove it") from error


def _text(where: str, found: Mapping[str, Any], name: str) -> str:
    return _string(f"{where}, {name}", found.get(name))


def _string(where: str, value: Any) -> str:
    if not isinstance(value, str):
        raise QueryError(f"{where}: not a string; mend or remove it")
    if _HALF_CHARACTER.search(value):
        raise QueryError(f"{where}: half a character (a lone surrogate); mend or remove it")
    return value


def _number(where: str, found: Mapping[str, Any], name: str) -> int:
    value = found.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise QueryError(f"{where}, {name}: not a whole number; mend or remove it")
    return value


def _list(where: str, found: Mapping[str, Any], name: str) -> list[Any]:
    value = found.get(name)
    if not isinstance(value, list):
        raise QueryError(f"{where}, {name}: not a list; mend or remove it")
    return value
