"""Options that several of the commands take."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from rag.types import IndexFormatError

INDEX, CORPUS = Path("index"), Path("corpus")
IndexOption = Annotated[Path, typer.Option("--index", help="Folder of the index.")]
CorpusOption = Annotated[Path, typer.Option("--corpus", help="Folder of the documents.")]
EncoderOption = Annotated[
    str | None,
    typer.Option(
        help="A sentence-transformers model, by name or path, or bundled. "
        "The default is what the index was built with."
    ),
]
ReaderOption = Annotated[
    str | None,
    typer.Option(
        help='A model that reads the best hits, by name or path; "none" for none.', metavar="NAME"
    ),
]
# Milliseconds that the reader may take for one question.
_DEADLINE = 300
DeadlineOption = Annotated[
    int | None,
    typer.Option(
        help="Milliseconds for the reader; past them search's order stands. "
        "300, but for a batch, which nobody waits for.",
        min=0,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
BatchOption = Annotated[
    Path | None, typer.Option(help="JSON lines with id and question; a JSON line for each.")
]


def seconds_to_read(deadline: int | None, batch: Path | None = None) -> float | None:
    """How long the reader may take for a question; None for as long as it likes.

    >>> seconds_to_read(None), seconds_to_read(50), seconds_to_read(None, Path("questions.jsonl"))
    (0.3, 0.05, None)
    """
    if deadline is None:
        return None if batch is not None else _DEADLINE / 1000
    return deadline / 1000


def with_folders(error: IndexFormatError, index: Path, corpus: Path) -> IndexFormatError:
    """The error of an index, so that the command it ends with rebuilds just that index.

    >>> error = IndexFormatError("it is damaged; run: zhangju index")
    >>> str(with_folders(error, Path("index"), Path("my laws")))
    "it is damaged; run: zhangju index --corpus 'my laws'"
    """
    folders = (("--index", index, INDEX), ("--corpus", corpus, CORPUS))
    options = [f"{name} {shlex.quote(str(f))}" for name, f, usual in folders if f != usual]
    return IndexFormatError(" ".join([str(error), *options]))
