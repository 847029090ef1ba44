"""Labelled lines to a tree of clauses, before they have addresses."""

from __future__ import annotations

from collections.abc import Iterator

from rag.corpus.headings import Heading, find_heading, is_title_like
from rag.corpus.label import LONGEST_HEADING
from rag.corpus.outline import Opening, VisibleLine, outline, visible_lines
from rag.text import Span

_CLOSERS = "”’」』）)】》〉\"'"
_MOST_LINES_BEFORE = 3
_MAY_BE_TITLE = {"part", "chapter", "section", "heading"}


class ClauseNode:
    """A clause while the tree is built.

    `pieces` are its own lines behind the label: the first is the rest of the label's line (it may
    be empty), and clauses below are not in them.
    """

    def __init__(
        self, kind: str, canonical: str, label: Span, pieces: list[Span], begins_list: bool = False
    ) -> None:
        self.kind = kind
        self.canonical = canonical
        self.label = label
        self.pieces = pieces
        self.begins_list = begins_list
        self.heading: Heading | None = None
        self.parent: ClauseNode | None = None
        self.children: list[ClauseNode] = []

    @property
    def own_end(self) -> int:
        """Where the clause's own text ends: before the first clause below."""
        return max(self.label.end, *(piece.end for piece in self.pieces))

    @property
    def end(self) -> int:
        """Where the clause ends, with all below it."""
        return max(self.own_end, self.children[-1].end) if self.children else self.own_end

    @property
    def body_pieces(self) -> list[Span]:
        """The lines of its own text behind the heading."""
        start = self.heading.body_start if self.heading else self.label.end
        return [
            Span(max(piece.start, start), piece.end) for piece in self.pieces if piece.end > start
        ]

    def article(self) -> ClauseNode | None:
        """The article that this clause is a part of, if any."""
        upper = self.parent
        while upper is not None and upper.kind != "article":
            upper = upper.parent
        return upper


def clause_tree(text: str) -> tuple[str, list[ClauseNode]]:
    """The title of `text` (empty if it has none) and its topmost clauses, with all below them."""
    lines = visible_lines(text)
    openings = outline(lines)
    first_line = openings[0].line if openings else len(lines)
    loose = [_paragraph(Span(line.start, line.end)) for line in lines[:first_line]]
    tops = _nested(lines, openings)
    for clause in list(_all_below(tops)):
        if clause.kind == "article":
            _move_closing_paragraphs(clause, text)
    for clause in _all_below(tops):
        if clause.kind != "paragraph":
            clause.heading = find_heading(
                text, clause.pieces, clause.kind, in_article=clause.article() is not None
            )
    if len(tops) == 1 and tops[0].kind in _MAY_BE_TITLE and _is_excerpt(loose, tops[0]):
        title, raised = _raised(text, tops[0])
        return title, [*loose, *raised]
    if len(lines) > 1 and loose and is_title_like(lines[0].text):
        loose[0] = _title(loose[0].pieces[0])
        return lines[0].text, [*loose, *tops]
    return "", [*loose, *tops]


def _is_excerpt(loose: list[ClauseNode], top: ClauseNode) -> bool:
    """True if the only heading at the top is the text's own title, not a level within it.

    A line or two of a web site may stand before 第二節, but what stands before 第一章 is a title.
    """
    is_short = all(len(clause.pieces[0]) <= LONGEST_HEADING for clause in loose)
    return not loose or (not top.begins_list and is_short and len(loose) <= _MOST_LINES_BEFORE)


def _paragraph(piece: Span) -> ClauseNode:
    return ClauseNode("paragraph", "", Span(piece.start, piece.start), [piece])


def _title(piece: Span) -> ClauseNode:
    title = ClauseNode("title", "", Span(piece.start, piece.start), [piece])
    title.heading = Heading(piece, piece.end)
    return title


def _nested(lines: tuple[VisibleLine, ...], openings: tuple[Opening, ...]) -> list[ClauseNode]:
    tops: list[ClauseNode] = []
    stack: list[ClauseNode] = []
    for position, opening in enumerate(openings):
        following = openings[position + 1] if position + 1 < len(openings) else None
        clause = _clause(lines, opening, following)
        del stack[opening.depth :]
        clause.parent = stack[-1] if stack else None
        (stack[-1].children if stack else tops).append(clause)
        stack.append(clause)
    return tops


def _clause(
    lines: tuple[VisibleLine, ...], opening: Opening, following: Opening | None
) -> ClauseNode:
    line, label = lines[opening.line], opening.label
    start = line.start + (0 if opening.first_on_line else label.start)
    content = line.start + label.content
    end, last = line.end, following.line if following else len(lines)
    if following and following.line == opening.line:
        between = line.text[label.content : following.label.start]
        end, last = content + len(between.rstrip()), opening.line + 1
    pieces = [Span(content, max(content, end))]
    pieces += [Span(later.start, later.end) for later in lines[opening.line + 1 : last]]
    label_span = Span(start, line.start + label.end)
    return ClauseNode(label.kind, label.canonical, label_span, pieces, label.is_first)


def _all_below(clauses: list[ClauseNode]) -> Iterator[ClauseNode]:
    for clause in clauses:
        yield clause
        yield from _all_below(clause.children)


def _raised(text: str, top: ClauseNode) -> tuple[str, list[ClauseNode]]:
    """A single heading that holds everything is the document's title, not a level of its own."""
    body = top.body_pieces
    if not body and not top.children:
        return "", [top]
    title_end = top.heading.span.end if top.heading else top.label.end
    body_start = top.heading.body_start if top.heading else title_end
    own = [piece for piece in top.pieces if piece.start < title_end or piece.end <= body_start]
    title = ClauseNode("title", "", top.label, own or [Span(title_end, title_end)])
    title.heading = top.heading
    for clause in top.children:
        clause.parent = None
    # Marks such as ## are not words of the title; a label such as 第二節 is.
    start = top.heading.span.start if top.heading and not top.canonical else top.label.start
    words = " ".join(Span(start, title_end).of(text).split())
    return words, [title, *map(_paragraph, body), *top.children]


def _move_closing_paragraphs(article: ClauseNode, text: str) -> None:
    """Give lines behind the last item of an article's list to the article that they belong to.

    A list that begins again behind such a paragraph is the paragraph's own.
    """
    children: list[ClauseNode] = []
    holder = article
    for index, item in enumerate(article.children):
        (children if holder is article else holder.children).append(item)
        item.parent = holder
        following = article.children[index + 1 : index + 2]
        if not following or following[0].begins_list:
            closing = _take_closing_lines(item, text)
            children.extend(closing)
            for paragraph in closing:
                paragraph.parent = article
                holder = paragraph
    article.children = children


def _take_closing_lines(item: ClauseNode, text: str) -> list[ClauseNode]:
    """Lines that follow the whole sentence of the last clause in `item`, taken out of it."""
    last = item
    while last.children:
        last = last.children[-1]
    first = 0 if len(last.pieces[0]) else 1
    if last.kind != "item" or first >= len(last.pieces):
        return []
    words = last.pieces[first].of(text).rstrip(_CLOSERS)
    if not words.endswith(("。", "｡", "！", "？", ".")):
        return []
    closing = [_paragraph(piece) for piece in last.pieces[first + 1 :]]
    del last.pieces[first + 1 :]
    return closing
