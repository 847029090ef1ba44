"""The small parts that several views share. Every value is escaped by `Markup.format`."""

from __future__ import annotations

from markupsafe import Markup

from rag.types import Citation, Document, RagError
from rag.web.error_wording import error_line
from rag.web.source_text import SourceText
from rag.web.wording import Wording


def read_as_line(han: str, wording: Wording) -> Markup:
    """What a query in pinyin was read as, so that a wrong reading is seen; empty for any other."""
    if not han:
        return Markup("")
    return Markup('<p class="zj-read-as">{} <b lang="zh-Hans">{}</b></p>').format(
        wording.say("read_as"), han
    )


def join(parts: list[Markup] | tuple[Markup, ...]) -> Markup:
    """The parts one after another."""
    return Markup("").join(parts)


def chip(wording: Wording, *, doc_id: str, address: str, start: int | None = None) -> Markup:
    """A citation to click: it shows its place in the reading pane, or without one the clause."""
    return Markup(
        '<button type="button" class="zj-chip" data-cite data-doc="{}" data-at="{}" '
        'data-start="{}" aria-label="{}" title="{}">{}</button>'
    ).format(
        doc_id,
        address,
        "" if start is None else start,
        wording.say("cite.label", address=address),
        wording.say("cite.label", address=address),
        address,
    )


def copy_button(wording: Wording, text: str, *, key: str = "copy") -> Markup:
    """A button that copies `text`."""
    label = wording.say("copy.label") if key == "copy" else wording.say(key)
    return Markup(
        '<button type="button" class="zj-copy" data-copy="{}" data-copied="{}" data-failed="{}" '
        'aria-label="{}">{}</button>'
    ).format(text, wording.say("copied"), wording.say("copy.failed"), label, wording.say(key))


def quotation(citation: Citation, document: Document) -> str:
    """A quotation with its citation, as it is copied: always the original script.

    >>> from rag.text import Span
    >>> document = Document("a", "社區", "一、服務居民", "zh-Hant")
    >>> quotation(Citation("a", "一", "服務居民", Span(2, 6), "服務居民"), document)
    '「服務居民」(《社區》一)'
    """
    place = citation.address
    if citation.heading and citation.heading != citation.quote:
        place = f"{place} {citation.heading}"
    if document.language == "en":
        return f"“{citation.quote}” ({document.title}, {place})"
    opening, closing = "“”" if document.language == "zh-Hans" else "「」"
    return f"{opening}{citation.quote}{closing}(《{document.title}》{place})"


def rendering_attributes(source: SourceText, wording: Wording) -> Markup:
    """Attributes of an element that holds source text: its language, and whether it may be cited.

    What is marked as a rendering can be neither selected nor copied.
    """
    if not source.is_rendered:
        return Markup('lang="{}"').format(source.language)
    return Markup('lang="{}" data-rendering="{}"').format(
        source.language, wording.say("rendering.copy")
    )


def rendering_label(source: SourceText, wording: Wording) -> Markup:
    """The label that every rendering carries; nothing over the original."""
    if not source.is_rendered:
        return Markup("")
    return Markup('<p class="zj-rendering" role="note">{}</p>').format(wording.say("rendering"))


def error_view(error: RagError, wording: Wording) -> Markup:
    """An error as one clear line."""
    return Markup('<p class="zj-error" role="alert"><strong>{}</strong> {}</p>').format(
        wording.say("error"), " ".join(error_line(error, wording.language).split())
    )
