"""A document with its clause tree and its passages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rag.corpus.clauses import parse_sections
from rag.corpus.language import detect_language
from rag.corpus.passages import split_into_passages
from rag.types import Document, Passage, Section


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document, its sections in document order, and its passages in document order."""

    document: Document
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]


def parse_document(document: Document) -> ParsedDocument:
    """`document` with its tree; an empty title becomes the one that the text begins with."""
    found_title, sections = parse_sections(document.doc_id, document.text)
    if not document.title and found_title:
        document = replace(document, title=found_title)
    return ParsedDocument(document, sections, split_into_passages(document, sections))


def parse_text(doc_id: str, text: str, *, title: str = "") -> ParsedDocument:
    """A text cited exactly as it is, with its tree: nothing is cleaned away.

    >>> parsed = parse_text("d", "第一條 為了公開，制定本法。")
    >>> parsed.document.language, parsed.passages[0].address
    ('zh-Hant', '第一條')
    """
    return parse_document(Document(doc_id, title, text, detect_language(text)))
