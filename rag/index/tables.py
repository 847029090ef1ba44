"""The tables: documents with their texts, clause trees, and where each passage stands (SQLite)."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from rag.index.embedding import passage_digest
from rag.index.meta import REBUILD
from rag.index.store import DocumentSummary
from rag.types import (
    CitationError,
    CorpusError,
    Document,
    IndexFormatError,
    Passage,
    RemovedLine,
    Section,
    Source,
    Span,
)

if TYPE_CHECKING:
    from rag.corpus import ParsedDocument

_SCHEMA = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, doc_id TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
    language TEXT NOT NULL, record TEXT NOT NULL, text TEXT NOT NULL,
    first_row INTEGER NOT NULL, passages INTEGER NOT NULL
);
CREATE TABLE sections (
    document INTEGER NOT NULL, position INTEGER NOT NULL, address TEXT NOT NULL,
    kind TEXT NOT NULL, label TEXT NOT NULL, heading TEXT NOT NULL, parent TEXT NOT NULL,
    starts INTEGER NOT NULL, ends INTEGER NOT NULL,
    heading_starts INTEGER NOT NULL, heading_ends INTEGER NOT NULL,
    body_starts INTEGER NOT NULL, body_ends INTEGER NOT NULL,
    PRIMARY KEY (document, position)
) WITHOUT ROWID;
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, document INTEGER NOT NULL, address TEXT NOT NULL,
    heading TEXT NOT NULL, path TEXT NOT NULL, starts INTEGER NOT NULL, ends INTEGER NOT NULL,
    digest BLOB NOT NULL
);
"""
_DOCUMENTS_KEPT = 64
_SUMMARY_COLUMNS = "doc_id, title, language, passages, number, first_row"


class TableWriter:
    """Writes the tables, in the order of the corpus. The same corpus makes the same file."""

    def __init__(self, path: Path | None) -> None:
        """`path` is a file that does not exist yet, or None for tables in memory."""
        self._connection = sqlite3.connect(
            ":memory:" if path is None else path, check_same_thread=False
        )
        # A build that is killed leaves nothing to recover: it is thrown away whole.
        self._connection.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA} BEGIN;"
        )
        self._doc_ids: set[str] = set()
        self._rows = 0

    def add(self, parsed: ParsedDocument) -> None:
        """Add a document with its sections and passages, once they are seen to fit together."""
        self._check(parsed)
        number = len(self._doc_ids) - 1
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            _document_values(parsed, number, self._rows),
        )
        self._connection.executemany(
            f"INSERT INTO sections VALUES ({', '.join('?' * 13)})",
            (_section_values(number, i, section) for i, section in enumerate(parsed.sections)),
        )
        self._connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                _passage_values(row, number, passage)
                for row, passage in enumerate(parsed.passages, start=self._rows)
            ),
        )
        self._rows += len(parsed.passages)

    def finish(self) -> sqlite3.Connection:
        """Commit, and hand the connection over."""
        self._connection.commit()
        return self._connection

    def abandon(self) -> None:
        """Let go of the tables without committing them."""
        self._connection.close()

    def _check(self, parsed: ParsedDocument) -> None:
        """Refuse a document that could not be read back, or whose passages are not slices of it."""
        document = parsed.document
        if document.doc_id in self._doc_ids:
            raise CorpusError(f"two documents are called {document.doc_id}; rename one of them")
        self._doc_ids.add(document.doc_id)
        try:
            document.text.encode()
        except UnicodeEncodeError as error:
            raise CorpusError(
                f"{document.doc_id}: half of a surrogate pair at character {error.start}; "
                "save the file again as UTF-8"
            ) from error
        for passage in parsed.passages:
            if passage.doc_id != document.doc_id or passage.span.of(document.text) != passage.text:
                raise CitationError(
                    f"{passage.doc_id} {passage.address}: the passage is not in "
                    f"{document.doc_id} at {passage.span.start}..{passage.span.end}"
                )


