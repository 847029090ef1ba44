"""A notes file to a study pack on disk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rag.cite.export import export, format_named, study_pack
from rag.cite.links import LOCAL_PAGE
from rag.cite.notes import load_notes
from rag.cite.verify_notes import Library, Status, count_statuses
from rag.types import QueryError


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
    path = out or Path(notes.with_suffix(format_.suffix).name)
    _ensure_free(path, notes, force=force)
    found = load_notes(notes)
    made = datetime.now(UTC)
    pack = study_pack(found, library(), base_url=LOCAL_PAGE, language=language, made=made)
    _write(path, export(pack, kind), force=force)
    counts = count_statuses(pack.notes)
    return ExportReport(path, pack.marked, _problems(counts, path))


def _problems(counts: dict[Status, int], path: Path) -> str:
    """One line that counts what is not as it was noted."""
    found = [f"{counts[status]} {status}" for status in Status if counts[status]]
    if set(counts) <= {Status.VERIFIED}:
        return ""
    total = sum(counts.values())
    line = f"of {total} quotation{'' if total == 1 else 's'}, {', '.join(found)}"
    if counts[Status.ALTERED] or counts[Status.MISSING]:
        line += f"; what the source does not say is marked in {path}"
    return line


def _ensure_free(path: Path, notes: Path, *, force: bool) -> None:
    if path.exists() and notes.exists() and path.samefile(notes):
        raise QueryError(f"{path} holds the notes themselves; name another file with --out")
    if path.exists() and not force:
        raise QueryError(f"{path} is there already; name another with --out, or give --force")


def _write(path: Path, content: bytes, *, force: bool) -> None:
    """Write under another name and move into place, so that no half file is ever seen."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
        written = Path(file.name)
        written.chmod(0o644)
        try:
            if force:
                written.replace(path)
            else:
                os.link(written, path)
        finally:
            written.unlink(missing_ok=True)
    except OSError as error:
        raise QueryError(
            f"cannot write {path}: {error.strerror}; name another file with --out"
        ) from error
