"""Random notes over articles of laws, exported to every format and read back by other readers.

    python -m benchmarks.study_packs LAWS.jsonl.gz [MORE.jsonl.gz ...] [--notes 200] [--seed 1]

Files are as for `benchmarks.index_scale`. Each note quotes a random slice of one or two articles;
one note in ten is then spoilt: a character is changed, or the document has gained a line before it,
or it is gone. Every quotation read back must be a slice of its document, and every spoilt one that
the source no longer says must be marked. Word files are also set by LibreOffice, if it is there.
The readers are those of the tests; run from the root of the repository.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.index_scale import read_articles, text_of
from rag.cite.export import FORMATS, StudyPack, export, study_pack
from rag.cite.links import LOCAL_PAGE
from rag.cite.notes import Note, Notebook, NotedQuotation, quotation_of
from rag.cite.verify_notes import NotedStatus, count_statuses
from rag.corpus import ParsedDocument, parse_text
from rag.types import Document, QueryError, Section, Span
from tests.cite import reading


class Laws:
    """Laws by title, as they are now."""

    def __init__(self, laws: dict[str, ParsedDocument]) -> None:
        self.laws = laws

    def document(self, doc_id: str) -> Document:
        """A law; QueryError if it is gone."""
        if doc_id not in self.laws:
            raise QueryError(f"no law {doc_id}")
        return self.laws[doc_id].document

    def sections(self, doc_id: str) -> tuple[Section, ...]:
        """Its clauses."""
        return self.laws[doc_id].sections


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--notes", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    laws = _laws(given.files, given.notes, chance)
    notes = tuple(_note(number, laws, chance) for number in range(given.notes))
    now = _changed(laws, chance)
    started = time.perf_counter()
    pack = study_pack(
        Notebook("隨機筆記", notes), Laws(now), base_url=LOCAL_PAGE, made=datetime.now(UTC)
    )
    seconds = time.perf_counter() - started
    counts = count_statuses(pack.notes)
    said = ", ".join(f"{counts[status]} {status}" for status in NotedStatus)
    print(f"{len(notes)} notes, {len(pack.quotations)} quotations in {seconds:.2f} s: {said}\n")
    print("| format | export s | kB | quotations read back | verbatim |")
    print("|---|---|---|---|---|")
    for format_ in FORMATS:
        print(_row(pack, format_.name, now), flush=True)
    print(_libreoffice(pack))


def _laws(files: Sequence[Path], count: int, chance: random.Random) -> dict[str, ParsedDocument]:
    """Random laws, each the text of its articles."""
    by_law: dict[str, list[str]] = {}
    for article in read_articles(files):
        text = text_of(article).replace("\r", "")
        by_law.setdefault(article["law"], []).append(f"{article['article']} {text}")
    chosen = chance.sample(sorted(by_law), min(count, len(by_law)))
    return {law: parse_text(law, "\n".join(by_law[law]), title=law) for law in chosen}


def _note(number: int, laws: dict[str, ParsedDocument], chance: random.Random) -> Note:
    quotations = [_quotation(laws, chance) for _ in range(chance.randint(1, 2))]
    if number % 20 == 0:
        quotations[0] = _altered(quotations[0], chance)
    question, comment = (_quotation(laws, chance).quote[:40] for _ in range(2))
    tags = ("法律", f"第{number % 7}組", "=1+1", "#a b")
    created = "2026-11-24T09:00:00Z"
    return Note(f"{number:016x}", created, question, comment, tags, tuple(quotations))


def _quotation(laws: dict[str, ParsedDocument], chance: random.Random) -> NotedQuotation:
    parsed = laws[chance.choice(sorted(laws))]
    section = chance.choice(parsed.sections)
    start = chance.randrange(section.span.start, section.span.end)
    end = min(section.span.end, start + chance.randint(8, 200))
    if not Span(start, end).of(parsed.document.text).strip():
        return _quotation(laws, chance)
    return quotation_of(parsed.document, section, Span(start, end))


def _altered(quotation: NotedQuotation, chance: random.Random) -> NotedQuotation:
    at = chance.randrange(len(quotation.quote))
    return replace(quotation, quote=f"{quotation.quote[:at]}〇{quotation.quote[at + 1 :]}")


def _changed(laws: dict[str, ParsedDocument], chance: random.Random) -> dict[str, ParsedDocument]:
    """The laws later: one in ten has a new first line, one in twenty is gone."""
    now = {}
    for number, (law, parsed) in enumerate(laws.items()):
        if number % 20 == 0:
            continue
        text = parsed.document.text
        now[law] = parsed if number % 10 else parse_text(law, f"修正版。\n{text}", title=law)
    return now


def _row(pack: StudyPack, kind: str, laws: dict[str, ParsedDocument]) -> str:
    started = time.perf_counter()
    data = export(pack, kind)
    seconds = time.perf_counter() - started
    found = _read_back(kind, data)
    texts = "\n\f".join(parsed.document.text for parsed in laws.values())
    exact = sum(quote in texts for quote in found)
    wanted = [q.source.quote for q in pack.quotations if q.source is not None]
    order = "" if kind == "anki" or found == wanted else " (not those of the notes)"
    size = len(data) / 1000
    return f"| {kind} | {seconds:.2f} | {size:.0f} | {len(found)}{order} | {exact} |"


def _read_back(kind: str, data: bytes) -> list[str]:
    if kind == "md":
        return reading.markdown_quotes(data)
    if kind == "obsidian":
        return [text for name, text in reading.obsidian_callouts(data) if name == "quote"]
    if kind == "docx":
        return reading.docx_quotes(data)
    if kind == "html":
        return reading.html_quotes(data)
    if kind == "csv":
        return [row["quote"] for row in reading.csv_rows(data) if row["quote"]]
    fields = [note.get("Words", note.get("Text", "")) for note in reading.anki_notes(data)]
    return [word for field in fields for word in reading.anki_words(field)]


def _libreoffice(pack: StudyPack) -> str:
    """How many quotations stand in the PDF that LibreOffice makes of the Word file."""
    if shutil.which("soffice") is None:
        return "\nLibreOffice is not here."
    import pypdf

    with tempfile.TemporaryDirectory() as folder:
        word = Path(folder) / "pack.docx"
        word.write_bytes(export(pack, "docx"))
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", folder, str(word)]
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds = time.perf_counter() - started
        pages = pypdf.PdfReader(word.with_suffix(".pdf")).pages
        text = "".join("".join(page.extract_text().split()) for page in pages)
        footnotes = text.count("?doc=")
    wanted = sum(q.source is not None for q in pack.quotations)
    return (
        f"\nLibreOffice sets the Word file in {seconds:.1f} s on {len(pages)} pages, with "
        f"{footnotes} of {wanted} footnotes."
    )


if __name__ == "__main__":
    main()
