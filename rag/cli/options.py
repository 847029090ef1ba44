"""Options that several of the commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
# Milliseconds that the reader may take for a question on the page, where all is loaded already.
_DEADLINE = 300
DeadlineOption = Annotated[
    int | None,
    typer.Option(
        help="Milliseconds for reading the best passages closely; after them the answer is only "
        "what search ranked first. Without it there is no limit, but for the page: 300.",
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


def seconds_to_read(deadline: int | None) -> float | None:
    """How long the reader may take for a question; None for as long as it likes.

    >>> seconds_to_read(None), seconds_to_read(50)
    (None, 0.05)
    """
    return None if deadline is None else deadline / 1000


def seconds_for_page(deadline: int | None) -> float:
    """How long the reader may take for a question that is asked on the page.

    >>> seconds_for_page(None), seconds_for_page(50)
    (0.3, 0.05)
    """
    return (_DEADLINE if deadline is None else deadline) / 1000
