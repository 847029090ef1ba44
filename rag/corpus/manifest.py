"""`manifest.toml`: what is known of each document besides its text."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.types import CorpusError

MANIFEST_NAME = "manifest.toml"
_TEXT_FIELDS = (
    "doc_id",
    "path",
    "title",
    "language",
    "author",
    "book",
    "publisher",
    "year",
    "place",
    "url",
    "accessed",
    "licence",
    "sha256",
)
_LANGUAGES = ("", "zh-Hant", "zh-Hans", "en")


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One `[[document]]` of a manifest. `path` is relative to the manifest's folder.

    What is unknown is empty. `line` is where the entry begins, for messages.
    """

    doc_id: str
    path: str
    title: str = ""
    language: str = ""
    author: str = ""
    book: str = ""
    publisher: str = ""
    year: str = ""
    place: str = ""
    url: str = ""
    accessed: str = ""
    licence: str = ""
    sha256: str = ""
    notes: tuple[str, ...] = ()
    line: int = 0


def read_manifest(path: Path) -> tuple[ManifestEntry, ...]:
    """The entries of a manifest, in its order; none if there is no such file.

    CorpusError names the file and the line of what cannot be read.
    """
    if not path.exists():
        return ()
    try:
        written = path.read_text(encoding="utf-8-sig")
        content = tomllib.loads(written)
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} cannot be read: {error}; save it as UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"{path} is not valid TOML: {error}; mend that line") from error
    tables = content.pop("document", [])
    if content or not isinstance(tables, list):
        unknown = ", ".join(content) or "document"
        line = _line_of(written, re.escape(unknown.split(",")[0]))
        raise CorpusError(f"{path}, line {line}: {unknown} is not a list of [[document]] entries")
    lines = [
        written.count("\n", 0, match.start()) + 1
        for match in re.finditer(r"^[ \t]*\[\[\s*document\s*\]\]", written, re.MULTILINE)
    ]
    lines += [1] * (len(tables) - len(lines))
    return tuple(_entry(path, line, table) for line, table in zip(lines, tables, strict=False))


def _line_of(written: str, pattern: str) -> int:
    match = re.search(pattern, written)
    return written.count("\n", 0, match.start()) + 1 if match else 1


def _entry(path: Path, line: int, table: object) -> ManifestEntry:
    where = f"{path}, line {line}"
    if not isinstance(table, Mapping):
        raise CorpusError(f"{where}: a document is a table of fields; begin it with [[document]]")
    unknown = [name for name in table if name not in (*_TEXT_FIELDS, "notes")]
    if unknown:
        known = ", ".join((*_TEXT_FIELDS, "notes"))
        raise CorpusError(f"{where}: unknown field {unknown[0]}; the fields are {known}")
    fields = {name: _text(where, name, table[name]) for name in _TEXT_FIELDS if name in table}
    for required in ("doc_id", "path"):
        if not fields.get(required):
            raise CorpusError(f"{where}: the document has no {required}; add one")
    if fields.get("language", "") not in _LANGUAGES:
        raise CorpusError(f"{where}: language {fields['language']} is not zh-Hant, zh-Hans or en")
    notes = table.get("notes", [])
    if not isinstance(notes, list) or not all(isinstance(note, str) for note in notes):
        raise CorpusError(f"{where}: notes is a list of strings")
    return ManifestEntry(**fields, notes=tuple(notes), line=line)


def _text(where: str, name: str, value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise CorpusError(f"{where}: {name} is not a string; put it in quotation marks")