class Tables:
    """Reads the tables. Documents that were asked for lately are kept."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._entries = {
            doc_id: (DocumentSummary(doc_id, title, language, passages), number, first_row)
            for doc_id, title, language, passages, number, first_row in self._all(
                f"SELECT {_SUMMARY_COLUMNS} FROM documents ORDER BY number"
            )
        }
        self._doc_ids = tuple(self._entries)
        self._summaries = tuple(summary for summary, _, _ in self._entries.values())
        self._length: int = self._all("SELECT count(*) FROM passages")[0][0]
        self._document = lru_cache(_DOCUMENTS_KEPT)(self._read_document)
        self._sections = lru_cache(_DOCUMENTS_KEPT)(self._read_sections)

    @classmethod
    def open(cls, path: Path) -> Tables:
        """The tables of a file, which nobody may change while they are open."""
        connection = sqlite3.connect(
            f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        return cls(connection)

    def __len__(self) -> int:
        return self._length

    def documents(self) -> tuple[DocumentSummary, ...]:
        """Every document, in the order of the corpus."""
        return self._summaries

    def document(self, doc_id: str) -> Document:
        """A document with its whole text; KeyError if there is none."""
        return self._document(self.number_of(doc_id))

    def sections(self, doc_id: str) -> tuple[Section, ...]:
        """The clause tree of a document; KeyError if there is none."""
        return self._sections(self.number_of(doc_id))

    def number_of(self, doc_id: str) -> int:
        """The place of a document in the corpus, from 0; KeyError if there is none."""
        number: int = self._entries[doc_id][1]
        return number

    def rows_of(self, doc_id: str) -> range:
        """The rows of a document's passages; KeyError if there is none."""
        summary, _, first_row = self._entries[doc_id]
        return range(first_row, first_row + summary.passages)

    def passage(self, row: int) -> Passage:
        """The passage of a row, seen to be the one that was indexed under that row."""
        found = self._all(
            "SELECT document, address, heading, path, starts, ends, digest FROM passages "
            "WHERE row = ?",
            row,
        )
        if not found:
            raise IndexError(f"no passage {row} among {self._length}")
        number, address, heading, path, start, end, digest = found[0]
        span = Span(start, end)
        text = span.of(self._document(number).text)
        passage = Passage(
            self._doc_ids[number], address, heading, span, text, tuple(json.loads(path))
        )
        if passage_digest(passage) != digest:
            raise IndexFormatError(f"passage {row} is not the one that was indexed; {REBUILD}")
        return passage

    def digests(self) -> Iterator[bytes]:
        """`passage_digest` of every passage, in order of row."""
        return (digest for (digest,) in self._all("SELECT digest FROM passages ORDER BY row"))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _read_document(self, number: int) -> Document:
        [(record, text)] = self._all("SELECT record, text FROM documents WHERE number = ?", number)
        return _document_from(json.loads(record), text)

    def _read_sections(self, number: int) -> tuple[Section, ...]:
        doc_id = self._doc_ids[number]
        return tuple(
            _section_from(doc_id, values)
            for values in self._all(
                "SELECT * FROM sections WHERE document = ? ORDER BY position", number
            )
        )

    def _all(self, statement: str, *values: Any) -> list[Any]:
        with self._lock:  # one connection, many threads
            return self._connection.execute(statement, values).fetchall()


def _document_values(parsed: ParsedDocument, number: int, first_row: int) -> tuple[Any, ...]:
    document = parsed.document
    record = asdict(document)
    del record["text"]
    return (
        number,
        document.doc_id,
        document.title,
        document.language,
        json.dumps(record, ensure_ascii=False, sort_keys=True),
        document.text,
        first_row,
        len(parsed.passages),
    )


def _document_from(record: dict[str, Any], text: str) -> Document:
    source = record.pop("source")
    removed = tuple(
        RemovedLine(Span(**line["raw_span"]), line["text"], line["reason"])
        for line in record.pop("removed")
    )
    return Document(
        text=text,
        notes=tuple(record.pop("notes")),
        source=None if source is None else Source(**source),
        removed=removed,
        **record,
    )


def _section_values(number: int, position: int, section: Section) -> tuple[Any, ...]:
    return (
        number,
        position,
        section.address,
        section.kind,
        section.label,
        section.heading,
        section.parent,
        section.span.start,
        section.span.end,
        section.heading_span.start,
        section.heading_span.end,
        section.body_span.start,
        section.body_span.end,
    )


def _section_from(doc_id: str, values: tuple[Any, ...]) -> Section:
    _, _, address, kind, label, heading, parent, *ends = values
    span, heading_span, body_span = (Span(*ends[i : i + 2]) for i in (0, 2, 4))
    return Section(
        doc_id, address, kind, label, heading, span, heading_span, body_span, parent=parent
    )


def _passage_values(row: int, number: int, passage: Passage) -> tuple[Any, ...]:
    return (
        row,
        number,
        passage.address,
        passage.heading,
        json.dumps(passage.path, ensure_ascii=False),
        passage.span.start,
        passage.span.end,
        passage_digest(passage),
    )
