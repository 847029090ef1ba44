"""What a reader of the page wants, where, and what is laid before them."""

from __future__ import annotations

from dataclasses import dataclass, field

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
class Shown:
    """What a pane has on show: a document, as `preferences` set it; nothing for the empty id."""

    doc_id: str = ""
    preferences: Preferences = field(default_factory=Preferences)

    def __str__(self) -> str:
        return f"{self.doc_id} {self.preferences.language} {self.preferences.rendering}"


@dataclass(frozen=True, slots=True)
class Beside:
    """The document beside a page: the whole of it, and where in it the reader is led.

    None for the pane means that the one on show stays: a long law is sent once, not with every
    answer.
    """

    shown: Shown = field(default_factory=Shown)
    pane: str | None = ""
    focus: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """Two facing pages: what was asked for, and the document beside it."""

    page: str
    beside: Beside = field(default_factory=Beside)
