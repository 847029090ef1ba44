"""Anki: a deck of cards to learn the notes by, as an .apkg file.

Cards are known to Anki by document, address and place, so that importing a later export brings
the deck up to date and keeps what was learnt.
"""

from __future__ import annotations

import itertools
import json
import re
import sqlite3
from contextlib import closing
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from rag.cite.export.anki_models import CARD, CLOZE, MARKED, models
from rag.cite.export.archive import archived
from rag.cite.export.cards import Card, CardKind, cards
from rag.cite.export.labels import RENDERING
from rag.cite.export.study_pack import StudyPack
from rag.text import render_simplified, render_traditional
from rag.types import Document, Span

if TYPE_CHECKING:
    import genanki

# What Anki reads as its own in a field: clozes and hints, sounds, LaTeX.
_ANKI_SYNTAX = str.maketrans({mark: f"&#{ord(mark)};" for mark in "{}:[]\\"})
_LEAST_ID = 1 << 30
_OTHER_SCRIPT = {
    "zh-Hant": ("zh-Hans", render_simplified),
    "zh-Hans": ("zh-Hant", render_traditional),
}


def to_anki(pack: StudyPack) -> bytes:
    """The notes as a deck.

    A quotation is a card in both directions (its heading, its words; for the head of a list, the
    clauses of the list), and a sentence that defines is a cloze too. Quotations that the source
    does not say come as cards that show their mark first, tagged and suspended; Anki heeds the
    latter only when it is told to import learning progress.
    """
    import genanki  # with its template language, a tenth of a second; only this format needs it

    deck = genanki.Deck(_deck_id(pack.shown_title), pack.shown_title, escape(pack.summary))
    by_name = models()
    for position, card in enumerate(cards(pack), start=1):
        note = genanki.Note(
            model=by_name[_model_name(card)],
            fields=_fields(card),
            tags=_tags(card),
            guid=genanki.guid_for("zhangju", *card.key),
            due=position,
        )
        if card.kind is CardKind.MARKED:
            for side in note.cards:
                side.suspend = True
        deck.add_note(note)
    return _package(deck, pack.made.timestamp())


def _package(deck: genanki.Deck, made: float) -> bytes:
    """The deck as an .apkg; genanki's own writer leaves a file behind and puts the time in."""
    import genanki

    with closing(sqlite3.connect(":memory:")) as database:
        ids = itertools.count(int(made * 1000))
        genanki.Package(deck).write_to_db(database.cursor(), made, ids)
        database.commit()
        collection = database.serialize()
    return archived([("collection.anki2", collection), ("media", json.dumps({}).encode())])


def _deck_id(title: str) -> int:
    """A number for the deck, the same for the same title."""
    return _LEAST_ID + int(sha256(title.encode("utf-8")).hexdigest(), 16) % _LEAST_ID


def _model_name(card: Card) -> str:
    if card.kind is CardKind.MARKED:
        return MARKED
    return CLOZE if card.kind is CardKind.DEFINITION else CARD


def _fields(card: Card) -> list[str]:
    """The fields of a card in the order of its model, as HTML."""
    comment = field_text(card.comment)
    if card.kind is CardKind.MARKED:
        noted = field_text(f"{card.prompt}\n{card.noted}")
        return [field_text(card.warning), noted, _words(card), _source(card), comment]
    if card.kind is CardKind.DEFINITION:
        return [_cloze(card), _source(card), _rendering(card), comment]
    return [field_text(card.prompt), _words(card), _source(card), _rendering(card), comment]


def field_text(text: str) -> str:
    """`text` as the HTML of a field, nothing in it read by Anki as its own.

    >>> field_text("{{c1::社區}}\\n<b>")
    '&#123;&#123;c1&#58;&#58;社區&#125;&#125;<br>&lt;b&gt;'
    """
    return escape(text, quote=False).translate(_ANKI_SYNTAX).replace("\n", "<br>")


def _words(card: Card) -> str:
    """The source's words, an element for each item."""
    return "".join(_set(field_text(item.quote), card.document, "words") for item in card.items)


def _cloze(card: Card) -> str:
    (item,), hidden = card.items, card.hidden or Span(0, 0)
    before, after = item.quote[: hidden.start], item.quote[hidden.end :]
    cloze = f"{{{{c1::{field_text(hidden.of(item.quote))}}}}}"
    return _set(f"{field_text(before)}{cloze}{field_text(after)}", card.document, "words")


def _set(html: str, document: Document | None, css_class: str) -> str:
    language = document.language if document else ""
    return f'<div class="{css_class}" lang="{escape(language)}">{html}</div>'


def _source(card: Card) -> str:
    if not card.link:
        return ""
    return f'{field_text(card.place)} <a href="{escape(card.link)}">→</a>'


def _rendering(card: Card) -> str:
    """The words in the other script, under the label that every rendering has."""
    other = _OTHER_SCRIPT.get(card.document.language if card.document else "")
    if other is None:
        return ""
    language, render = other
    lines = "<br>".join(field_text(render(item.quote)) for item in card.items)
    return f'<div class="label">{field_text(RENDERING)}</div><div lang="{language}">{lines}</div>'


def _tags(card: Card) -> list[str]:
    """The reader's tags as Anki writes them, without spaces, and ours."""
    own = [re.sub(r"\s+", "_", tag) for tag in card.tags]
    return [*own, *(["zhangju::marked"] if card.kind is CardKind.MARKED else [])]
