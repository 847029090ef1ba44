"""The nouns, on one page. Every record is frozen; every offset is a half-open code-point range.

A span says, by its name or its neighbour, which text it is a span of. Unless told otherwise that
is the *cited text*: `Document.text`, which never changes after cleaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rag.errors import CitationError, CorpusError, IndexFormatError, QueryError, RagError
from rag.refusals import Refusal
from rag.text.clean import RemovedLine
from rag.text.spans import MappedText, OffsetMap, Span

__all__ = [
    "Answer",
    "AnswerKind",
    "AnswerSentence",
    "Citation",
    "CitationError",
    "Clause",
    "CorpusError",
    "Document",
    "Evidence",
    "Hit",
    "IndexFormatError",
    "MappedText",
    "OffsetMap",
    "Passage",
    "Query",
    "QueryError",
    "QueryWord",
    "RagError",
    "RemovedLine",
    "Section",
    "Source",
    "Span",
    "TermEvidence",
    "Why",
]


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a document was read from. `sha256` is of its bytes, in hexadecimal.

    `joined_line_ends` is how many line ends of a plain text were taken out of its paragraphs,
    because its lines were broken at a fixed width.
    """

    path: str
    sha256: str
    encoding: str
    joined_line_ends: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A text that may be quoted, and what is known of where it comes from.

    `language` is a BCP 47 tag: `zh-Hant`, `zh-Hans` or `en`. `book` is the title of the book that
    the document is a part of. Unknown facts are empty strings.
    """

    doc_id: str
    title: str
    text: str
    language: str
    author: str = ""
    book: str = ""
    publisher: str = ""
    year: str = ""
    place: str = ""
    url: str = ""
    accessed: str = ""
    licence: str = ""
    notes: tuple[str, ...] = ()
    source: Source | None = None
    removed: tuple[RemovedLine, ...] = ()

    def __post_init__(self) -> None:
        if not self.doc_id:
            raise ValueError("a document needs a doc_id")


@dataclass(frozen=True, slots=True)
class Section:
    """A clause with everything below it: one node of a document's clause tree.

    `address` is the path of labels from the top (`三/2/(1)`), unique in its document, and `parent`
    the address above it (empty at the top). `heading` is the heading's words without the label
    (empty for a clause that has only a body), `heading_span` where they stand. `span` covers label,
    heading, body and all clauses below; `body_span` what stands between the heading and the first
    clause below (possibly empty).
    """

    doc_id: str
    address: str
    kind: str
    label: str
    heading: str
    span: Span
    heading_span: Span
    body_span: Span
    parent: str = ""

    def __post_init__(self) -> None:
        if not self.address:
            raise ValueError(f"a section of {self.doc_id} has no address")
        if not (self.span.contains(self.heading_span) and self.span.contains(self.body_span)):
            raise ValueError(f"{self.doc_id} {self.address}: heading or body outside the section")

    @property
    def title(self) -> str:
        """The address as people print it: `二/4 擴大民主,居民自治`."""
        return f"{self.address} {self.heading}".rstrip()


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: a slice of one document, never a paraphrase of it.

    `text` is `document.text[span]`. `heading` is that of its clause, `path` the headings from the
    document's title down to its clause: context for retrieval, never text to quote.
    """

    doc_id: str
    address: str
    heading: str
    span: Span
    text: str
    path: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.text) != len(self.span):
            raise ValueError(
                f"{self.doc_id} {self.address}: {len(self.text)} characters in a span of "
                f"{len(self.span)}"
            )


@dataclass(frozen=True, slots=True)
class Clause:
    """What `show` returns: a section with its document and its neighbours in the tree."""

    document: Document
    section: Section
    ancestors: tuple[Section, ...]
    children: tuple[Section, ...]

    @property
    def text(self) -> str:
        """The clause, verbatim, with everything below it."""
        return self.section.span.of(self.document.text)


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A content word of a question, folded, and what may stand for it in the texts.

    `alternatives` are index terms with how surely each means the word (0 to 1): the word itself,
    the Chinese words that an English word translates to, the official words for an everyday one.
    `rarity` is how telling the word is in the language at large (0 to 1).
    """

    text: str
    rarity: float
    alternatives: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A question as search sees it: folded, its content words, `language` `zh` or `en`.

    `read_as` is the Han that a query in pinyin was read as, or an English one without its slips of
    typing; empty for all others.
    """

    text: str
    folded: str
    language: str
    words: tuple[QueryWord, ...]
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a hit was found: ranks count from 1, and None means not found that way.

    `matched` are the words of the query that stand in the passage, as spans of the cited text.
    `nearness` (0 to 1) is how near its words are to the query's, one by one; None if they were not
    compared. `likelihood` (0 to 1) is how likely a reader finds that the passage answers; None if
    unread.
    """

    keyword_rank: int | None = None
    keyword_score: float = 0.0
    dense_rank: int | None = None
    dense_score: float = 0.0
    nearness: float | None = None
    matched: tuple[Span, ...] = ()
    likelihood: float | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that search found. Ranks count from 1; scores compare within one query only."""

    passage: Passage
    score: float
    rank: int
    why: Why = Why()


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation that can be checked: `span.of(document.text) == quote`, always."""

    doc_id: str
    address: str
    heading: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One verbatim sentence with its proof.

    `marks` are words that stand out as answering, by the question's form; `answer_span` is what a
    reader takes for the answer. All are spans of the cited text.
    """

    text: str
    citations: tuple[Citation, ...]
    marks: tuple[Span, ...] = ()
    answer_span: Span | None = None


class AnswerKind(StrEnum):
    """What a question asks for."""

    LIST = "list"
    DEFINITION = "definition"
    FACT = "fact"
    EXPLANATION = "explanation"
    YES_NO = "yes-no"
    NAVIGATION = "navigation"


@dataclass(frozen=True, slots=True)
class TermEvidence:
    """How often a word of the question occurs, in any script, among the indexed passages.

    `translations` are the other words that were looked for in its place: Chinese ones for an
    English word, official ones for an everyday one.
    """

    term: str
    passages: int
    translations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer, or a refusal, rests on.

    `terms` counts the question's words; `coverage` is the share of the question, weighted by how
    rare each word is, that the best passage holds (0 to 1); `refusal` tells why nothing was found,
    and is None when something was. `read_as` is what a question in pinyin, or with
    slips of typing, was read as. `confidence` is how likely the texts answer at all (0 to 1; see
    training/README.md for how it was calibrated). `is_unread` is True if the reader had no time:
    the answer is as search ranked it.
    """

    terms: tuple[TermEvidence, ...] = ()
    coverage: float = 0.0
    refusal: Refusal | None = None
    read_as: str = ""
    confidence: float = 0.0
    is_unread: bool = False

    @property
    def reason(self) -> str:
        """Why nothing was found, in a phrase; empty when something was."""
        return str(self.refusal or "")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or a refusal: `found` is False, `sentences` is empty, `hits` are only related."""

    question: str
    found: bool
    kind: AnswerKind
    sentences: tuple[AnswerSentence, ...]
    hits: tuple[Hit, ...]
    evidence: Evidence
    answer_id: str
    seconds: float = 0.0
