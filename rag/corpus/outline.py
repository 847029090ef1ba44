"""Which labelled lines are clauses, and which clause each lies in.

No order of levels is fixed beforehand: 一、→1.→(1), 一、→(一)→1. and 第一章→第一條→一、 are all
found in use. A document teaches its own order by opening each family of labels below another. A
label is believed when it continues a list that is open, or begins one; what looks like a label
but fits no numbering (`5.` after `2.`, `1500戶`) is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.corpus.headings import is_title_like, underline_level
from rag.corpus.label import Label, next_number_follows, without_gaps
from rag.corpus.labels import heading_labels, read_labels

# Families whose rank is the same in every document; all others are learnt.
_RANKS = {f"markdown {level}": level - 10 for level in range(1, 7)} | {
    "appendix": 0,
    "part": 1,
    "chapter": 2,
    "section": 3,
    "article": 4,
}
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_CONTENTS = re.compile(r"目[錄录次]|contents|tableofcontents", re.IGNORECASE)
_FENCE = re.compile(r"(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)$")
_LOOK_AHEAD = 300
_LARGEST_GAP = 3

# Deeper than any document goes; what is labelled below is text of the clause that it stands in.
_DEEPEST = 32


@dataclass(frozen=True, slots=True)
class VisibleLine:
    """A line of the text that is not blank, without the white space around it."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where its last visible character ends."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Opening:
    """A clause that begins in `lines[line]`, `depth` levels below the top.

    `first_on_line` is False for a second label on one line (`第一條 一、…`).
    """

    line: int
    depth: int
    label: Label
    first_on_line: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    line: int
    options: tuple[Label, ...]
    first_on_line: bool


def visible_lines(text: str) -> tuple[VisibleLine, ...]:
    """The lines of `text` that are not blank, in order."""
    lines: list[VisibleLine] = []
    for match in _LINE.finditer(text):
        visible = match[0].strip()
        if visible:
            lead = len(match[0]) - len(match[0].lstrip())
            lines.append(VisibleLine(match.start() + lead, visible))
    return tuple(lines)


def outline(lines: tuple[VisibleLine, ...]) -> tuple[Opening, ...]:
    """The clauses that begin in `lines`, in order, each with its depth."""
    candidates: list[_Candidate] = []
    for index, line in enumerate(lines):
        if level := _underlined_level(lines, index):
            candidates.append(_Candidate(index, heading_labels(line.text, level, 0), True))
        else:
            candidates += _candidates(index, line.text)
    skipped = _contents_lines(lines, candidates) | _fenced_lines(lines)
    return _Outliner([c for c in candidates if c.line not in skipped]).openings()


def _underlined_level(lines: tuple[VisibleLine, ...], index: int) -> int:
    """The level of a heading that stands alone on its line, underlined on the next; else 0."""
    line, following = lines[index], lines[index + 1 : index + 2]
    if not following or following[0].start != line.end + 1 or not is_title_like(line.text):
        return 0
    if index and line.start < lines[index - 1].end + 2:
        return 0
    return 0 if underline_level(line.text) else underline_level(following[0].text)


def _candidates(index: int, line: str) -> Iterator[_Candidate]:
    options = read_labels(line)
    first_on_line = True
    while options:
        yield _Candidate(index, options, first_on_line)
        options = _labels_further_on(line, options[0])
        first_on_line = False


def _labels_further_on(line: str, before: Label) -> tuple[Label, ...]:
    """Labels right behind a label (`第三條 一、…`): only the first of a list is believed there."""
    if before.family in _RANKS and before.family != "article":
        at = re.search(r"(?<=[ \t\u3000\xa0])第[ \t\u3000\xa0]*\S", line[before.content :])
        start = before.content + at.start() if at else len(line)
        further = read_labels(line, start)
        return tuple(label for label in further if _is_below(label, before))
    if before.end == before.content and before.family == "article":
        return ()
    further = read_labels(line, before.content)
    return tuple(
        label
        for label in further
        if label.is_first and label.is_strong and _is_below(label, before)
    )


def _is_below(label: Label, upper: Label) -> bool:
    if label.family in _RANKS:
        return upper.family in _RANKS and _RANKS[upper.family] < _RANKS[label.family]
    return label.family != upper.family


def _contents_lines(lines: tuple[VisibleLine, ...], candidates: list[_Candidate]) -> frozenset[int]:
    """Lines of a table of contents: labels after 目錄 up to where the first of them comes again."""
    for index, line in enumerate(lines):
        if len(line.text) < 20 and _CONTENTS.fullmatch(without_gaps(line.text).strip("#:")):
            listed = [c for c in candidates if c.line > index]
            first = listed[0].options[0] if listed else None
            again = next(
                (
                    c.line
                    for c in listed[1:]
                    if first
                    and (c.options[0].family, c.options[0].number) == (first.family, first.number)
                ),
                None,
            )
            if again is not None:
                return frozenset(range(index, again))
    return frozenset()


def _fenced_lines(lines: tuple[VisibleLine, ...]) -> frozenset[int]:
    """The lines of fenced code, whose comments (`# …`) look like headings."""
    fenced: set[int] = set()
    opened: tuple[int, str] | None = None
    for index, line in enumerate(lines):
        fence = _FENCE.match(line.text)
        if opened is None and fence:
            opened = index, fence["marks"]
        elif opened is not None and fence and not fence["info"]:
            start, marks = opened
            if fence["marks"].startswith(marks):
                fenced.update(range(start, index + 1))
                opened = None
    return frozenset(fenced)


