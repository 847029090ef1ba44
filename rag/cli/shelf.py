"""Commands about the shelf: what is on it, how it is indexed, and the page that serves it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rag.cite.links import DEFAULT_HOST, DEFAULT_PORT
from rag.cli.opening import open_engine
from rag.cli.options import (
    CorpusOption,
    DeadlineOption,
    EncoderOption,
    IndexOption,
    JsonOption,
    ReaderOption,
    seconds_for_page,
)
from rag.cli.output import ANSWERED, BAD_INPUT, fail, line_of, print_lines, say, warn
from rag.corpus import add_files
from rag.engine import Engine
from rag.index import CORPUS, INDEX, with_folders
from rag.serialize import clause_to_json, removed_to_json
from rag.terminal_text import added_text, build_text, clause_text, ledger_text


def index(
    corpus: CorpusOption = CORPUS, index: IndexOption = INDEX, encoder: EncoderOption = None
) -> None:
    """Build the index of a folder of documents, or bring it up to date."""
    from rag.progress import progress_bars  # draws with tqdm, which no other command needs

    with progress_bars() as progress:
        report = Engine.build(corpus, index, encoder=encoder, progress=progress)
    for problem in report.problems:
        warn(problem)
    say(build_text(report))


def add(
    files: Annotated[list[Path], typer.Argument(help="txt, md, html, docx, pdf or epub.")],
    index: IndexOption = INDEX,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Copy files into the folder of documents, and describe each in its manifest."""
    addition = add_files(corpus, files)
    for problem in addition.problems:
        fail(problem)
    if addition.entries or addition.present:
        say(with_folders(added_text(addition), index, corpus))
    raise typer.Exit(BAD_INPUT if addition.problems else ANSWERED)


def show(
    address: Annotated[str, typer.Argument(help="Such as 二/4; 2/4 and 二.4 mean the same.")],
    doc: Annotated[str | None, typer.Option(help="The document, if several have it.")] = None,
    json: JsonOption = False,
    index: IndexOption = INDEX,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Show a clause, verbatim, with what is above and below it."""
    clause = open_engine(index, corpus).show(address, doc)
    say(line_of(clause_to_json(clause)) if json else clause_text(clause))


def ledger(
    doc: Annotated[str, typer.Argument(help="The document's id.")],
    json: JsonOption = False,
    index: IndexOption = INDEX,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Show the lines that cleaning left out of a document, and why."""
    document = open_engine(index, corpus).document(doc)
    if json:
        print_lines(map(removed_to_json, document.removed))
    else:
        say(ledger_text(document))


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = DEFAULT_HOST,
    port: Annotated[int, typer.Option(help="Port to listen on.")] = DEFAULT_PORT,
    index: IndexOption = INDEX,
    corpus: CorpusOption = CORPUS,
    encoder: EncoderOption = None,
    reader: ReaderOption = None,
    deadline: DeadlineOption = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(help="A name by which others reach the page; may be repeated."),
    ] = None,
) -> None:
    """Open the web page."""
    wait = seconds_for_page(deadline)
    engine = open_engine(index, corpus, encoder, reader=reader, deadline_seconds=wait)
    from rag.web.serve import serve as serve_page  # imports gradio: seconds

    serve_page(engine, host, port, allowed_hosts=allow_host or (), announce=_announce)


def _announce(url: str) -> None:
    say(f"Zhangju is open at {url} (Ctrl+C closes it)")
    sys.stdout.flush()  # whoever started it in the background waits for the line
