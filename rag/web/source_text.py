"""Source text on the page: in its own script or a rendering, cut at highlights, always escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from markupsafe import Markup

from rag.text import Span, render_simplified, render_traditional
from rag.types import Document


class Rendering(StrEnum):
    """How source text is shown; all but the original are renderings, and cannot be cited."""

    ORIGINAL = "original"
    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"


@dataclass(frozen=True, slots=True)
class Highlight:
    """A span of the cited text and the class that it is painted with.

    A cited quotation is found again on the page by its `start`.
    """

    span: Span
    css_class: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document's cited text as it is shown.

    `shown` has the length of the original, so that spans of the cited text are spans of it.
    """

    document: Document
    rendering: Rendering
    shown: str

    def __post_init__(self) -> None:
        if len(self.shown) != len(self.document.text):
            raise ValueError(
                f"{self.document.doc_id}: a rendering of {len(self.shown)} characters for "
                f"{len(self.document.text)}"
            )

    @property
    def is_rendered(self) -> bool:
        """True if what is shown is not the source, and so cannot be cited."""
        return self.rendering is not Rendering.ORIGINAL

    @property
    def language(self) -> str:
        """The BCP 47 tag of what is shown."""
        return str(self.rendering) if self.is_rendered else self.document.language

    def words(self, text: str) -> str:
        """Words of the source that stand apart from its text, such as a heading, as shown."""
        return _rendered(text, self.rendering)

    def plain(self, span: Span) -> Markup:
        """The words at a span of the cited text, without highlights."""
        return Markup.escape(span.of(self.shown))

    def painted(self, span: Span, highlights: Iterable[Highlight]) -> Markup:
        """The words at a span of the cited text, highlights (which may overlap) as `<mark>`s."""
        near = [h for h in highlights if h.span.start < span.end and span.start < h.span.end]
        cuts = {span.start, span.end}
        for highlight in near:
            cuts |= {max(highlight.span.start, span.start), min(highlight.span.end, span.end)}
        edges = sorted(cuts)
        pieces = [self._piece(Span(start, end), near) for start, end in pairwise(edges)]
        return Markup("").join(pieces)

    def quoted(self, span: Span, highlights: Iterable[Highlight]) -> Markup:
        """`painted`, set close: blank lines are not shown."""
        kept = tuple(highlights)
        return Markup("\n").join(self.painted(line, kept) for line in self.lines(span))

    def lines(self, span: Span) -> Iterator[Span]:
        """The lines of a span that are not blank, without the white space at their ends."""
        start = span.start
        for line in span.of(self.document.text).splitlines(keepends=True):
            bare = line.rstrip()
            if bare:
                yield Span(start, start + len(bare))
            start += len(line)

    def _piece(self, piece: Span, near: Sequence[Highlight]) -> Markup:
        over = [h for h in near if h.span.contains(piece)]
        if not over:
            return self.plain(piece)
        classes = " ".join(dict.fromkeys(h.css_class for h in over))
        starts = " ".join(str(start) for start in sorted({h.span.start for h in over}))
        return Markup('<mark class="{}" data-starts="{}">{}</mark>').format(
            classes, starts, self.plain(piece)
        )


Sources = Callable[[str], SourceText]
"""Gives the text of a document, by its id, as it is shown."""


def source_text(document: Document, rendering: Rendering) -> SourceText:
    """`document` as `rendering` shows it; a text already in that script stays the original."""
    is_chinese = document.language.startswith("zh")
    if not is_chinese or document.language == rendering:
        rendering = Rendering.ORIGINAL
    return SourceText(document, rendering, _rendered(document.text, rendering))


def _rendered(text: str, rendering: Rendering) -> str:
    if rendering is Rendering.SIMPLIFIED:
        return render_simplified(text)
    if rendering is Rendering.TRADITIONAL:
        return render_traditional(text)
    return text
