"""A whole document, set for reading: its clauses, their addresses in the margin, highlights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rag.cite.links import deep_link
from rag.text import Span
from rag.types import Document, Section
from rag.web.markup import join, rendering_attributes, rendering_label
from rag.web.notes_view import place_tools
from rag.web.source_text import Highlight, SourceText
from rag.web.typesetting import SectionsBelow, SetText, by_parent, set_text
from rag.web.wording import Wording

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


@dataclass(frozen=True, slots=True)
class SetDocument:
    """A document set in one wording: all of it that is the same wherever a reader is in it."""

    sections: tuple[Section, ...]
    wording: Wording
    tree: Markup
    text: SetText

    @property
    def source(self) -> SourceText:
        """The cited text as it is shown."""
        return self.text.source


def set_document(source: SourceText, sections: Sequence[Section], wording: Wording) -> SetDocument:
    """A document, to be shown by `reader_view` or `reading_room` as often as is wanted."""
    text = set_text(source, sections, wording)
    return SetDocument(tuple(sections), wording, _tree(source, sections, wording), text)


def reader_view(document: SetDocument, name: str) -> Markup:
    """The document as a reading pane, its contents folded above the text.

    It says nothing of any question: what a question leads to in the pane of that `name` is told by
    a `focus_view`.
    """
    source, wording = document.source, document.wording
    return Markup(
        '<div class="zj-reader" data-pane="{}" data-doc="{}">{}'
        '<details class="zj-contents"><summary>{}</summary>{}</details>{}</div>'
    ).format(
        name,
        source.document.doc_id,
        _head(source, wording, is_pane=True),
        wording.say("read.contents"),
        document.tree,
        _text(document),
    )


def focus_view(document: SetDocument, focus: Focus, name: str) -> Markup:
    """Where the pane of that `name` opens, and its lines with what is highlighted in them.

    It is not seen: the page's script leads the reader there, and sets those lines in the pane.
    """
    # As an attribute: Gradio changes what stands on the page node by node, and these are no part.
    lines = str(document.text.painted_lines(focus.highlights))
    return Markup('<div class="zj-focus" data-pane="{}" {} data-lines="{}"></div>').format(
        name, _focus_attributes(document.source, focus), lines
    )


def reading_room(document: SetDocument, focus: Focus) -> Markup:
    """The document as a page of its own: the clause tree at the side, and its own address bar.

    Nothing is highlighted in it.
    """
    source, wording = document.source, document.wording
    return Markup(
        '<div class="zj-reader zj-room{}" data-linked {}><div class="zj-side">{}</div>'
        '<div class="zj-page">{}{}{}{}</div></div>'
    ).format(
        " zj-titled" if _begins_with_its_title(source.document) else "",
        _focus_attributes(source, focus),
        document.tree,
        _head(source, wording, is_pane=False),
        _notes(source, document.sections, wording),
        _text(document),
        place_tools(wording),
    )


def _tree(source: SourceText, sections: Sequence[Section], wording: Wording) -> Markup:
    """The clause tree as nested lists of links."""
    return Markup('<nav class="zj-tree" aria-label="{}"><h3>{}</h3>{}</nav>').format(
        wording.say("read.contents"),
        wording.say("read.contents"),
        _branches(source, by_parent(sections), ""),
    )


def _branches(source: SourceText, below: SectionsBelow, parent: str) -> Markup:
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


def _text(document: SetDocument) -> Markup:
    return Markup(
        '<div class="zj-text" {} tabindex="0" role="region" aria-label="{}">{}</div>'
    ).format(
        rendering_attributes(document.source, document.wording),
        document.wording.say("read.source"),
        document.text.html,
    )