class _Outliner:
    """Reads candidates in order, keeping the clauses that are open."""

    def __init__(self, candidates: list[_Candidate]) -> None:
        self._candidates = candidates
        self._open: list[Label] = []
        self._last: dict[str, tuple[int, ...]] = {}
        self._above: set[tuple[str, str]] = set()

    def openings(self) -> tuple[Opening, ...]:
        openings: list[Opening] = []
        for position, candidate in enumerate(self._candidates):
            if not candidate.first_on_line and (
                not openings or openings[-1].line != candidate.line
            ):
                continue
            for label in candidate.options:
                depth = self._depth(label, position)
                if depth is not None and depth < _DEEPEST:
                    self._accept(label, depth)
                    opening = Opening(candidate.line, depth, label, candidate.first_on_line)
                    openings.append(opening)
                    break
        return tuple(openings)

    def _accept(self, label: Label, depth: int) -> None:
        del self._open[depth:]
        self._above.update((upper.family, label.family) for upper in self._open)
        self._open.append(label)
        self._last[label.family] = label.number

    def _depth(self, label: Label, position: int) -> int | None:
        """How many open clauses `label` lies in; None if it is not a clause after all."""
        siblings = [d for d, upper in enumerate(self._open) if upper.family == label.family]
        if label.family.startswith("markdown"):
            return siblings[-1] if siblings else self._depth_below(label, position)
        following = [
            depth
            for depth in siblings
            if next_number_follows(label.number, self._open[depth].number)
        ]
        if following and not (label.family == "article" and self._comes_again(label, position)):
            alike = [d for d in following if self._open[d].style == label.style]
            return (alike or following)[-1]
        if label.is_first:
            return self._depth_of_first(label, position, siblings)
        if siblings:
            return siblings[-1] if self._is_plausible_gap(label, siblings[-1], position) else None
        return self._depth_of_resumed(label, position)

    def _depth_of_first(self, label: Label, position: int, siblings: list[int]) -> int | None:
        if not label.is_strong and not self._continues(label, position):
            return None
        if not siblings:
            return self._depth_below(label, position)
        # Inside an article of a list (一、→第一條→一、) a list is a new one; others begin again.
        for depth in range(siblings[-1] + 1, len(self._open)):
            if self._open[depth].kind == "article" and label.kind == "item":
                return self._depth_below(label, position, at_least=depth + 1)
        sibling = self._open[siblings[-1]]
        if sibling.style != label.style and self._continues(sibling, position):
            return self._depth_below(label, position)
        return siblings[-1]

    def _depth_of_resumed(self, label: Label, position: int) -> int | None:
        """Of a label that begins a list, but not with its first number."""
        last = self._last.get(label.family)
        if last is not None and next_number_follows(label.number, last):
            return self._depth_below(label, position)
        if not label.is_strong and label.family != "article":
            return None
        if last is None:
            opens_the_text = self._candidates[position].line == 0
            is_sure = label.is_strong and (opens_the_text or label.family in _RANKS)
            believed = is_sure or self._continues(label, position)
        else:
            believed = label.family in _RANKS and (
                label.family != "article" or label.number > last or self._continues(label, position)
            )
        return self._depth_below(label, position) if believed else None

    def _comes_again(self, label: Label, position: int) -> bool:
        """True for a mere reference: `第六條规定的…`, before the article 6 that it refers to."""
        if label.is_strong:
            return False
        following = self._next_article(position)
        return following is not None and following.number == label.number

    def _is_followed_at_once(self, label: Label, position: int) -> bool:
        following = self._next_article(position)
        return following is not None and next_number_follows(following.number, label.number)

    def _next_article(self, position: int) -> Label | None:
        later = (c.options[0] for c in self._candidates[position + 1 : position + _LOOK_AHEAD])
        return next((label for label in later if label.family == "article"), None)

    def _is_plausible_gap(self, label: Label, depth: int, position: int) -> bool:
        before = self._open[depth].number
        if not label.is_strong:
            gap = label.number[0] - before[0]
            is_near = label.family == "article" and 0 < gap <= _LARGEST_GAP
            return is_near and self._is_followed_at_once(label, position)
        if label.family in _RANKS:
            return label.family != "article" or label.number >= before
        return before <= label.number and label.number[0] - before[0] <= _LARGEST_GAP

    def _depth_below(self, label: Label, position: int, at_least: int = 0) -> int:
        """Below the innermost open clause that the document has not shown to be a lower level."""
        depth = len(self._open)
        if label.kind == "subsection" and self._heads_next_article(position):
            depth = next((d for d, up in enumerate(self._open) if up.family == "article"), depth)
        while depth > at_least and self._outranks(label.family, self._open[depth - 1].family):
            inner = self._open[depth - 1]
            if inner.family not in _RANKS and self._continues(inner, position):
                break
            depth -= 1
        return depth

    def _heads_next_article(self, position: int) -> bool:
        """True if the next label is the article that follows: 第一款 is a heading above it."""
        for candidate in self._candidates[position + 1 : position + 2]:
            label, last = candidate.options[0], self._last.get("article")
            return label.family == "article" and last is not None and label.number > last
        return False

    def _outranks(self, family: str, other: str) -> bool:
        if family in _RANKS and other in _RANKS:
            return _RANKS[family] <= _RANKS[other]
        if (family, other) in self._above:
            return (other, family) not in self._above
        heads = family in _RANKS and family != "article"
        return heads and (other, family) not in self._above

    def _continues(self, label: Label, position: int) -> bool:
        """True if the list of `label` goes on before any list around it does."""
        for candidate in self._candidates[position + 1 : position + 1 + _LOOK_AHEAD]:
            for option in candidate.options:
                if option.family == label.family and next_number_follows(
                    option.number, label.number
                ):
                    return True
            first = candidate.options[0]
            if any(
                first.family == upper.family and next_number_follows(first.number, upper.number)
                for upper in self._open
            ):
                return False
        return False
