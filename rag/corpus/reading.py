"""A folder of documents to a corpus: files and manifest in, parsed documents and problems out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from rag.corpus.language import detect_language
from rag.corpus.manifest import MANIFEST_NAME, ManifestEntry, read_manifest
from rag.corpus.parsing import ParsedDocument, parse_document
from rag.corpus.readers import ReadError, ensure_not_too_large, extract
from rag.text import clean
from rag.types import CorpusError, Document, Source

DOCUMENTS_FOLDER = "documents"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Parsed documents in order of their ids, and one line for each thing that went wrong.

    `fingerprint` changes when any file or the manifest does.
    """

    documents: tuple[ParsedDocument, ...]
    problems: tuple[str, ...]
    fingerprint: str


def read_corpus(directory: Path) -> Corpus:
    """The documents in `directory`/documents, described by `directory`/manifest.toml.

    A file that cannot be used is a line in `problems`, and the others are read. CorpusError if
    there is no folder, no document, no usable one, or a manifest that cannot be understood.
    """
    files = _document_files(directory)
    entries = read_manifest(directory / MANIFEST_NAME)
    described, problems = _matched(directory, files, entries)
    parsed: dict[str, ParsedDocument] = {}
    for file in files:
        entry = described.get(file)
        doc_id = entry.doc_id if entry else file.stem
        if doc_id in parsed:
            problems.append(
                f"{_name(directory, file)}: its doc_id {doc_id} is taken by another file, so it "
                f"is left out; give it its own doc_id in {MANIFEST_NAME}"
            )
            continue
        try:
            document, warnings = _read_document(directory, file, entry)
        except ReadError as error:
            problems.append(f"{_shown_name(directory, file)}: {error}")
        else:
            parsed[doc_id] = parse_document(document)
            problems.extend(warnings)
    if not parsed:
        raise CorpusError(f"no document in {directory} can be used: {'; '.join(problems)}")
    documents = tuple(parsed[doc_id] for doc_id in sorted(parsed))
    return Corpus(documents, tuple(problems), corpus_fingerprint(directory))


def corpus_fingerprint(directory: Path) -> str:
    """A digest of the manifest and of every document's name and bytes, without parsing any.

    Of a file that is not read (too large, a link that leads elsewhere) only the name counts.
    """
    digest = hashlib.sha256()
    manifest = directory / MANIFEST_NAME
    for file in [*([manifest] if manifest.exists() else []), *_document_files(directory)]:
        digest.update(_name(directory, file).encode("utf-8", errors="surrogatepass"))
        digest.update(b"\0")
        digest.update(_digest_of_file(directory, file))
    return digest.hexdigest()


def document_names(directory: Path) -> frozenset[str]:
    """The paths of the documents in a folder, as `Source.path` has them; CorpusError if none."""
    return frozenset(_name(directory, file) for file in _document_files(directory))


def _digest_of_file(directory: Path, file: Path) -> bytes:
    try:
        _ensure_inside(directory, file)
        ensure_not_too_large(file.stat().st_size)
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").digest()
    except (OSError, ReadError):
        return b"unreadable"


def _ensure_inside(directory: Path, file: Path) -> None:
    """ReadError for a link that leads out of the folder."""
    within = (real_path(directory), real_path(directory / DOCUMENTS_FOLDER))
    if not any(real_path(file).is_relative_to(folder) for folder in within):
        raise ReadError("it is a link out of the folder, which is not followed; copy the file here")


def real_path(path: Path) -> Path:
    """Where a path leads, through all links; not Path.resolve, which raises where they circle."""
    return Path(os.path.realpath(path))


def _document_files(directory: Path) -> list[Path]:
    """The files to read, in order of name; hidden ones and README are not documents."""
    if not directory.is_dir():
        raise CorpusError(
            f"there is no folder {directory}; make it, with documents in {DOCUMENTS_FOLDER}/, "
            "or: zhangju add FILE"
        )
    folder = directory / DOCUMENTS_FOLDER
    if not folder.is_dir():
        folder = directory
    files = documents_in(folder)
    if not files:
        raise CorpusError(
            f"{folder} holds no documents; put text files in it, or: zhangju add FILE"
        )
    return files


