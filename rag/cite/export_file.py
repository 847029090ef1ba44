"""A notes file to a study pack on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rag.cite.export import export, format_named, study_pack
from rag.cite.links import LOCAL_PAGE
from rag.cite.notes import load_notebook
from rag.cite.verify_notes import Library, NotedStatus, count_statuses
from rag.cite.whole_file import ensure_free, write_whole


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written where, and what became of the quotations; `problems` is empty if all hold.

    `marked` is how many the source does not say: they are in the file, and marked there.
    """

    path: Path
    marked: int
    problems: str


def export_file(
    library: Callable[[], Library],
    notes: Path,
    kind: str,
    *,
    out: Path | None = None,
    force: bool = False,
    language: str = "",
) -> ExportReport:
    """Write the notes as a study pack, to `out` or to a file named after the notes.

    QueryError if the notes cannot be read, or a file is there and `force` is not given. The notes
    file itself is never written over. The library is opened only when the rest is in order.
    """
    format_ = format_named(kind)
    found = load_notebook(notes)  # first: what is no file may have no name to make another of
    path = out or Path(notes.with_suffix(format_.suffix).name)
    ensure_free(path, notes, force=force)
    made = datetime.now(UTC)
    pack = study_pack(found, library(), base_url=LOCAL_PAGE, language=language, made=made)
    write_whole(path, export(pack, kind), force=force)
    counts = count_statuses(pack.notes)
    return ExportReport(path, pack.marked, _problems(counts, path))


def _problems(counts: dict[NotedStatus, int], path: Path) -> str:
    """One line that counts what is not as it was noted."""
    found = [f"{counts[status]} {status}" for status in NotedStatus if counts[status]]
    if set(counts) <= {NotedStatus.VERIFIED}:
        return ""
    total = sum(counts.values())
    line = f"of {total} quotation{'' if total == 1 else 's'}, {', '.join(found)}"
    if counts[NotedStatus.ALTERED] or counts[NotedStatus.MISSING]:
        line += f"; what the source does not say is marked in {path}"
    return line
