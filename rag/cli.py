"""The `zhangju` command: parse the arguments, call the engine once, print."""

from __future__ import annotations

import json as json_format
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from rag.batch import answer_batch, search_batch
from rag.cite.links import DEFAULT_HOST, DEFAULT_PORT, LOCAL_PAGE
from rag.cite.styles import DEFAULT_STYLE, STYLES, format_references
from rag.corpus import add_files
from rag.encode import NO_READER
from rag.engine import Engine, reader_of_search
from rag.options import (
    CORPUS,
    INDEX,
    BatchOption,
    CorpusOption,
    DeadlineOption,
    EncoderOption,
    IndexOption,
    JsonOption,
    ReaderOption,
    seconds_to_read,
    with_folders,
)
from rag.serialize import Json, answer_to_json, clause_to_json, removed_to_json, search_to_json
from rag.terminal_text import (
    added_text,
    answer_text,
    build_text,
    clause_text,
    ledger_text,
    search_text,
)
from rag.types import IndexFormatError, QueryError, RagError

ANSWERED, NOT_FOUND, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    name="zhangju",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; every error is one line, on standard error."""
    try:
        status = app(arguments, standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        return _fail(f"{error.format_message().rstrip('.')}. See: zhangju --help")
    except RagError as error:
        return _fail(str(error))
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever was reading has gone: say nothing.
        _discard_output()
        return ANSWERED
    except OSError as error:
        if error.filename is not None:
            raise  # of some file: only output has no name
        _discard_output()
        return _fail(f"cannot write the output: {error.strerror}; write it elsewhere")
    return int(status or ANSWERED)


@app.callback(invoke_without_command=True)
def help_without_command(context: typer.Context) -> None:
    """Ask Chinese policy texts, in any writing; every sentence of the answer is proved."""
    if context.invoked_subcommand is None:
        print(context.get_help())
        raise typer.Exit(BAD_INPUT)


@app.command()
def index(
    corpus: CorpusOption = CORPUS, index: IndexOption = INDEX, encoder: EncoderOption = None
) -> None:
    """Build the index of a folder of documents, or bring it up to date."""
    from rag.progress import progress_bars  # draws with tqdm, which no other command needs

    with progress_bars() as progress:
        report = Engine.build(corpus, index, encoder=encoder, progress=progress)
    for problem in report.problems:
        print(f"zhangju: {problem}", file=sys.stderr)
    print(build_text(report))


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="txt, md, html, docx, pdf or epub.")],
    index: IndexOption = INDEX,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Copy files into the folder of documents, and describe each in its manifest."""
    addition = add_files(corpus, files)
    for problem in addition.problems:
        _fail(problem)
    if addition.entries or addition.present:
        print(with_folders(added_text(addition), index, corpus))
    raise typer.Exit(BAD_INPUT if addition.problems else ANSWERED)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="In Chinese or English.")] = None,
    json: JsonOption = False,
    batch: BatchOption = None,
    deadline: DeadlineOption = None,
    index: IndexOption = INDEX,
    corpus: CorpusOption = CORPUS,
    encoder: EncoderOption = None,
    reader: ReaderOption = None,
) -> None:
    """Answer a question with verbatim, cited sentences."""
    _require_one(question, batch)
    wait = seconds_to_read(deadline, batch)
    engine = _open(index, corpus, encoder, reader=reader, deadline_seconds=wait)
    if batch is not None:
        raise typer.Exit(_print_lines(answer_batch(engine, batch)))
    answer = engine.ask(question or "")
    print(_line(answer_to_json(answer)) if json else answer_text(answer))
    raise typer.Exit(ANSWERED if answer.found else NOT_FOUND)


@app.command()
def search(
    query: Annotated[
        str | None, typer.Argument(help='Words, "phrases", AND OR NOT, in:二/4, or an address.')
    ] = None,
    k: Annotated[int, typer.Option("-k", help="How many hits.")] = 10,
    json: JsonOption = False,
    batch: BatchOption = None,
    deadline: DeadlineOption = None,
    index: IndexOption = INDEX,
    corpus: CorpusOption = CORPUS,
    encoder: EncoderOption = None,
    reader: ReaderOption = None,
) -> None:
    """Find the passages that a query is about, best first; a question's are read."""
    _require_one(query, batch)
    wait = seconds_to_read(deadline, batch)
    name = reader if query is None else reader_of_search(query, reader)
    engine = _open(index, corpus, encoder, reader=name, deadline_seconds=wait)
    if batch is not None:
        raise typer.Exit(_print_lines(search_batch(engine, batch, k)))
    result = engine.look_up(query or "", k)
    print(_line(search_to_json(result)) if json else search_text(result))
    raise typer.Exit(ANSWERED if result.hits else NOT_FOUND)


