"""What a reader of the page wants, where, and what is laid before them."""

from __future__ import annotations

from dataclasses import dataclass

from rag.web.source_text import Rendering
from rag.web.wording import Language, Wording


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a reader wants the page: its language, and the script of the source."""

    language: Language = Language.ENGLISH
    rendering: Rendering = Rendering.ORIGINAL

    @property
    def wording(self) -> Wording:
        """The page's words."""
        return Wording(self.language)


@dataclass(frozen=True, slots=True)
class Place:
    """A clause of a document; `start` is that of a quotation in it, if one is meant."""

    doc_id: str = ""
    address: str = ""
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """Two facing pages: what was asked for, and the document beside it.

    `doc_id` is that document's; None for a pane means that the one on show may stay.
    """

    page: str
    pane: str | None
    doc_id: str = ""
