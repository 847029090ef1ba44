"""Files into a corpus: copied into its folder, and described in its manifest."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from rag.corpus.manifest import MANIFEST_NAME, ManifestEntry, manifest_with, read_manifest
from rag.corpus.parsing import parse_document
from rag.corpus.placing import put_where_none_is
from rag.corpus.readers import ReadError
from rag.corpus.reading import (
    DOCUMENTS_FOLDER,
    document_of,
    documents_in,
    is_document_name,
    read_bytes,
    real_path,
)
from rag.types import CorpusError, Document


@dataclass(frozen=True, slots=True)
class Addition:
    """What adding did: the entries of the files that were added, and the files that were there.

    `problems` has a line for each file that was refused, and `joined` the path of each plain text
    that was broken at a fixed width, with how many of its line ends are none when it is read.
    """

    entries: tuple[ManifestEntry, ...]
    present: tuple[str, ...]
    problems: tuple[str, ...]
    joined: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Copy:
    """A file, where its copy belongs, and its entry, which the manifest may have already."""

    file: Path
    target: Path
    sha256: str
    entry: ManifestEntry
    is_described: bool
    joined_line_ends: int

    @property
    def is_there(self) -> bool:
        return self.target.exists() or self.target.is_symlink()


def add_files(directory: Path, files: Sequence[Path]) -> Addition:
    """Copy files into the corpus in `directory`, and give each an entry in its manifest.

    A file that cannot be read, or whose name or id another has, is refused; the others are added,
    all or none. No file is replaced, one that is there only gets its entry, and what the manifest
    says stays as it is. The folder is made if need be. CorpusError if the manifest cannot be
    understood, or nothing can be written.
    """
    folder = _folder(directory)
    entries = read_manifest(directory / MANIFEST_NAME)
    known = {real_path(directory / entry.path): entry for entry in reversed(entries)}
    holders = {_doc_id(file, known): file for file in reversed(documents_in(folder))}
    copies: dict[Path, _Copy] = {}
    present: list[str] = []
    problems: list[str] = []
    for file in files:
        try:
            copy = _copy_of(directory, folder, file, known)
            _check_free(copy, copies, holders)
        except ReadError as error:
            problems.append(f"{file}: {error}")
            continue
        if copy.target in copies or (copy.is_there and copy.is_described):
            present.append(str(file))
        else:
            copies[copy.target] = copy
            holders[copy.entry.doc_id] = copy.target
    if copies:
        _write(directory / MANIFEST_NAME, folder, list(copies.values()))
    added = tuple(copy.entry for copy in copies.values())
    joined = [(c.entry.path, c.joined_line_ends) for c in copies.values() if c.joined_line_ends]
    return Addition(added, tuple(present), tuple(problems), tuple(joined))


def _doc_id(file: Path, known: Mapping[Path, ManifestEntry]) -> str:
    entry = known.get(real_path(file))
    return entry.doc_id if entry else file.stem


def _folder(directory: Path) -> Path:
    """Where the documents are: a folder of their own, unless they lie beside the manifest."""
    own = directory / DOCUMENTS_FOLDER
    return directory if not own.is_dir() and documents_in(directory) else own


def _copy_of(
    directory: Path, folder: Path, file: Path, known: Mapping[Path, ManifestEntry]
) -> _Copy:
    """The copy to make of a file; ReadError if it could not be read as a document."""
    if not is_document_name(file.name) or not file.stem.strip():
        raise ReadError("no document has such a name; rename the file")
    data = read_bytes(file)
    where, inside = real_path(file), real_path(folder)
    target = folder / (where.relative_to(inside) if where.is_relative_to(inside) else file.name)
    entry = known.get(real_path(target))
    if entry is not None:
        joined = _joined_line_ends(document_of(data, entry))
        return _Copy(file, target, _sha256(data), entry, is_described=True, joined_line_ends=joined)
    path = target.relative_to(directory).as_posix()
    facts = ManifestEntry(doc_id=PurePath(path).stem.strip(), path=path)
    document = parse_document(document_of(data, facts)).document
    return _Copy(
        file,
        target,
        _sha256(data),
        _entry_of(document, facts),
        is_described=False,
        joined_line_ends=_joined_line_ends(document),
    )


def _joined_line_ends(document: Document) -> int:
    return document.source.joined_line_ends if document.source else 0


def _entry_of(document: Document, facts: ManifestEntry) -> ManifestEntry:
    """What the file that `document` was read from says of itself."""
    try:
        f"{facts.path}{document.title}{document.text}".encode()
    except UnicodeEncodeError as error:
        raise ReadError("its name or text is not Unicode; save it again as UTF-8") from error
    title = " ".join(document.title.split())
    return replace(
        facts,
        title=title,
        author=document.author,
        language=document.language,
        sha256=document.source.sha256 if document.source else "",
    )


def _check_free(copy: _Copy, copies: Mapping[Path, _Copy], holders: Mapping[str, Path]) -> None:
    """Refuse a file whose name or id is that of another one."""
    coming = copies.get(copy.target)
    if coming is not None and coming.sha256 != copy.sha256:
        raise ReadError(f"{coming.file} has the same name; rename one of them")
    if copy.is_there and _sha256(read_bytes(copy.target)) != copy.sha256:
        raise ReadError(f"{copy.target} is there, and differs; rename the file")
    holder = holders.get(copy.entry.doc_id, copy.target)
    if holder != copy.target:
        raise ReadError(f"{holder} has the doc_id {copy.entry.doc_id}; rename the file")


def _write(manifest: Path, folder: Path, copies: Sequence[_Copy]) -> None:
    """Put the copies in their places and their entries in the manifest, or nothing at all."""
    content = manifest_with(manifest, [c.entry for c in copies if not c.is_described])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # A hidden folder: what a killed process leaves in it is no document.
        with (
            tempfile.TemporaryDirectory(prefix=".adding-", dir=folder) as name,
            ExitStack() as undo,
        ):
            for number, copy in enumerate(c for c in copies if not c.is_there):
                written = Path(name) / str(number)
                shutil.copyfile(copy.file, written)
                if _sha256(written.read_bytes()) != copy.sha256:
                    raise CorpusError(f"{copy.file} has changed meanwhile; add it again")
                put_where_none_is(written, copy.target)
                undo.callback(copy.target.unlink)
            _replace(manifest, content)
            undo.pop_all()
    except OSError as error:
        raise CorpusError(f"nothing is added to {folder}: {error}") from error


def _replace(path: Path, content: bytes) -> None:
    passing = path.with_name(f".{path.name}.new")
    passing.write_bytes(content)
    if path.exists():
        shutil.copymode(path, passing)
    passing.replace(real_path(path))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
