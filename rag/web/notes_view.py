"""The notebook as an empty form in the reader's language; the browser fills it with its notes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from rag.text import Span
from rag.web.citing_view import check_form, pack_form
from rag.web.markup import join
from rag.web.wording import WORDING, Wording

if TYPE_CHECKING:
    from rag.index import DocumentSummary

Place = tuple[str, Span]
"""A document, by its id, and a span of its cited text."""

_SPOKEN = "note."

_NOTEBOOK = Markup(
    '<div class="zj-notebook" data-books="{books}"><section class="zj-notes-side">'
    '<p class="zj-notice" role="alert" data-notice hidden><span></span> '
    '<button type="button" class="zj-quiet" data-rescue></button></p>'
    '<div class="zj-notebar"><label class="zj-field zj-grow"><span>{title}</span>'
    '<input type="text" data-title maxlength="200" placeholder="{untitled}"></label>'
    '<div class="zj-files"><button type="button" class="zj-button" data-save>{save}</button>'
    '<button type="button" class="zj-button" data-open>{open}</button>'
    '<input type="file" accept=".json,application/json" data-file hidden aria-label="{open}">'
    "{pack}</div></div>"
    '<p class="zj-kept">{kept}</p>'
    '<p class="zj-undo" data-undo hidden role="status"><span></span> '
    '<button type="button" class="zj-quiet">{undo}</button></p>'
    '<p class="zj-hint" data-none>{none}</p>'
    '<ol class="zj-notelist" aria-label="{notes}"></ol>{check}</section>{note}{quotation}</div>'
)

_NOTE = Markup(
    '<template data-template="note"><li class="zj-note"><article>'
    '<header class="zj-note-head"><h3 data-question></h3><div class="zj-note-moves">'
    '<button type="button" class="zj-copy" data-up aria-label="{up}" title="{up}">↑</button>'
    '<button type="button" class="zj-copy" data-down aria-label="{down}" title="{down}">↓</button>'
    '<button type="button" class="zj-copy" data-delete>{delete}</button></div></header>'
    '<div data-quotations></div><label class="zj-field"><span>{comment}</span>'
    '<textarea rows="1" data-comment></textarea></label>'
    '<label class="zj-field"><span>{tags}</span><input type="text" data-tags></label>'
    "</article></li></template>"
)

_QUOTATION = Markup(
    '<template data-template="quotation"><figure class="zj-quotation">'
    '<blockquote class="zj-said" data-quote></blockquote><figcaption>'
    '<a class="zj-chip" data-read></a><span data-where></span>'
    '<span class="zj-proof" data-proof></span>'
    '<button type="button" class="zj-copy" data-copy-quote>{copy}</button>'
    "</figcaption></figure></template>"
)


def notes_view(documents: Sequence[DocumentSummary], wording: Wording) -> Markup:
    """The form of the notebook, and the templates of a note and of a quotation in it."""
    books = {d.doc_id: {"title": d.title, "language": d.language} for d in documents}
    say = wording.say
    return _NOTEBOOK.format(
        books=_json(books),
        title=say("notebook.title"),
        untitled=say("notebook.untitled"),
        save=say("notebook.save"),
        open=say("notebook.open"),
        kept=say("notebook.kept"),
        undo=say("notebook.undo"),
        none=say("notebook.none"),
        notes=say("notebook.list"),
        pack=pack_form(wording),
        check=check_form(wording),
        note=_note_template(wording),
        quotation=_QUOTATION.format(copy=say("copy")),
    )


def spoken_words(wording: Wording) -> Markup:
    """What the page's scripts say, for them to read."""
    words = {
        key.removeprefix(_SPOKEN): wording.say_raw(key)
        for key in WORDING
        if key.startswith(_SPOKEN)
    }
    return Markup('<div data-words="{}" hidden></div>').format(_json(words))


def add_button(
    places: Sequence[Place], wording: Wording, *, question: str = "", key: str = "add"
) -> Markup:
    """A button that adds quotations to the notes, as one note.

    It names places only: the server gives the words, so that a rendering is never noted.
    """
    spans = [[doc_id, span.start, span.end] for doc_id, span in places]
    return Markup(
        '<button type="button" class="zj-copy" data-note="{}" data-question="{}" '
        'aria-label="{}">{}</button>'
    ).format(
        _json(spans),
        question,
        wording.say("add.label" if key == "add" else key),
        wording.say(key),
    )


def place_tools(wording: Wording) -> Markup:
    """The bar at the foot of a document, for the clause or the words that its reader chose."""
    return Markup(
        '<div class="zj-tools" role="toolbar" aria-label="{}" hidden>'
        '<span data-chosen aria-live="polite"></span>{}</div>'
    ).format(wording.say("tools"), join([_tool("data-note-place", "add.place", wording)]))


def _tool(attribute: str, key: str, wording: Wording) -> Markup:
    return Markup('<button type="button" class="zj-button" {}>{}</button>').format(
        Markup(attribute), wording.say(key)
    )


def _note_template(wording: Wording) -> Markup:
    return _NOTE.format(
        up=wording.say("notebook.up"),
        down=wording.say("notebook.down"),
        delete=wording.say("notebook.delete"),
        comment=wording.say("notebook.comment"),
        tags=wording.say("notebook.tags"),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
