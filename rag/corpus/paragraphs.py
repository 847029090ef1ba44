"""Paragraphs and items of articles as laws name them: 第二条第一款第二项, 第三條第一項第二款.

On the mainland 款 is a paragraph of an article and 项 an item below it; on Taiwan 項 is the
paragraph and 款 the item. The first paragraph is the article's own body, with the list that it
announces; paragraphs behind a list are clauses of their own (第二条/¶2), others are lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.corpus.address import address_key, candidate_sections, sections_of_key
from rag.text import Span
from rag.types import Section

_SUBDIVIDED = re.compile(r"(?P<article>(?:.*/)?条[\d-]+)/(?P<below>[款项目]\d+(?:/[款项目]?\d+)*)")
_LINE = re.compile(r"[^\n]*\S")
_ENDS_PARAGRAPH = re.compile(r"[。！？；：!?;:｡.][”’」』）)】》〉\"']*$")


@dataclass(frozen=True, slots=True)
class Subdivision:
    """A paragraph or item: where it stands, and the smallest clause that holds it."""

    section: Section
    span: Span


def clauses_meant(
    sections: Iterable[Section], loose: str, text_of: Callable[[str], str]
) -> tuple[Section, ...]:
    """The sections that an address may mean, or those that hold the paragraph or item it names.

    `text_of` gives the cited text of a document by its id.
    """
    everything = tuple(sections)
    if found := candidate_sections(everything, loose):
        return found
    parts = subdivisions(everything, loose, text_of)
    return tuple(dict.fromkeys(part.section for part in parts))


def is_subdivided(loose: str) -> bool:
    """True if an address names a paragraph or item of an article.

    >>> [is_subdivided(typed) for typed in ("第二条第一款第（二）项", "第二条", "第一款第二条")]
    [True, False, False]
    """
    return _SUBDIVIDED.fullmatch(address_key(loose)) is not None


def subdivisions(
    sections: Sequence[Section], loose: str, text_of: Callable[[str], str]
) -> tuple[Subdivision, ...]:
    """The paragraphs or items of articles that an address may name; none if there are none.

    A 项 without its 款 may be either; so may a 款 in an article of one paragraph.
    """
    asked = _SUBDIVIDED.fullmatch(address_key(loose))
    if asked is None:
        return ()
    below = asked["below"].split("/")
    units = [component[0] for component in below]
    numbers = [int(component.lstrip("款项目")) for component in below]
    found: dict[Subdivision, None] = {}
    for article in sections_of_key(sections, asked["article"]):
        own = [s for s in sections if s.doc_id == article.doc_id]
        paragraphs = _paragraphs(article, own, text_of(article.doc_id))
        if units[0] != "目":
            chosen = paragraphs[numbers[0] - 1 : numbers[0]] if numbers[0] else []
            found |= dict.fromkeys(_items(chosen, own, numbers[1:]))
        leaves_paragraph_out = units[0] == "项" and "款" not in units
        if leaves_paragraph_out or (units == ["款"] and len(paragraphs) == 1 and not found):
            holders = [p for p in paragraphs if _items_below(p, own)]
            found |= dict.fromkeys(_items(holders, own, numbers))
    return tuple(found)


def _paragraphs(article: Section, sections: Sequence[Section], text: str) -> list[Subdivision]:
    """The paragraphs of an article in order, each with the list below it."""
    below = [s for s in sections if s.parent == article.address]
    behind = [s for s in below if s.kind == "paragraph"]
    end = behind[0].span.start if behind else article.span.end
    starts = [article.span.start]
    body = article.body_span
    lines = [line.span() for line in _LINE.finditer(text, body.start, body.end)]
    for (start, stop), (following, _) in pairwise(lines):
        if _ENDS_PARAGRAPH.search(text[start:stop]):
            starts.append(following)
    spans = [Span(*edges) for edges in zip(starts, [*starts[1:], end], strict=True)]
    own = [Subdivision(article, span) for span in spans]
    return [*own, *(Subdivision(section, section.span) for section in behind)]


def _items(
    holders: Iterable[Subdivision], sections: Sequence[Section], numbers: Sequence[int]
) -> Iterator[Subdivision]:
    """The items of those numbers, each below the one before; what has no list stands for itself."""
    for holder in holders:
        items = _items_below(holder, sections)
        if not numbers or not items:
            yield holder
            continue
        chosen = [item for item in items if _number(item.section) == numbers[0]]
        yield from _items(chosen, sections, numbers[1:])


def _items_below(holder: Subdivision, sections: Sequence[Section]) -> list[Subdivision]:
    return [
        Subdivision(section, section.span)
        for section in sections
        if section.parent == holder.section.address
        and section.kind == "item"
        and holder.span.contains(section.span)
    ]


def _number(section: Section) -> int:
    last = address_key(section.address).rpartition("/")[2].partition("#")[0]
    return int(last) if last.isdecimal() else 0
