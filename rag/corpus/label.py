"""What the start of a line could be: the record that all readers of labels give."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rag.corpus.numerals import HAN_NUMERALS

SENTENCE_END = "。！？!?｡；;…"
LONGEST_HEADING = 60
GAP = r"[ \t\u3000\xa0]"
DIGITS = r"[0-9０-９]"
HAN_NUMBER = rf"[{HAN_NUMERALS}](?:{GAP}?[{HAN_NUMERALS}])*"
NUMBER = rf"(?:{HAN_NUMBER}|{DIGITS}{{1,4}})"

_KINDS = {"part", "chapter", "section", "article", "subsection", "appendix"}


@dataclass(frozen=True, slots=True)
class Label:
    """What the start of a line could be. Offsets count from the start of the line.

    Labels of one `family` may be siblings. `kind` is what `Section.kind` says of its clause.
    `style` is the punctuation, which tells nested lists of one family apart. A label that is not
    `is_strong` (`1總體目標`) needs its neighbors' support. `start:end` is the label with its
    punctuation, and the heading or body begins at `content`.
    """

    family: str
    kind: str
    number: tuple[int, ...]
    canonical: str
    style: str
    is_strong: bool
    start: int
    end: int
    content: int

    @property
    def is_first(self) -> bool:
        """True if a list could begin with it."""
        return self.number[-1] == 1 and (len(self.number) == 1 or self.family.startswith("decimal"))


def label_at(
    line: str,
    span: tuple[int, int],
    family: str,
    numbers: tuple[int, ...],
    canonical: str,
    *,
    is_strong: bool = True,
) -> Label:
    """The label that stands at `span` of `line`, with what follows it measured off."""
    content = span[1]
    while content < len(line) and line[content] in " \t\u3000\xa0:：":
        content += 1
    first = family.split()[0]
    kind = first if first in _KINDS else "item"
    return Label(family, kind, numbers, canonical, "", is_strong, *span, content)


def next_number_follows(new: tuple[int, ...], old: tuple[int, ...]) -> bool:
    """True if a list that has come to `old` may go on with `new`.

    >>> next_number_follows((4,), (3,)), next_number_follows((3, 1), (3,))
    (True, True)
    >>> next_number_follows((4,), (3, 2)), next_number_follows((5,), (3,))
    (True, False)
    """
    if len(new) == len(old):
        return new[:-1] == old[:-1] and new[-1] == old[-1] + 1
    return new in ((*old, 1), (old[0] + 1,))


def could_be_heading(rest: str) -> bool:
    """True if what stands behind a label is short and holds no end of a sentence."""
    words = rest.strip()
    return len(words) <= LONGEST_HEADING and not any(character in "。｡;；" for character in words)


def without_gaps(text: str) -> str:
    """`text` at half width and without white space, dashes all alike: the canonical label form."""
    compact = "".join(unicodedata.normalize("NFKC", text).split())
    return re.sub("[—–]", "-", compact)
