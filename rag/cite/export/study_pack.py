"""What every exporter is given: checked notes, and how to speak of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rag.cite.export.labels import LANGUAGES, Labels
from rag.cite.links import deep_link
from rag.cite.notes import Notebook
from rag.cite.verify_notes import (
    ComparedNote,
    ComparedQuotation,
    Library,
    NotedStatus,
    verify_notes,
)
from rag.types import Citation, Document, QueryError


@dataclass(frozen=True, slots=True)
class StudyPack:
    """Notes whose quotations have been checked. An export is a function of this alone.

    `made` is when they were checked, `base_url` where their links lead, and `labels` the words
    around them in the reader's language.
    """

    title: str
    notes: tuple[ComparedNote, ...]
    base_url: str
    labels: Labels
    made: datetime

    @property
    def quotations(self) -> tuple[ComparedQuotation, ...]:
        """Every quotation of every note, in order."""
        return tuple(quotation for note in self.notes for quotation in note.quotations)

    @property
    def marked(self) -> int:
        """How many quotations the source does not say."""
        return sum(not quotation.holds for quotation in self.quotations)

    @property
    def shown_title(self) -> str:
        """The title, or a word for notes that have none."""
        return single_line(self.title) or self.labels.say("untitled")

    @property
    def summary(self) -> str:
        """A sentence that says when and how it was checked."""
        key = "summary.marked" if self.marked else "summary"
        return self.labels.say(
            key,
            n=len(self.quotations),
            marked=self.marked,
            date=self.made.date().isoformat(),
        )

    def link(self, citation: Citation) -> str:
        """The link that opens a citation's clause."""
        return deep_link(doc_id=citation.doc_id, address=citation.address, base_url=self.base_url)

    def mark(self, quotation: ComparedQuotation) -> str:
        """The warning over a quotation that the source does not say."""
        if quotation.status is NotedStatus.ALTERED:
            return self.labels.say("altered")
        return self.labels.say("missing" if quotation.document else "gone")


def study_pack(
    notes: Notebook, library: Library, *, base_url: str, language: str = "", made: datetime
) -> StudyPack:
    """The notes checked against the library, to be exported.

    `language` (zh-Hant, zh-Hans or en) is that of the labels; the default is the language of the
    documents that are quoted most.
    """
    if language and language not in LANGUAGES:
        raise QueryError(f"no labels in {language!r}; choose {', '.join(LANGUAGES)}")
    checked = verify_notes(notes, library)
    return StudyPack(
        notes.title, checked, base_url, Labels(language or _language_of(checked)), made
    )


def place_of(document: Document, citation: Citation) -> str:
    """The title and the address with its heading, as a footnote says them.

    >>> from rag.types import Span
    >>> document = Document("a", "社區", "一、服務居民", "zh-Hant")
    >>> place_of(document, Citation("a", "一", "服務居民", Span(2, 6), "服務居民"))
    '《社區》,一 服務居民'
    """
    place = single_line(f"{citation.address} {citation.heading}")
    comma = ", " if document.language == "en" else ","
    return comma.join(filter(None, (title_of(document), place)))


def title_of(document: Document) -> str:
    """The document's title in its language's marks; its id, if it has none."""
    title = single_line(document.title) or document.doc_id
    return f"“{title}”" if document.language == "en" else f"《{title}》"


def single_line(text: str) -> str:
    """Words on one line, without what cannot be set."""
    return " ".join(settable(text).split())


def settable(text: str) -> str:
    """A reader's own text with line ends as we write them, and � for what cannot be set."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join("�" if _is_control(character) else character for character in lines)


def _is_control(character: str) -> bool:
    is_layout = character in "\n\t"
    return not is_layout and (
        character < " " or "\x7f" <= character <= "\x9f" or character in "\ufffe\uffff"
    )


def _language_of(notes: Sequence[ComparedNote]) -> str:
    counts = Counter(
        quotation.document.language
        for note in notes
        for quotation in note.quotations
        if quotation.document is not None and quotation.document.language in LANGUAGES
    )
    return counts.most_common(1)[0][0] if counts else LANGUAGES[-1]
