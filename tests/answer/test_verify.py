"""The proof: whatever is done to a quotation, it no longer passes; untouched, it does."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.answer import cite, is_exact, verify
from rag.text import Span, render_simplified, sentences
from rag.types import Citation, CitationError, Document

ALTERED = 10_000
TEXT = (Path(__file__).parents[2] / "corpus/documents/chapter.txt").read_text("utf-8")
DOCUMENT = Document("chapter", "社區建設", TEXT, "zh-Hant")
SENTENCES = [span for span in sentences(TEXT) if len(span) >= 8]

Alteration = Callable[[random.Random, str], str]


def change_a_character(generator: random.Random, quote: str) -> str:
    position = generator.randrange(len(quote))
    other = generator.choice([c for c in "甲乙丙丁,。的1" if c != quote[position]])
    return quote[:position] + other + quote[position + 1 :]


def cut_out_some(generator: random.Random, quote: str) -> str:
    start = generator.randrange(len(quote) - 1)
    return quote[:start] + quote[generator.randint(start + 1, len(quote) - 1) :]


def cut_the_end(generator: random.Random, quote: str) -> str:
    return quote[: generator.randint(1, len(quote) - 1)]


def stitch_two(generator: random.Random, quote: str) -> str:
    other = quote
    while other == quote:
        other = generator.choice(SENTENCES).of(TEXT)
    return quote[: len(quote) // 2] + other[len(other) // 2 :]


def swap_neighbors(generator: random.Random, quote: str) -> str:
    places = [i for i in range(len(quote) - 1) if quote[i] != quote[i + 1]]
    i = generator.choice(places)
    return quote[:i] + quote[i + 1] + quote[i] + quote[i + 2 :]


def other_script(_: random.Random, quote: str) -> str:
    return render_simplified(quote)


def full_width(_: random.Random, quote: str) -> str:
    return quote.translate(str.maketrans(",;:()1234567890", "，；：（）１２３４５６７８９０"))


ALTERATIONS: list[Alteration] = [
    change_a_character,
    cut_out_some,
    cut_the_end,
    stitch_two,
    swap_neighbors,
    other_script,
    full_width,
]


def altered_quotations(seed: int) -> list[Citation]:
    """Citations whose quotation is not the text at their place, of every class in turn."""
    generator = random.Random(seed)
    citations: list[Citation] = []
    while len(citations) < ALTERED:
        span = generator.choice(SENTENCES)
        quote = span.of(TEXT)
        altered = ALTERATIONS[len(citations) % len(ALTERATIONS)](generator, quote)
        if altered == quote:  # a sentence that the other script writes alike is not altered
            altered = change_a_character(generator, quote)
        citations.append(Citation("chapter", "二", "", span, altered))
    return citations


def test_no_altered_quotation_passes() -> None:
    passed = [c for c in altered_quotations(seed=20261123) if is_exact(c.quote, c.span, TEXT)]
    assert passed == []


def test_every_genuine_quotation_passes() -> None:
    generator = random.Random(7)
    for _ in range(ALTERED):
        start = generator.randrange(len(TEXT) - 1)
        span = Span(start, generator.randint(start + 1, len(TEXT)))
        verify(Citation("chapter", "二", "", span, span.of(TEXT)), DOCUMENT)


@pytest.mark.parametrize(
    "citation",
    [
        Citation("chapter", "二", "", Span(0, 2), "社區"),
        Citation("chapter", "二", "", Span(5, 5), ""),
        Citation("chapter", "二", "", Span(len(TEXT) - 1, len(TEXT) + 4), TEXT[-1]),
        Citation("another", "二", "", Span(0, 5), TEXT[:5]),
    ],
    ids=["other words", "empty", "past the end", "another document"],
)
def test_what_is_not_in_the_document_is_refused_by_name(citation: Citation) -> None:
    with pytest.raises(CitationError, match=citation.doc_id):
        verify(citation, DOCUMENT)


def test_citing_nothing_is_refused() -> None:
    with pytest.raises(CitationError):
        cite(DOCUMENT, "二", "", Span(3, 3))
