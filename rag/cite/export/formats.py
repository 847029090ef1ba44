"""The formats that notes can be exported to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rag.cite.export.anki import to_anki
from rag.cite.export.markdown import to_markdown
from rag.cite.export.obsidian import to_obsidian
from rag.cite.export.page import to_html
from rag.cite.export.study_pack import StudyPack
from rag.cite.export.table import to_csv
from rag.cite.export.word import to_docx
from rag.types import QueryError


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the ending and the media type of its files, and what writes it."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[StudyPack], bytes]


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FORMATS = (
    Format("md", ".md", "text/markdown; charset=utf-8", to_markdown),
    Format("obsidian", ".md", "text/markdown; charset=utf-8", to_obsidian),
    Format("docx", ".docx", _WORD, to_docx),
    Format("anki", ".apkg", "application/octet-stream", to_anki),
    Format("csv", ".csv", "text/csv; charset=utf-8", to_csv),
    Format("html", ".html", "text/html; charset=utf-8", to_html),
)


def format_named(name: str) -> Format:
    """The format of that name; QueryError, naming those there are, if there is none."""
    for format_ in FORMATS:
        if format_.name == name:
            return format_
    names = ", ".join(format_.name for format_ in FORMATS)
    raise QueryError(f"cannot export to {name!r}; choose {names}")


def export(pack: StudyPack, name: str) -> bytes:
    """A study pack as the bytes of a file of the format of that name."""
    return format_named(name).write(pack)
