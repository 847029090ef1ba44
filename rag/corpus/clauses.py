"""The clause tree of a text: what its sections are, where they stand, and what they are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rag.corpus.tree import ClauseNode, clause_tree
from rag.text import Span
from rag.types import Clause, Document, Section

_TITLE_LABEL = "¶0"
_COUNTED = {"paragraph": "¶", "heading": "§"}


def parse_sections(doc_id: str, text: str) -> tuple[str, tuple[Section, ...]]:
    """The title that `text` begins with (empty if none) and its sections, in document order.

    The title's line is a section of kind `title` at the address `¶0`. Lines that belong to no
    clause are sections of kind `paragraph` (`¶1`, or `第三條/¶2` behind a list in an article), so
    that every visible character of the text lies in a section. Headings without a label are
    counted: `§1`.

    >>> text = "社區\\n一、目標\\n1.管理有序\\n要有序。\\n2.服務完善"
    >>> title, sections = parse_sections("d", text)
    >>> title, [section.title for section in sections]
    ('社區', ['¶0 社區', '一 目標', '一/1 管理有序', '一/2 服務完善'])
    """
    title, clauses = clause_tree(text)
    return title, tuple(_sections(doc_id, text, clauses, parent="", paragraphs=0))


def _sections(
    doc_id: str, text: str, clauses: list[ClauseNode], *, parent: str, paragraphs: int
) -> Iterator[Section]:
    """Sections of sibling clauses; `paragraphs` their parent has already, before its lists."""
    seen: Counter[str] = Counter()
    counted: Counter[str] = Counter({"¶": paragraphs})
    for clause in clauses:
        label = _address_label(clause, counted)
        seen[label] += 1
        unique = label if seen[label] == 1 else f"{label}#{seen[label]}"
        address = f"{parent}/{unique}" if parent else unique
        yield _section(doc_id, text, clause, address, parent)
        yield from _sections(
            doc_id,
            text,
            clause.children,
            parent=address,
            paragraphs=len(clause.body_pieces) if clause.children else 0,
        )


def _address_label(clause: ClauseNode, counted: Counter[str]) -> str:
    if clause.kind == "title":
        return _TITLE_LABEL
    if clause.kind not in _COUNTED:
        return clause.canonical
    mark = _COUNTED[clause.kind]
    counted[mark] += 1
    return f"{mark}{counted[mark]}"


def _section(doc_id: str, text: str, clause: ClauseNode, address: str, parent: str) -> Section:
    heading, body = clause.heading, clause.body_pieces
    content = clause.pieces[0].start
    return Section(
        doc_id=doc_id,
        address=address,
        kind=clause.kind,
        label=clause.label.of(text).strip(),
        heading=heading.span.of(text) if heading else "",
        span=Span(clause.label.start, clause.end),
        heading_span=heading.span if heading else Span(content, content),
        body_span=Span(body[0].start, body[-1].end)
        if body
        else Span(clause.own_end, clause.own_end),
        parent=parent,
    )


def clause_among(document: Document, sections: Sequence[Section], section: Section) -> Clause:
    """A section of a document with what is above and directly below it among all its sections."""
    by_address = {candidate.address: candidate for candidate in sections}
    ancestors: list[Section] = []
    above = section
    while above.parent:
        above = by_address[above.parent]
        ancestors.insert(0, above)
    children = tuple(child for child in sections if child.parent == section.address)
    return Clause(document, section, tuple(ancestors), children)
