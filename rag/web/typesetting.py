"""The cited text of a document, set once, and painted anew for every answer.

Of a law of a thousand articles setting takes tenths of a second, and an answer quotes a few lines
of it: so only those are set again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rag.cite.links import deep_link
from rag.text import Span
from rag.types import Section
from rag.web.source_text import Highlight, SourceText
from rag.web.wording import Wording

_DEEPEST_HEADING = 6

SectionsBelow = dict[str, list[Section]]
"""The clauses that stand directly below each address; the top clauses below the empty one."""


@dataclass(frozen=True, slots=True)
class SetText:
    """A whole cited text as HTML: words of the source, without highlights, between tags.

    `words` are spans of the cited text, in order; `places[i]` is where among `pieces` the words of
    the i-th stand.
    """

    source: SourceText
    pieces: tuple[Markup, ...]
    words: tuple[Span, ...]
    places: tuple[int, ...]

    def painted(self, highlights: Iterable[Highlight]) -> Markup:
        """The text with its highlights; they may overlap."""
        kept, pieces = tuple(highlights), list(self.pieces)
        for i in sorted({i for highlight in kept for i in self._touched(highlight.span)}):
            pieces[self.places[i]] = self.source.painted(self.words[i], kept)
        return Markup("".join(pieces))

    def _touched(self, span: Span) -> range:
        first = bisect_right(self.words, span.start, key=lambda words: words.end)
        return range(first, bisect_left(self.words, span.end, key=lambda words: words.start))


def set_text(source: SourceText, sections: Sequence[Section], wording: Wording) -> SetText:
    """The cited text set from its first character to its last: nothing is left out or added."""
    pieces: list[Markup] = []
    words: list[Span] = []
    places: list[int] = []
    for piece in _Typesetter(source, wording, by_parent(sections)).everything():
        if isinstance(piece, Span):
            words.append(piece)
            places.append(len(pieces))
            pieces.append(source.plain(piece))
        else:
            pieces.append(piece)
    return SetText(source, tuple(pieces), tuple(words), tuple(places))


def by_parent(sections: Iterable[Section]) -> SectionsBelow:
    """The clauses by the address that they stand below, in order."""
    below: SectionsBelow = {}
    for section in sections:
        below.setdefault(section.parent, []).append(section)
    return below


@dataclass(frozen=True, slots=True)
class _Typesetter:
    """Gives tags, and spans of the cited text where its words stand between them."""

    source: SourceText
    wording: Wording
    below: SectionsBelow

    def everything(self) -> Iterator[Markup | Span]:
        return self._span(Span(0, len(self.source.document.text)), "", 0)

    def _span(
        self, span: Span, parent: str, depth: int, run_in_end: int = 0
    ) -> Iterator[Markup | Span]:
        position = span.start
        for section in self.below.get(parent, ()):
            yield from self._paragraphs(Span(position, section.span.start), run_in_end)
            yield from self._section(section, depth)
            position = section.span.end
        yield from self._paragraphs(Span(position, span.end), run_in_end)

    def _section(self, section: Section, depth: int) -> Iterator[Markup | Span]:
        yield self._opening(section, depth)
        heading = Span(section.span.start, section.heading_span.end)
        rest, run_in_end = section.span, heading.end
        if section.heading_span and self._ends_its_line(heading):
            level = min(depth + 3, _DEEPEST_HEADING)
            yield Markup('<h{} class="zj-heading" data-from="{}">').format(level, heading.start)
            yield heading
            yield Markup("</h{}>").format(level)
            rest, run_in_end = Span(heading.end, section.span.end), 0
        yield from self._span(rest, section.address, depth + 1, run_in_end)
        yield Markup("</section>")

    def _opening(self, section: Section, depth: int) -> Markup:
        """The tag of a clause, and its address in the margin: a link, and no part of the text."""
        return Markup(
            '<section data-at="{}" data-span="{} {}" data-depth="{}" tabindex="-1">'
            '<a class="zj-verse" href="{}" data-at="{}" aria-label="{}"></a>'
        ).format(
            section.address,
            section.span.start,
            section.span.end,
            min(depth, _DEEPEST_HEADING),
            deep_link(doc_id=section.doc_id, address=section.address),
            section.address,
            self.wording.say("read.verse", address=section.address),
        )

    def _ends_its_line(self, span: Span) -> bool:
        text = self.source.document.text
        line_end = text.find("\n", span.end)
        return not text[span.end : line_end if line_end >= 0 else None].strip()

    def _paragraphs(self, span: Span, run_in_end: int) -> Iterator[Markup | Span]:
        for line in self.source.lines(span):
            yield from _paragraph(line, run_in_end)


def _paragraph(line: Span, run_in_end: int) -> Iterator[Markup | Span]:
    """A line, the heading that it begins with (if any) set apart from the rest."""
    yield Markup('<p data-from="{}">').format(line.start)
    if line.start < run_in_end <= line.end:
        yield Markup("<b>")
        yield Span(line.start, run_in_end)
        yield Markup("</b>")
        line = Span(run_in_end, line.end)
    yield line
    yield Markup("</p>")
