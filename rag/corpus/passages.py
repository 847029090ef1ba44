"""Clauses to passages: the slices of a document that search ranks and answers quote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.text import Span, sentences
from rag.types import Document, Passage, Section

LONGEST_PASSAGE = 400
# Nobody writes a longer sentence, but a list or a damaged file may hold no stop at all.
LONGEST_SENTENCE = 2_000
_LONGEST_CONTEXT = 80
_CLAUSE_END = re.compile(r"[，,、；;：:](?!\d)|\s+")


def split_into_passages(document: Document, sections: Sequence[Section]) -> tuple[Passage, ...]:
    """Each section's own text, without the clauses below it, in document order.

    Own text longer than about 400 characters is split between sentences, and within one only if it
    is longer than 2,000: behind a comma or the like, else by length. Every
    visible character that lies in a section lies in exactly one passage.
    """
    passages: list[Passage] = []
    by_address = {section.address: section for section in sections}
    for index, section in enumerate(sections):
        following = sections[index + 1] if index + 1 < len(sections) else None
        end = section.span.end
        if following and section.span.contains(following.span):
            end = following.span.start
        path = _path(document, section, by_address)
        for span in _pieces(document.text, Span(section.span.start, end)):
            passages.append(
                Passage(
                    doc_id=document.doc_id,
                    address=section.address,
                    heading=section.heading,
                    span=span,
                    text=span.of(document.text),
                    path=path,
                )
            )
    return tuple(passages)


def _path(document: Document, section: Section, by_address: dict[str, Section]) -> tuple[str, ...]:
    """The title, what each clause above is about, and the section's own heading."""
    above: list[str] = []
    parent = section.parent
    while parent:
        upper = by_address[parent]
        above.append(upper.heading or _introduction(document.text, upper))
        parent = upper.parent
    own = "" if section.kind == "title" else section.heading
    return tuple(words for words in (document.title, *reversed(above), own) if words)


def _introduction(text: str, section: Section) -> str:
    """What a clause without a heading says before its list: 有下列情形之一者:"""
    body = section.body_span.of(text)
    last = body.rsplit("\n", 1)[-1].strip()
    return last if len(last) <= _LONGEST_CONTEXT else ""


def _pieces(text: str, own: Span) -> Iterator[Span]:
    """The visible part of `own`, cut between sentences into pieces of about equal length."""
    found = [
        part for span in sentences(own.of(text)) for part in _bounded(text, span.shifted(own.start))
    ]
    if not found:
        return
    length = found[-1].end - found[0].start
    count = -(-length // LONGEST_PASSAGE)
    start, previous = found[0].start, found[0]
    for sentence in found[1:]:
        if sentence.end - start > LONGEST_PASSAGE or previous.end - start >= length / count:
            yield Span(start, previous.end)
            start = sentence.start
        previous = sentence
    yield Span(start, previous.end)


def _bounded(text: str, sentence: Span) -> Iterator[Span]:
    """The sentence, or parts of it that are no longer than a sentence may be, without the white
    space between them."""
    start = sentence.start
    while sentence.end - start > LONGEST_SENTENCE:
        end = start + LONGEST_SENTENCE
        half = start + LONGEST_SENTENCE // 2
        end = max((m.end() for m in _CLAUSE_END.finditer(text, half, end)), default=end)
        yield Span(start, start + len(text[start:end].rstrip()))
        start = end + len(text[end : sentence.end]) - len(text[end : sentence.end].lstrip())
    yield Span(start, sentence.end)
