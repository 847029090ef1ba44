"""What a caller may want to catch and show, each in one line."""

from __future__ import annotations


class RagError(Exception):
    """Whatever a caller may want to catch and show: what, where, and what to do next.

    RagError
    ├── CorpusError       a file or folder of documents; names the file, and the line if any
    ├── IndexFormatError  a missing, damaged or stale index; names the command that rebuilds
    ├── QueryError        a question, query or address that cannot be understood
    └── CitationError     a quotation that is not in its document: our bug, never hidden
    """


class CorpusError(RagError):
    """A file or folder of documents that cannot be used."""


class IndexFormatError(RagError):
    """An index that cannot be trusted; the message names the command that rebuilds it."""


class QueryError(RagError):
    """A question, query or address that cannot be understood.

    The line is in English. `key` names what is wrong, and `values` with what, so that a page may
    say it in its reader's language; an error that no reader of a page can meet has no key.
    """

    def __init__(self, line: str, key: str = "", **values: str | int) -> None:
        super().__init__(line)
        self.key = key
        self.values = values


class CitationError(RagError):
    """A quotation that is not in its document. This is a bug of ours, and is never shown."""
