"""A whole document, set for reading: its clauses, their addresses in the margin, highlights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rag.cite.links import deep_link
from rag.text import Span
from rag.types import Document, Section
from rag.web.markup import join, rendering_attributes, rendering_label
from rag.web.notes_view import place_tools
from rag.web.source_text import Highlight, SourceText
from rag.web.wording import Wording

_DEEPEST_HEADING = 6
_EXCERPT_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Focus:
    """Where a reading pane opens: at a clause or a cited span, with what is highlighted.

    The page scrolls there when `key` changes, and stays where the reader is when it does not.
    """

    key: str = ""
    address: str = ""
    start: int | None = None
    highlights: tuple[Highlight, ...] = ()


def reader_view(
    source: SourceText, sections: Sequence[Section], wording: Wording, focus: Focus
) -> Markup:
    """The document as a reading pane, its contents folded above the text."""
    return Markup(
        '<div class="zj-reader" {}>{}<details class="zj-contents"><summary>{}</summary>{}</details>'
        "{}</div>"
    ).format(
        _focus_attributes(source, focus),
        _head(source, wording, is_pane=True),
        wording.say("read.contents"),
        tree_view(source, sections, wording),
        _text(source, sections, wording, focus.highlights),
    )


def reading_room(
    source: SourceText, sections: Sequence[Section], wording: Wording, focus: Focus
) -> Markup:
    """The document as a page of its own: the clause tree at the side, and its own address bar."""
    return Markup(
        '<div class="zj-reader zj-room{}" data-linked {}><div class="zj-side">{}</div>'
        '<div class="zj-page">{}{}{}{}</div></div>'
    ).format(
        " zj-titled" if _begins_with_its_title(source.document) else "",
        _focus_attributes(source, focus),
        tree_view(source, sections, wording),
        _head(source, wording, is_pane=False),
        _notes(source, sections, wording),
        _text(source, sections, wording, focus.highlights),
        place_tools(wording),
    )


def tree_view(source: SourceText, sections: Sequence[Section], wording: Wording) -> Markup:
    """The clause tree as nested lists of links."""
    below = _by_parent(sections)
    return Markup('<nav class="zj-tree" aria-label="{}"><h3>{}</h3>{}</nav>').format(
        wording.say("read.contents"),
        wording.say("read.contents"),
        _branches(source, below, ""),
    )


def _branches(source: SourceText, below: dict[str, list[Section]], parent: str) -> Markup:
    branches = [
        Markup(
            '<li><a href="{}" data-at="{}"><span class="zj-label">{}</span> '
            "<span {}>{}</span></a>{}</li>"
        ).format(
            deep_link(doc_id=section.doc_id, address=section.address),
            section.address,
            section.label,
            Markup('lang="{}"').format(source.language),
            _name(source, section),
            _branches(source, below, section.address),
        )
        for section in below.get(parent, ())
    ]
    return Markup("<ol>{}</ol>").format(join(branches)) if branches else Markup("")


def _name(source: SourceText, section: Section) -> Markup:
    """A clause's heading, or the first words of its body."""
    if section.heading_span:
        return source.plain(section.heading_span)
    start, end = section.body_span.start, section.body_span.end
    cut = Span(start, min(end, start + _EXCERPT_LENGTH))
    return source.plain(cut) + ("…" if end > cut.end else "")


def _focus_attributes(source: SourceText, focus: Focus) -> Markup:
    return Markup('data-doc="{}" data-key="{}" data-at="{}" data-start="{}"').format(
        source.document.doc_id,
        focus.key,
        focus.address,
        "" if focus.start is None else focus.start,
    )


def _head(source: SourceText, wording: Wording, *, is_pane: bool) -> Markup:
    document = source.document
    facts = " · ".join(
        fact for fact in (document.author, document.publisher, document.year) if fact
    )
    leave = _pane_links(wording, document.doc_id) if is_pane else Markup("")
    return Markup(
        '<header class="zj-head"><div class="zj-headline"><h2 lang="{}">{}</h2>{}</div>'
        "{}{}{}</header>"
    ).format(
        document.language,
        document.title,
        leave,
        Markup('<p class="zj-facts">{}</p>').format(facts) if facts else "",
        rendering_label(source, wording),
        place_tools(wording) if is_pane else "",
    )


def _begins_with_its_title(document: Document) -> bool:
    """True if the text says its title itself, so that the page need not."""
    return bool(document.title) and document.text.lstrip().startswith(document.title)


def _pane_links(wording: Wording, doc_id: str) -> Markup:
    return Markup(
        '<span class="zj-links">'
        '<button type="button" class="zj-quiet zj-back" data-back>{}</button>'
        '<a class="zj-quiet" href="{}" data-read="{}">{}</a></span>'
    ).format(wording.say("read.back"), deep_link(doc_id=doc_id), doc_id, wording.say("read.open"))


