"""Options that several of the commands take."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

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
    Path | None,
    typer.Option(
        help="JSON lines with id and question (- for standard input); a JSON line for each.",
        callback=lambda path: Path("/dev/stdin") if path == Path("-") else path,
    ),
]


def seconds_to_read(deadline: int | None, batch: Path | None = None) -> float | None:
    """How long the reader may take for a question; None for as long as it likes.

    >>> seconds_to_read(None), seconds_to_read(50), seconds_to_read(None, Path("questions.jsonl"))
    (0.3, 0.05, None)
    """
    if deadline is None:
        return None if batch is not None else _DEADLINE / 1000
    return deadline / 1000


def with_folders(command: str, index: Path, corpus: Path) -> str:
    """A command, or a message that ends with one, with its folders where they are not the usual.

    >>> with_folders("run: zhangju index", Path("index"), Path("my laws"))
    "run: zhangju index --corpus 'my laws'"
    """
    folders = (("--index", index, INDEX), ("--corpus", corpus, CORPUS))
    options = [f"{name} {shlex.quote(str(f))}" for name, f, usual in folders if f != usual]
    return " ".join([command, *options])
