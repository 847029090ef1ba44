"""Corpus to an index on disk and back: `refresh_index` writes, `open_index` reads."""

from __future__ import annotations

import errno
import json
import sqlite3
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rag.encode.seam import Encoder
from rag.index.build import Parts, abandoned_on_failure, describe, fill
from rag.index.embedded import EmbeddedStore
from rag.index.embedding import KnownVectors
from rag.index.generations import (
    META,
    building_folder,
    current,
    file_records,
    only_builder,
    publish,
    verified_meta,
)
from rag.index.keywords import Keywords, KeywordWriter
from rag.index.meta import IndexMeta, build_rules, check_rules, staleness
from rag.index.store import Progress, Store
from rag.index.tables import Tables, TableWriter
from rag.index.vectors import (
    EXACT_LIMIT,
    VectorIndex,
    VectorWriter,
    mapped,
    quantised,
    read_quantised,
    write_quantised,
)
from rag.types import Document, IndexFormatError, RagError

if TYPE_CHECKING:
    from rag.corpus import Corpus

_TABLES = "tables.sqlite"
_KEYWORDS = "keywords"
_VECTORS = "vectors.npy"
_QUANTISED = "quantised.faiss"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `problems` are the corpus's: files skipped, records refused.

    `joined` is how many documents are plain texts that were broken at a fixed width.
    """

    documents: int
    passages: int
    embedded: int
    reused: int
    seconds: float
    path: Path
    problems: tuple[str, ...]
    joined: int = 0


def refresh_index(
    directory: Path,
    corpus: Corpus,
    encoder: Encoder,
    *,
    progress: Progress | None = None,
    exact_limit: int = EXACT_LIMIT,
) -> BuildReport:
    """Make the index in `directory` one of this corpus and encoder.

    Readers keep what they have open, and find either the old index or the new one, whole. Vectors
    of passages that have not changed are reused; if nothing has changed, nothing is written. With
    more passages than `exact_limit`, dense search may miss a few in a thousand of the nearest.
    RagError if another process is building there, or the disk is full.
    """
    started = time.monotonic()
    try:
        with only_builder(directory):
            embedded = 0
            generation = _fresh_generation(directory, corpus, encoder)
            if generation is None:
                build = _Build(corpus, encoder, progress or _in_silence, exact_limit)
                generation, embedded = build.run(directory)
    except (OSError, sqlite3.OperationalError) as error:
        raise RagError(f"the index in {directory} stays as it was: {_failed(error)}") from error
    passages = sum(len(parsed.passages) for parsed in corpus.documents)
    return BuildReport(
        documents=len(corpus.documents),
        passages=passages,
        embedded=embedded,
        reused=passages - embedded,
        seconds=time.monotonic() - started,
        path=generation,
        problems=corpus.problems,
        joined=sum(_is_joined(parsed.document) for parsed in corpus.documents),
    )


def _is_joined(document: Document) -> bool:
    return bool(document.source and document.source.joined_line_ends)


def open_index(directory: Path) -> Store:
    """The index in `directory`, every byte of it checked; IndexFormatError if it is not right."""
    generation = current(directory)
    while True:
        try:
            return _open_generation(generation)
        except IndexFormatError:
            # A builder may have replaced and removed it since we looked.
            if (latest := current(directory)) == generation:
                raise
            generation = latest


def encoder_of(directory: Path) -> str | None:
    """The name of the encoder that the index in `directory` was built with, if there is one.

    The index may be damaged otherwise, stale, or of another format.
    """
    try:
        values = json.loads((current(directory) / META).read_text("utf-8"))
    except (IndexFormatError, OSError, ValueError):
        return None
    name = values.get("encoder") if isinstance(values, dict) else None
    return name if isinstance(name, str) else None


def _open_generation(generation: Path) -> EmbeddedStore:
    meta = verified_meta(generation)
    check_rules(meta, where=str(generation.parent))
    has_candidates = any(file.path == _QUANTISED for file in meta.files)
    return EmbeddedStore(
        meta,
        Tables.open(generation / _TABLES),
        Keywords.open(generation / _KEYWORDS),
        VectorIndex(
            mapped(generation / _VECTORS),
            read_quantised(generation / _QUANTISED) if has_candidates else None,
        ),
    )


def _failed(error: OSError | sqlite3.OperationalError) -> str:
    """Why a build could not be written, and what to do."""
    if isinstance(error, sqlite3.OperationalError) or error.errno == errno.ENOSPC:
        return f"{error}; make room on its disk"
    where = f" {error.filename}" if error.filename else ""
    return f"cannot write{where}: {error.strerror}; name another folder with --index"


def _fresh_generation(directory: Path, corpus: Corpus, encoder: Encoder) -> Path | None:
    """The current generation, if a build would only make it again."""
    try:
        generation = current(directory)
        store = _open_generation(generation)
    except IndexFormatError:
        return None
    store.close()
    is_stale = staleness(store.meta, corpus.fingerprint, encoder.name)
    return None if is_stale or store.meta.build_rules != build_rules() else generation


@dataclass(frozen=True, slots=True)
class _Build:
    """A build of one generation."""

    corpus: Corpus
    encoder: Encoder
    progress: Progress
    exact_limit: int

    def run(self, directory: Path) -> tuple[Path, int]:
        """The generation, published, and how many vectors had to be made for it."""
        known = _known_vectors(directory, self.encoder)
        documents = self.corpus.documents
        meta = describe(documents, self.encoder, self.corpus.fingerprint, self.corpus.problems)
        with building_folder(directory) as folder:
            (folder / _KEYWORDS).mkdir()
            parts = Parts(
                TableWriter(folder / _TABLES),
                KeywordWriter(folder / _KEYWORDS),
                VectorWriter(folder / _VECTORS, (meta.passages, meta.dim)),
            )
            with abandoned_on_failure(parts):
                embedded = fill(parts, documents, self.encoder, known=known, progress=self.progress)
                self.progress("files", 0, 1)
                self._finish(folder, parts, meta)
            generation = publish(folder, replace(meta, files=file_records(folder)))
            self.progress("files", 1, 1)
        return generation, embedded

    def _finish(self, folder: Path, parts: Parts, meta: IndexMeta) -> None:
        """Write what remains, and see that the parts fit together as they will be read."""
        matrix = parts.vectors.finish()
        if (candidates := quantised(matrix, self.exact_limit)) is not None:
            write_quantised(candidates, folder / _QUANTISED)
        parts.tables.finish().close()
        tables = Tables.open(folder / _TABLES)
        EmbeddedStore(meta, tables, parts.keywords.finish(), VectorIndex(matrix)).close()


def _known_vectors(directory: Path, encoder: Encoder) -> KnownVectors:
    """The vectors of the current generation, if it is whole and of the same encoder.

    Whole is enough: rules and libraries may have changed since, an embedded text is its digest.
    """
    try:
        generation = current(directory)
        meta = verified_meta(generation)
    except IndexFormatError:
        return KnownVectors()
    if (meta.encoder, meta.dim) != (encoder.name, encoder.dim):
        return KnownVectors()
    tables = Tables.open(generation / _TABLES)
    rows = {digest: row for row, digest in enumerate(tables.digests())}
    tables.close()
    return KnownVectors(rows, mapped(generation / _VECTORS))


def _in_silence(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
