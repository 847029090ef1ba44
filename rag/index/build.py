"""Passages to a store: one pass that fills tables, keywords and vectors row by row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING

from rag.encode.seam import Encoder
from rag.index.embedded import EmbeddedStore
from rag.index.embedding import KnownVectors, embed
from rag.index.keywords import KeywordWriter
from rag.index.meta import IndexMeta, build_rules, libraries, text_rules
from rag.index.store import Progress, Store
from rag.index.tables import Tables, TableWriter
from rag.index.vectors import VectorIndex, VectorWriter, quantised
from rag.types import Passage

if TYPE_CHECKING:
    from rag.corpus import ParsedDocument

_BATCH = 1024
Row = tuple[int, int, Passage]
"""A row's number, its document's number, and its passage."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a build writes into: files, or memory."""

    tables: TableWriter
    keywords: KeywordWriter
    vectors: VectorWriter

    def abandon(self) -> None:
        """Let go of everything half-written, so that its folder can be removed."""
        self.tables.abandon()
        self.keywords.abandon()
        self.vectors.abandon()


def build_in_memory(
    documents: Iterable[ParsedDocument], encoder: Encoder, *, progress: Progress | None = None
) -> Store:
    """A store of these documents, in their order, that lives in memory and writes no file."""
    parsed = tuple(documents)
    meta = describe(parsed, encoder, _fingerprint(parsed))
    parts = Parts(
        TableWriter(None),
        KeywordWriter(None),
        VectorWriter(None, (meta.passages, encoder.dim)),
    )
    with abandoned_on_failure(parts):
        fill(parts, parsed, encoder, progress=progress)
    matrix = parts.vectors.finish()
    return EmbeddedStore(
        meta,
        Tables(parts.tables.finish()),
        parts.keywords.finish(),
        VectorIndex(matrix, quantised(matrix)),
    )


@contextmanager
def abandoned_on_failure(parts: Parts) -> Iterator[None]:
    """Abandon the parts if what is done within fails."""
    with ExitStack() as on_failure:
        on_failure.callback(parts.abandon)
        yield
        on_failure.pop_all()


def describe(
    parsed: Sequence[ParsedDocument],
    encoder: Encoder,
    fingerprint: str,
    problems: tuple[str, ...] = (),
) -> IndexMeta:
    """The meta of an index of these documents, as yet without files."""
    return IndexMeta(
        fingerprint=fingerprint,
        encoder=encoder.name,
        dim=encoder.dim,
        documents=len(parsed),
        sections=sum(len(document.sections) for document in parsed),
        passages=sum(len(document.passages) for document in parsed),
        text_rules=text_rules(),
        build_rules=build_rules(),
        libraries=libraries(),
        problems=problems,
    )


def _fingerprint(parsed: Sequence[ParsedDocument]) -> str:
    """A digest of the documents themselves, where there are no files to take it of."""
    digest = hashlib.sha256()
    for each in parsed:
        record = json.dumps(asdict(each.document), sort_keys=True)
        digest.update(f"{record}\n".encode())
    return digest.hexdigest()


def fill(
    parts: Parts,
    parsed: Sequence[ParsedDocument],
    encoder: Encoder,
    *,
    known: KnownVectors | None = None,
    progress: Progress | None = None,
) -> int:
    """Write every passage into each part under the same row; how many vectors had to be made."""
    total = sum(len(document.passages) for document in parsed)
    made = done = 0
    rows = _rows(parts.tables, parsed)
    while batch := list(islice(rows, _BATCH)):
        for row, number, passage in batch:
            parts.keywords.add(row, number, passage)
        vectors, fresh = embed(
            [passage for _, _, passage in batch], encoder, known or KnownVectors()
        )
        parts.vectors.add(vectors)
        done += len(batch)
        made += fresh
        if progress is not None:
            progress("passages", done, total)
    return made


def _rows(tables: TableWriter, parsed: Sequence[ParsedDocument]) -> Iterator[Row]:
    row = 0
    for number, document in enumerate(parsed):
        tables.add(document)
        for passage in document.passages:
            yield row, number, passage
            row += 1
