"""Commands that put questions: one, a file of them, or a file that measures the answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.batch import answer_batch, search_batch
from rag.cli.opening import open_engine, reader_of_search
from rag.cli.options import (
    BatchOption,
    CorpusOption,
    DeadlineOption,
    EncoderOption,
    IndexOption,
    JsonOption,
    ReaderOption,
    seconds_to_read,
)
from rag.cli.output import ANSWERED, NOT_FOUND, line_of, print_lines, say
from rag.index import CORPUS, INDEX
from rag.serialize import answer_to_json, search_to_json
from rag.terminal_text import answer_text, search_text
from rag.types import QueryError


def ask(
    question: Annotated[str | None, typer.Argument(help="In Chinese, English or pinyin.")] = None,
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
    wait = seconds_to_read(deadline)
    engine = open_engine(index, corpus, encoder, reader=reader, deadline_seconds=wait)
    if batch is not None:
        raise typer.Exit(print_lines(answer_batch(engine, batch)))
    answer = engine.ask(question or "")
    say(line_of(answer_to_json(answer)) if json else answer_text(answer))
    raise typer.Exit(ANSWERED if answer.found else NOT_FOUND)


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
    wait = seconds_to_read(deadline)
    name = reader if query is None else reader_of_search(query, reader)
    engine = open_engine(index, corpus, encoder, reader=name, deadline_seconds=wait)
    if batch is not None:
        raise typer.Exit(print_lines(search_batch(engine, batch, k)))
    result = engine.look_up(query or "", k)
    say(line_of(search_to_json(result)) if json else search_text(result))
    raise typer.Exit(ANSWERED if result.hits else NOT_FOUND)


def evaluate(
    files: Annotated[
        list[Path], typer.Argument(help="JSON lines, told apart by the fields of the first.")
    ],
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
    """Measure answers and search on question files.

    A line has id, question, lang, kind (span, definition, list or none) and answers, a list of
    verbatim strings; or id, question, context and answers; or others, which an error names.
    """
    from rag.evaluation import evaluate_file, report_text  # only this command measures

    for file in files:
        for report in evaluate_file(
            file,
            lambda: open_engine(index, corpus, encoder, reader=reader),
            articles=articles,
            encoder=encoder,
            reader=reader,
            sample=sample,
        ):
            say(line_of(report) if json else report_text(report))


def _require_one(text: str | None, batch: Path | None) -> None:
    if (text is None) == (batch is None):
        raise QueryError('give either one question in quotes or --batch FILE; see "zhangju --help"')
