"""The cited text of a document, set once; for every answer, only the lines that it quotes.

Of a law of a thousand articles setting takes tenths of a second and sending more than a megabyte,
and an answer quotes a few lines of it: so only those are set and sent again.
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
class Line:
    """A line of the cited text: a paragraph, or at a `level` a heading.

    A paragraph may begin with a heading, the words up to `run_in_end`.
    """

    span: Span
    level: int = 0
    run_in_end: int = 0

    def painted(self, source: SourceText, highlights: Sequence[Highlight]) -> Markup:
        """The line as an element that is found by where it starts; highlights may overlap."""
        start, end = self.span.start, self.span.end
        if self.level:
            heading = Markup('<h{0} class="zj-heading" data-from="{1}">{2}</h{0}>')
            return heading.format(self.level, start, source.painted(self.span, highlights))
        bold_end = self.run_in_end if start < self.run_in_end <= end else start
        bold = source.painted(Span(start, bold_end), highlights)
        return Markup('<p data-from="{}">{}{}</p>').format(
            start,
            Markup("<b>{}</b>").format(bold) if bold else "",
            source.painted(Span(bold_end, end), highlights),
        )


@dataclass(frozen=True, slots=True)
class SetText:
    """A whole cited text as HTML, without highlights, and its lines in order."""

    source: SourceText
    html: Markup
    lines: tuple[Line, ...]

    def painted_lines(self, highlights: Iterable[Highlight]) -> Markup:
        """The lines that highlights touch, in order, with what is highlighted in them."""
        kept = tuple(highlights)
        touched = sorted({i for highlight in kept for i in self._touched(highlight.span)})
        return Markup("").join(self.lines[i].painted(self.source, kept) for i in touched)

    def _touched(self, span: Span) -> range:
        if not span:
            return range(0)
        first = bisect_right(self.lines, span.start, key=lambda line: line.span.end)
        return range(first, bisect_left(self.lines, span.end, key=lambda line: line.span.start))


def set_text(source: SourceText, sections: Sequence[Section], wording: Wording) -> SetText:
    """The cited text set from its first character to its last: nothing is left out or added."""
    pieces = tuple(_Typesetter(source, wording, by_parent(sections)).everything())
    lines = tuple(piece for piece in pieces if isinstance(piece, Line))
    html = Markup("").join(
        piece.painted(source, ()) if isinstance(piece, Line) else piece for piece in pieces
    )
    return SetText(source, html, lines)


def by_parent(sections: Iterable[Section]) -> SectionsBelow:
    """The clauses by the address that they stand below, in order."""
    below: SectionsBelow = {}
    for section in sections:
        below.setdefault(section.parent, []).append(section)
    return below


@dataclass(frozen=True, slots=True)
class _Typesetter:
    """Gives the tags of clauses, and the lines that stand between them."""

    source: SourceText
    wording: Wording
    below: SectionsBelow

    def everything(self) -> Iterator[Markup | Line]:
        return self._span(Span(0, len(self.source.document.text)), "", 0)

    def _span(
        self, span: Span, parent: str, depth: int, run_in_end: int = 0
    ) -> Iterator[Markup | Line]:
        position = span.start
        for section in self.below.get(parent, ()):
            yield from self._paragraphs(Span(position, section.span.start), run_in_end)
            yield from self._section(section, depth)
            position = section.span.end
        yield from self._paragraphs(Span(position, span.end), run_in_end)

    def _section(self, section: Section, depth: int) -> Iterator[Markup | Line]:
        yield self._opening(section, depth)
        heading = Span(section.span.start, section.heading_span.end)
        rest, run_in_end = section.span, heading.end
        if section.heading_span and self._ends_its_line(heading):
            yield Line(heading, level=min(depth + 3, _DEEPEST_HEADING))
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

    def _paragraphs(self, span: Span, run_in_end: int) -> Iterator[Line]:
        for line in self.source.lines(span):
            yield Line(line, run_in_end=run_in_end)
