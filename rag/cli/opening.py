"""Opening the engine that a command needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rag.encode import NO_READER
from rag.engine import Engine
from rag.index import CORPUS
from rag.search import asks


def open_engine(
    index: Path,
    corpus: Path,
    encoder: str | None = None,
    *,
    reader: str | None = NO_READER,
    deadline_seconds: float | None = None,
) -> Engine:
    """The engine; an index is still good where there is no folder of the usual name for documents.

    A folder that was named has to be there.
    """
    is_elsewhere = corpus == CORPUS and not corpus.exists()
    engine = Engine.open(
        index, corpus=None if is_elsewhere else corpus, encoder=encoder, reader=reader
    )
    return replace(engine, deadline_seconds=deadline_seconds)


def reader_of_search(query: str, reader: str | None) -> str | None:
    """The name of the reader to open an engine with for just this search.

    What is not asked is not read, and the bundled reader would be loaded for nothing.

    >>> reader_of_search("居民自治", None), reader_of_search("誰負責?", None)
    ('none', None)
    """
    return NO_READER if reader is None and not asks(query) else reader
