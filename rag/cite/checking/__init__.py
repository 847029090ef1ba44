"""Notes checked against the sources: which quotations stand there, and what others changed."""

from rag.cite.checking.check import check_notes
from rag.cite.checking.findings import CheckedNotes, Finding, Status
from rag.cite.checking.mend import Edit, corrections
from rag.cite.checking.note_files import NoteFile, read_notes, write_corrected

__all__ = [
    "CheckedNotes",
    "Edit",
    "Finding",
    "NoteFile",
    "Status",
    "check_notes",
    "corrections",
    "read_notes",
    "write_corrected",
]
