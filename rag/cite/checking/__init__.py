"""Notes checked against the sources: which quotations stand there, and what others changed."""

from rag.cite.checking.check import check_notes
from rag.cite.checking.findings import CheckedNotes, Finding, Status

__all__ = ["CheckedNotes", "Finding", "Status", "check_notes"]