@app.command()
def show(
    address: Annotated[str, typer.Argument(help="Such as 二/4; 2/4 and 二.4 mean the same.")],
    doc: Annotated[str | None, typer.Option(help="The document, if several have it.")] = None,
    json: JsonOption = False,
    index: IndexOption = INDEX,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Show a clause, verbatim, with what is above and below it."""
    clause = _open(index, corpus, None).show(address, doc)
    print(_line(clause_to_json(clause)) if json else clause_text(clause))


@app.command()
def cite(
    addresses: Annotated[list[str], typer.Argument(help="Such as 二/4; one or several.")],
    style: Annotated[str, typer.Option(help=", ".join(STYLES))] = DEFAULT_STYLE,
    doc: Annotated[str | None, typer.Option(help="The document, if several have them.")] = None,
    base_url: Annotated[
        str, typer.Option(help="Where the page is served, for links; empty for no links.")
    ] = LOCAL_PAGE,
    index: IndexOption = INDEX,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Cite clauses, in a style of footnotes, reference lists or reference managers."""
    engine = _open(index, corpus, None)
    references = [engine.cite(address, doc, base_url=base_url) for address in addresses]
    print(format_references(references, style))


@app.command()
def check(
    notes: Annotated[Path, typer.Argument(help="Notes with quotations: md, txt or docx.")],
    json: JsonOption = False,
    fix: Annotated[Path | None, typer.Option(help="Write a corrected copy to this file.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    index: IndexOption = INDEX,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Check the quotations in notes against the source."""
    from rag.cite.checking import read_notes, write_corrected  # only this command checks notes
    from rag.serialize import finding_to_json
    from rag.terminal_text import checked_text

    file = read_notes(notes)
    checked = _open(index, corpus, None).check(file.text)
    if fix is not None:
        write_corrected(file, checked, fix, force=force)
    for problem in checked.problems:
        print(f"zhangju: {notes}: {problem}", file=sys.stderr)
    if json:
        _print_lines(map(finding_to_json, checked.findings))
    else:
        print(checked_text(checked))
    raise typer.Exit(ANSWERED if checked.is_right else NOT_FOUND)


@app.command()
def ledger(
    doc: Annotated[str, typer.Argument(help="The document's id.")],
    json: JsonOption = False,
    index: IndexOption = INDEX,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Show the lines that cleaning left out of a document, and why."""
    document = _open(index, corpus, None).document(doc)
    if json:
        _print_lines(map(removed_to_json, document.removed))
    else:
        print(ledger_text(document))


@app.command()
def export(
    notes: Annotated[Path, typer.Argument(help="A notes file, as the page saves it.")],
    to: Annotated[str, typer.Option(help="md, obsidian, docx, anki, csv or html.")],
    out: Annotated[Path | None, typer.Option(help="Where; the default is here, by name.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    language: Annotated[str, typer.Option(help="Of the labels: zh-Hant, zh-Hans or en.")] = "",
    index: IndexOption = INDEX,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Make a study pack of notes, every quotation checked against its source."""
    from rag.cite.export_file import export_file  # loads every format

    done = export_file(
        lambda: _open(index, corpus, None), notes, to, out=out, force=force, language=language
    )
    print(done.path)
    if done.problems:
        print(f"zhangju: {done.problems}", file=sys.stderr)
    raise typer.Exit(NOT_FOUND if done.marked else ANSWERED)


@app.command("eval")
def evaluate(
    files: Annotated[list[Path], typer.Argument(help="Question files.")],
    json: JsonOption = False,
    index: IndexOption = INDEX,
    corpus: CorpusOption = CORPUS,
    articles: Annotated[
        Path | None, typer.Option(help="JSON lines of the articles that a legal set is about.")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, help="Ask so many questions of each set, spread evenly.")
    ] = None,
    encoder: EncoderOption = None,
    reader: ReaderOption = None,
) -> None:
    """Measure answers and search on question files."""
    from rag.evaluation import evaluate_file, report_text  # only this command measures

    for file in files:
        for report in evaluate_file(
            file,
            lambda: _open(index, corpus, encoder, reader=reader),
            articles=articles,
            encoder=encoder,
            reader=reader,
            sample=sample,
        ):
            print(_line(report) if json else report_text(report))


@app.command()
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
    wait = seconds_to_read(deadline)
    engine = _open(index, corpus, encoder, reader=reader, deadline_seconds=wait)
    from rag.web.serve import serve as serve_page  # imports gradio: seconds

    serve_page(engine, host, port, allowed_hosts=allow_host or (), announce=_announce)


def _open(
    index: Path,
    corpus: Path,
    encoder: str | None,
    *,
    reader: str | None = NO_READER,
    deadline_seconds: float | None = None,
) -> Engine:
    """The engine; an index whose corpus folder has gone is still good."""
    try:
        engine = Engine.open(
            index, corpus=corpus if corpus.is_dir() else None, encoder=encoder, reader=reader
        )
    except IndexFormatError as error:
        raise IndexFormatError(with_folders(str(error), index, corpus)) from error
    return replace(engine, deadline_seconds=deadline_seconds)


def _announce(url: str) -> None:
    print(f"Zhangju is open at {url} (Ctrl+C closes it)", flush=True)


def _require_one(text: str | None, batch: Path | None) -> None:
    if (text is None) == (batch is None):
        raise QueryError('give either one question in quotes or --batch FILE; see "zhangju --help"')


def _print_lines(objects: Iterable[Json]) -> int:
    """Print an object a line; the exit status says whether every line could be answered."""
    status = ANSWERED
    for object_ in objects:
        if "error" in object_:
            status = _fail(f"line {object_['line']}: {object_['error']}")
        print(_line(object_))
    return status


def _line(record: Json) -> str:
    return json_format.dumps(record, ensure_ascii=False)


def _discard_output() -> None:
    """Let nothing that is left be flushed to where it cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str) -> int:
    print(f"zhangju: {' '.join(message.split())}", file=sys.stderr)
    return BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())
