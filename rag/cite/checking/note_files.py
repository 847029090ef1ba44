"""Files of notes: their text to check, and a corrected copy that is otherwise what they were."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rag.cite.checking.check import LONGEST_NOTES
from rag.cite.checking.docx_notes import DocxNotes, read_docx_notes
from rag.cite.checking.findings import CheckedNotes
from rag.cite.checking.mend import corrected, corrections
from rag.cite.whole_file import ensure_free, write_whole
from rag.corpus.readers import ReadError
from rag.corpus.readers.plain import read_plain
from rag.types import QueryError

_ENDINGS = (".md", ".markdown", ".txt", ".text", ".docx")
_LARGEST_FILE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A file of notes: of Word, with `docx` as it was read, or of text in an `encoding`."""

    path: Path
    text: str
    encoding: str
    docx: DocxNotes | None = None


def read_notes(path: Path) -> NoteFile:
    """The notes in a Markdown, text or Word file; QueryError if there are none to read."""
    if path.suffix.lower() not in _ENDINGS:
        raise QueryError(f"{path} is not notes to check; give one of {' '.join(_ENDINGS)}")
    try:
        if path.stat().st_size > _LARGEST_FILE_BYTES:
            raise QueryError(
                f"{path} is larger than {_LARGEST_FILE_BYTES >> 20} MiB; split it into several"
            )
        data = path.read_bytes()
    except OSError as error:
        raise QueryError(f"cannot read {path}: {error.strerror}; give a file of notes") from error
    try:
        file = _read(path, data)
    except ReadError as error:
        raise QueryError(f"{path} cannot be read as notes: {error}") from error
    if not file.text.strip():
        raise QueryError(f"{path} is empty; write notes in it first")
    if len(file.text) > LONGEST_NOTES:
        raise QueryError(
            f"{path} has {len(file.text):,} characters, {LONGEST_NOTES:,} are the most; split it"
        )
    return file


def _read(path: Path, data: bytes) -> NoteFile:
    if path.suffix.lower() == ".docx":
        docx = read_docx_notes(data)
        return NoteFile(path, docx.text, "", docx)
    encoding = read_plain(data).encoding
    return NoteFile(path, data.decode(encoding), encoding)


def write_corrected(
    file: NoteFile, checked: CheckedNotes, out: Path, *, force: bool = False
) -> None:
    """Write a copy of the notes with every finding mended or marked.

    QueryError if `out` is the notes themselves, is there and `force` is not given, or cannot be
    written.
    """
    if out.suffix.lower() != file.path.suffix.lower():
        raise QueryError(f"the copy of {file.path} must be a {file.path.suffix} file, not {out}")
    ensure_free(out, file.path, force=force)
    edits = corrections(file.text, checked)
    if file.docx is not None:
        data = file.docx.with_edits(edits)
    else:
        data = _encoded(corrected(file.text, edits), file)
    write_whole(out, data, force=force)


def _encoded(text: str, file: NoteFile) -> bytes:
    try:
        return text.encode(file.encoding)
    except UnicodeEncodeError as error:
        raise QueryError(
            f"{file.path} is {file.encoding}, which lacks {text[error.start]!r}; save it as UTF-8"
        ) from error