def documents_in(folder: Path) -> list[Path]:
    """The documents in a folder and below it, in order of name; none if there is no folder."""
    return sorted(file for file in folder.rglob("*") if _is_document(folder, file))


def is_document_name(name: str) -> bool:
    """True for the name of a file that may be a document: hidden ones and README are none."""
    is_ours = name == MANIFEST_NAME or Path(name).stem.upper() == "README"
    return not name.startswith(".") and not is_ours


def _is_document(folder: Path, file: Path) -> bool:
    is_hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not is_hidden and is_document_name(file.name) and (file.is_file() or file.is_symlink())


def _name(directory: Path, file: Path) -> str:
    return file.relative_to(directory).as_posix()


def _shown_name(directory: Path, file: Path) -> str:
    """The name, with \\udcb9 for a byte of an old encoding, which cannot be kept or shown."""
    return _name(directory, file).encode("utf-8", errors="backslashreplace").decode("utf-8")


def _matched(
    directory: Path, files: list[Path], entries: tuple[ManifestEntry, ...]
) -> tuple[dict[Path, ManifestEntry], list[str]]:
    """The entry of each file that has one, and the entries that fit no file or a taken one."""
    by_path = {real_path(file): file for file in files}
    described: dict[Path, ManifestEntry] = {}
    taken: dict[str, ManifestEntry] = {}
    problems: list[str] = []
    for entry in entries:
        where = f"{MANIFEST_NAME}, line {entry.line}"
        file = by_path.get(real_path(directory / entry.path))
        if file is None:
            problems.append(f"{where}: there is no document {entry.path}; mend the path")
        elif file in described:
            problems.append(f"{where}: {entry.path} has an entry already; keep one of the two")
        elif entry.doc_id in taken:
            problems.append(
                f"{where}: doc_id {entry.doc_id} is taken by {taken[entry.doc_id].path}; "
                "give each document its own"
            )
        else:
            described[file] = taken[entry.doc_id] = entry
    return described, problems


def _read_document(
    directory: Path, file: Path, entry: ManifestEntry | None
) -> tuple[Document, list[str]]:
    _ensure_inside(directory, file)
    if _shown_name(directory, file) != _name(directory, file):
        raise ReadError("its name is not Unicode; rename the file")
    data = read_bytes(file)
    facts = entry or ManifestEntry(doc_id=file.stem, path="")
    document = document_of(data, replace(facts, path=_name(directory, file)))
    return document, list(_warnings(facts, hashlib.sha256(data).hexdigest()))


def read_bytes(file: Path) -> bytes:
    """What is in a file; ReadError if it cannot be read."""
    try:
        ensure_not_too_large(file.stat().st_size)
        return file.read_bytes()
    except OSError as error:
        raise ReadError(
            f"it cannot be read: {error.strerror}; check its name and permissions"
        ) from error


def document_of(data: bytes, facts: ManifestEntry) -> Document:
    """The document in the bytes of the file at `facts.path`; ReadError says why there is none."""
    extracted = extract(PurePath(facts.path).name, data)
    cleaned = clean(extracted.text, extracted.furniture)
    return Document(
        doc_id=facts.doc_id,
        title=facts.title or extracted.title,
        text=cleaned.text,
        language=facts.language or detect_language(cleaned.text),
        author=facts.author or extracted.author,
        book=facts.book,
        publisher=facts.publisher,
        year=facts.year,
        place=facts.place,
        url=facts.url,
        accessed=facts.accessed,
        licence=facts.licence,
        notes=facts.notes,
        source=Source(
            facts.path,
            hashlib.sha256(data).hexdigest(),
            extracted.encoding,
            extracted.joined_line_ends,
        ),
        removed=cleaned.removed,
    )


def _warnings(facts: ManifestEntry, sha256: str) -> Iterator[str]:
    if facts.sha256 and facts.sha256.lower() != sha256:
        yield (
            f"{facts.path}: its content is not what {MANIFEST_NAME} describes; if the change is "
            f'meant, write sha256 = "{sha256}" there'
        )
