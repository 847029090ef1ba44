"""Commands that cite: references, notes that are checked, and study packs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.cite.styles import DEFAULT_STYLE, STYLES, format_references
from rag.cli.opening import open_engine
from rag.cli.options import CorpusOption, IndexOption, JsonOption
from rag.cli.output import ANSWERED, NOT_FOUND, print_lines, say, warn
from rag.index import CORPUS, INDEX


def cite(
    addresses: Annotated[list[str], typer.Argument(help="Such as 二/4; one or several.")],
    style: Annotated[str, typer.Option(help=", ".join(STYLES))] = DEFAULT_STYLE,
    doc: Annotated[str | None, typer.Option(help="The document, if several have them.")] = None,
    base_url: Annotated[
        str, typer.Option(help="Where the page is served: adds a link to each clause there.")
    ] = "",
    index: IndexOption = INDEX,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Cite clauses, in a style of footnotes, reference lists or reference managers."""
    engine = open_engine(index, corpus)
    references = [engine.cite(address, doc, base_url=base_url) for address in addresses]
    say(format_references(references, style))


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
    checked = open_engine(index, corpus).check(file.text)
    if fix is not None:
        write_corrected(file, checked, fix, force=force)
    for problem in checked.problems:
        warn(f"{notes}: {problem}")
    if json:
        print_lines(map(finding_to_json, checked.findings))
    else:
        say(checked_text(checked))
    raise typer.Exit(ANSWERED if checked.is_right else NOT_FOUND)


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
        lambda: open_engine(index, corpus), notes, to, out=out, force=force, language=language
    )
    say(str(done.path))
    if done.problems:
        warn(done.problems)
    raise typer.Exit(NOT_FOUND if done.marked else ANSWERED)
