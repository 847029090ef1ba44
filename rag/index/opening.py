"""What is told of an index that cannot be opened for a folder of documents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.corpus import document_names
from rag.index.meta import REBUILD, with_folders
from rag.index.store import Store
from rag.types import IndexFormatError


@contextmanager
def naming_folders(index: Path, corpus: Path) -> Iterator[None]:
    """Let the command that an IndexFormatError ends with name folders that are not the usual."""
    try:
        yield
    except IndexFormatError as error:
        if REBUILD not in str(error):
            raise
        raise IndexFormatError(with_folders(str(error), index, corpus)) from error


def ensure_same_shelf(store: Store, index: Path, corpus: Path) -> None:
    """IndexFormatError if no document of the index is in the corpus: rebuilding would lose it."""
    names = document_names(corpus)
    ids = [summary.doc_id for summary in store.documents()]
    if any(source.path in names for id_ in ids if (source := store.document(id_).source)):
        return
    some = ", ".join(ids[:3]) + (", …" if len(ids) > 3 else "")
    raise IndexFormatError(
        f"{index} is the index of other documents ({some}) than those in {corpus}; "
        f"name the index of {corpus} with --index, or the folder of these with --corpus"
    )
