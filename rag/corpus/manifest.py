"""`manifest.toml`: what is known of each document besides its text."""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
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
_PREFACE = "# What is known of each document. What is not known is left empty, never guessed.\n"
_WEB_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
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
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} cannot be read: {error}; save it as UTF-8 text") from error
    return _entries(path, written)


def manifest_with(path: Path, entries: Iterable[ManifestEntry]) -> bytes:
    """The manifest as it is, to the byte, with more entries at its end; a new one if there is none.

    CorpusError if an entry cannot follow what is there.
    """
    old = path.read_bytes() if path.exists() else _PREFACE.encode()
    added = "" if not old or old.endswith(b"\n") else "\n"
    added += "".join(f"\n[[document]]\n{_fields(entry)}" for entry in entries)
    new = old + added.replace("\n", "\r\n" if b"\r\n" in old else "\n").encode()
    try:
        _entries(path, new.decode("utf-8-sig"))
    except CorpusError as error:
        raise CorpusError(
            f"{path}: no entry can follow what it ends with; write its documents as [[document]]"
        ) from error
    return new


def _fields(entry: ManifestEntry) -> str:
    # JSON's strings are TOML's, but for one character.
    written = {
        name: json.dumps(getattr(entry, name), ensure_ascii=False).replace("\x7f", "\\u007f")
        for name in _TEXT_FIELDS
    }
    return "".join(f"{name} = {value}\n" for name, value in written.items())


def _entries(path: Path, written: str) -> tuple[ManifestEntry, ...]:
    try:
        content = tomllib.loads(written)
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
    if "\0" in fields["path"]:
        raise CorpusError(f"{where}: a path holds no NUL character; mend the path")
    if fields.get("language", "") not in _LANGUAGES:
        raise CorpusError(f"{where}: language {fields['language']} is not zh-Hant, zh-Hans or en")
    if fields.get("url") and not _WEB_ADDRESS.match(fields["url"]):
        raise CorpusError(
            f"{where}: the url of {fields['doc_id']} is no web address; begin it with https://"
        )
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
