"""What readers give, and how they fail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from rag.corpus.labels import read_labels
from rag.types import CorpusError

# No viewer of the file shows them, and half a surrogate pair cannot be written to a file.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class ReadError(CorpusError):
    """A file that yields no text; the message is the reason, without the file's name."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file with line ends as `\\n`, and the encoding that its bytes were in.

    `furniture` says of lines that the format marks as no part of the text (navigation, running
    heads) why, by where they start: cleaning leaves them out and keeps them in its ledger.
    `joined_line_ends` is how many line ends of a plain text were taken out of its paragraphs.
    """

    text: str
    encoding: str
    title: str = ""
    furniture: Mapping[int, str] = field(default_factory=dict)
    author: str = ""
    joined_line_ends: int = 0


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a formatted file: the level of its heading (0 for none), and why it is no text."""

    text: str
    heading_level: int = 0
    furniture: str = ""


def joined_lines(lines: Iterable[TextLine], encoding: str, title: str = "") -> Extracted:
    """The lines that hold anything, one below the other.

    Headings get Markdown marks, for their level would be lost, unless each says its level by its
    own label (第一章, 一、): then the text stands as it is.
    """
    printable = (replace(line, text=_UNPRINTABLE.sub("", line.text).strip()) for line in lines)
    visible = [line for line in printable if line.text]
    headings = [line for line in visible if line.heading_level and not line.furniture]
    needs_marks = any(not read_labels(line.text) for line in _below_the_title(headings))
    written: list[str] = []
    furniture: dict[int, str] = {}
    position = 0
    for line in visible:
        mark = "#" * line.heading_level + " " if needs_marks and line.heading_level else ""
        if line.furniture:
            furniture[position] = line.furniture
        words = ("" if line.furniture else mark) + line.text
        written.append(words)
        position += len(words) + 1
    if len(furniture) == len(written):
        furniture = {}
    return Extracted("\n".join(written), encoding, title, furniture)


def _below_the_title(headings: list[TextLine]) -> list[TextLine]:
    """All headings but a first one that stands alone on the highest level."""
    if headings and all(h.heading_level > headings[0].heading_level for h in headings[1:]):
        return headings[1:]
    return headings
