"""The texts that the written lessons ask of: runs of articles of laws and of paragraphs of
speeches, paragraphs of CMRC 2018 train, and passages of our own in the manner of other policies.

`written_excerpts.tsv` names the runs, and `written_passages.txt` has our own.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from training.cmrc import asked_records, paragraph_ids
from training.data import read_records

_FOLDER = Path(__file__).parent
_EXCERPTS = _FOLDER / "written_excerpts.tsv"
_PASSAGES = _FOLDER / "written_passages.txt"
_HEADING = re.compile(r"(?P<id>\S+) 《(?P<title>.+)》")
_SHORTEST_SPEECH, _LONGEST_SPEECH = 150, 500


@dataclass(frozen=True, slots=True)
class Titled:
    """A text with its title, if it has one."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """The articles or paragraphs of a title from the place `first` (0 is the first of all) on."""

    text_id: str
    title: str
    first: int
    count: int


def paragraphs(data: Path) -> dict[str, Titled]:
    """The paragraphs of CMRC 2018 train, by id."""
    return {id_: Titled("", text) for text, id_ in paragraph_ids(asked_records(data)).items()}


def policies(data: Path) -> dict[str, Titled]:
    """The runs and our own passages, by id."""
    parts = _parts(data)
    texts = own_passages()
    for run in runs():
        text = "\n".join(parts[run.title][run.first : run.first + run.count])
        texts[run.text_id] = Titled(run.title, text)
    return texts


def runs() -> list[Run]:
    """Those that the file names."""
    with _EXCERPTS.open(encoding="utf-8", newline="") as rows:
        return [
            Run(row["id"], row["title"], int(row["first"]), int(row["count"]))
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def own_passages() -> dict[str, Titled]:
    """Our own, by id: each is a heading line and what stands below it, up to the next."""
    passages = {}
    for part in _PASSAGES.read_text("utf-8").removeprefix("=== ").split("\n\n=== "):
        heading, _, text = part.partition("\n")
        named = _HEADING.fullmatch(heading)
        if named is None:
            raise ValueError(f"{_PASSAGES}: {heading[:40]!r} is no heading")
        passages[named["id"]] = Titled(named["title"], text.strip())
    return passages


def _parts(data: Path) -> dict[str, list[str]]:
    """The articles of each law and the paragraphs of each speech, by title."""
    parts: dict[str, list[str]] = defaultdict(list)
    for name, key in (("prc_laws_articles", "text"), ("tw_laws_articles", "zh")):
        for record in read_records(data / f"{name}.jsonl.gz"):
            if text := (record.get(key) or "").strip():
                parts[record["law"]].append(f"{record['article'].replace(' ', '')} {text}")
    for record in read_records(data / "tw_policy_speeches.jsonl.gz"):
        if len(record["text"]) > _SHORTEST_SPEECH and not record["text"].isascii():
            parts[record["doc"]].append(record["text"][:_LONGEST_SPEECH])
    return parts