def _notes(source: SourceText, sections: Sequence[Section], wording: Wording) -> Markup:
    """Editorial notes; one that begins with a clause's address links to it."""
    document = source.document
    if not document.notes:
        return Markup("")
    addresses = {section.address for section in sections}
    notes = [
        Markup('<li lang="{}">{}</li>').format(
            document.language, _linked(document.doc_id, note, addresses)
        )
        for note in document.notes
    ]
    return Markup('<aside class="zj-notes"><h3>{}</h3><ul>{}</ul></aside>').format(
        wording.say("read.notes"), join(notes)
    )


def _linked(doc_id: str, note: str, addresses: set[str]) -> Markup:
    address, space, words = note.partition(" ")
    if address not in addresses:
        return Markup.escape(note)
    return Markup('<a href="{}" data-at="{}">{}</a>{}{}').format(
        deep_link(doc_id=doc_id, address=address), address, address, space, words
    )


def _text(
    source: SourceText,
    sections: Sequence[Section],
    wording: Wording,
    highlights: Sequence[Highlight],
) -> Markup:
    typesetter = _Typesetter(source, wording, _by_parent(sections), tuple(highlights))
    return Markup(
        '<div class="zj-text" {} tabindex="0" role="region" aria-label="{}">{}</div>'
    ).format(
        rendering_attributes(source, wording),
        wording.say("read.source"),
        typesetter.everything(),
    )


@dataclass(frozen=True, slots=True)
class _Typesetter:
    """Sets the cited text from its first character to its last: nothing is left out or added."""

    source: SourceText
    wording: Wording
    below: dict[str, list[Section]]
    highlights: tuple[Highlight, ...]

    def everything(self) -> Markup:
        return self._span(Span(0, len(self.source.document.text)), "", 0)

    def _span(self, span: Span, parent: str, depth: int, run_in_end: int = 0) -> Markup:
        parts: list[Markup] = []
        position = span.start
        for section in self.below.get(parent, ()):
            parts.append(self._paragraphs(Span(position, section.span.start), run_in_end))
            parts.append(self._section(section, depth))
            position = section.span.end
        parts.append(self._paragraphs(Span(position, span.end), run_in_end))
        return join(parts)

    def _section(self, section: Section, depth: int) -> Markup:
        heading = Span(section.span.start, section.heading_span.end)
        opening, rest, run_in_end = Markup(""), section.span, heading.end
        if section.heading_span and self._ends_its_line(heading):
            level = min(depth + 3, _DEEPEST_HEADING)
            opening = Markup('<h{} class="zj-heading" data-from="{}">{}</h{}>').format(
                level, heading.start, self._painted(heading), level
            )
            rest, run_in_end = Span(heading.end, section.span.end), 0
        return Markup(
            '<section data-at="{}" data-span="{} {}" data-depth="{}" tabindex="-1">{}{}{}</section>'
        ).format(
            section.address,
            section.span.start,
            section.span.end,
            min(depth, _DEEPEST_HEADING),
            self._verse(section),
            opening,
            self._span(rest, section.address, depth + 1, run_in_end),
        )

    def _ends_its_line(self, span: Span) -> bool:
        text = self.source.document.text
        line_end = text.find("\n", span.end)
        return not text[span.end : line_end if line_end >= 0 else None].strip()

    def _verse(self, section: Section) -> Markup:
        """The address in the margin: a link, and no part of the text."""
        return Markup('<a class="zj-verse" href="{}" data-at="{}" aria-label="{}"></a>').format(
            deep_link(doc_id=section.doc_id, address=section.address),
            section.address,
            self.wording.say("read.verse", address=section.address),
        )

    def _paragraphs(self, span: Span, run_in_end: int) -> Markup:
        lines = self.source.lines(span)
        return join([self._line(line, run_in_end) for line in lines])

    def _line(self, line: Span, run_in_end: int) -> Markup:
        """A paragraph, the heading that it begins with (if any) set apart from the rest."""
        if not line.start < run_in_end <= line.end:
            return Markup('<p data-from="{}">{}</p>').format(line.start, self._painted(line))
        heading, rest = Span(line.start, run_in_end), Span(run_in_end, line.end)
        return Markup('<p data-from="{}"><b>{}</b>{}</p>').format(
            line.start, self._painted(heading), self._painted(rest)
        )

    def _painted(self, span: Span) -> Markup:
        return self.source.painted(span, self.highlights)


def _by_parent(sections: Iterable[Section]) -> dict[str, list[Section]]:
    below: dict[str, list[Section]] = {}
    for section in sections:
        below.setdefault(section.parent, []).append(section)
    return below
