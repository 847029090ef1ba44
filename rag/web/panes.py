"""The documents of the shelf as the page shows them, each set once for every way to show it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from rag.web.reader_view import (
    Focus,
    SetDocument,
    focus_view,
    reader_view,
    reading_room,
    set_document,
)
from rag.web.source_text import SourceText, source_text
from rag.web.visit import Beside, Preferences, Shown

if TYPE_CHECKING:
    from rag.engine import Engine

_TEXTS_KEPT = 32
# A law of 1,300 articles takes some 10 MB as it is set.
_SET_KEPT = 8


class Panes:
    """Shows the documents of one engine; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.source = lru_cache(_TEXTS_KEPT)(self._source)
        self._set = lru_cache(_SET_KEPT)(self._set_document)

    def beside(self, shown: Shown, focus: Focus, on_show: Shown) -> Beside:
        """A document beside an answer or hits; nothing for the empty id."""
        if not shown.doc_id:
            return Beside()
        document = self._set(shown.doc_id, shown.preferences)
        pane = None if shown == on_show else reader_view(document, str(shown))
        return Beside(shown, pane, focus_view(document, focus, str(shown)))

    def room(self, doc_id: str, focus: Focus, preferences: Preferences) -> Markup:
        """A document as a page of its own."""
        return reading_room(self._set(doc_id, preferences), focus)

    def _source(self, doc_id: str, preferences: Preferences) -> SourceText:
        return source_text(self._engine.document(doc_id), preferences.rendering)

    def _set_document(self, doc_id: str, preferences: Preferences) -> SetDocument:
        sections = self._engine.sections(doc_id)
        return set_document(self.source(doc_id, preferences), sections, preferences.wording)
