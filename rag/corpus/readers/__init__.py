"""File bytes to text, one small reader per format.

A reader takes the bytes of one file and gives the text that may be cited, or raises ReadError with
the reason. To add a format, write such a function and name its endings in READERS; if it parses
more than plain text, name them in PARSED_APART too, and it will run in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath

from rag.corpus.readers.apart import read_in_child
from rag.corpus.readers.docx import read_docx
from rag.corpus.readers.epub import read_epub
from rag.corpus.readers.extracted import Extracted, ReadError
from rag.corpus.readers.html import read_html
from rag.corpus.readers.markdown import read_markdown
from rag.corpus.readers.pdf import read_pdf
from rag.corpus.readers.plain import read_text_file

FileReader = Callable[[bytes], Extracted]

READERS: Mapping[str, FileReader] = {
    ".txt": read_text_file,
    ".text": read_text_file,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".docx": read_docx,
    ".pdf": read_pdf,
    ".epub": read_epub,
}
PARSED_APART = (".md", ".markdown", ".html", ".htm", ".xhtml", ".docx", ".pdf", ".epub")
LARGEST_FILE_BYTES = 64 * 1024 * 1024


def extract(name: str, data: bytes) -> Extracted:
    """The text in a file of this name and content; ReadError says why there is none."""
    ending = PurePath(name).suffix.lower()
    reader = READERS.get(ending)
    if reader is None:
        known = " ".join(sorted(READERS))
        raise ReadError(f"its format is not known; use one of {known}")
    ensure_not_too_large(len(data))
    extracted = read_in_child(ending, data) if ending in PARSED_APART else reader(data)
    if not extracted.text.strip():
        raise ReadError("it holds no text; remove it or put text in it")
    return extracted


def ensure_not_too_large(size_bytes: int) -> None:
    """ReadError for a file of more bytes than are read."""
    if size_bytes > LARGEST_FILE_BYTES:
        raise ReadError(f"it is larger than {LARGEST_FILE_BYTES >> 20} MiB; split it")


__all__ = [
    "LARGEST_FILE_BYTES",
    "PARSED_APART",
    "READERS",
    "Extracted",
    "FileReader",
    "ReadError",
    "ensure_not_too_large",
    "extract",
]
