"""What running text tells in turn: sentences that open with 第一, 第二 behind an announcement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.answer.candidates import Quoted, body_sentences
from rag.answer.lists import announces
from rag.corpus.numerals import number
from rag.search import Searcher
from rag.text import folded

_NUMERAL = r"[一二三四五六七八九十]{1,2}"
_SPEAKER = r"(?:[^\s,.;:?!]{1,8}:)?"
_NUMBERED = (
    re.compile(rf"{_SPEAKER}\"?第(?P<place>{_NUMERAL})(?:[,:]|是|[个点项种](?:[,:是]|就是))"),
    re.compile(rf"{_SPEAKER}\"?(?P<place>{_NUMERAL})(?:是|来[,是]|则)"),
    re.compile(rf"{_SPEAKER}\"?其(?P<place>{_NUMERAL})(?:[,:是]|则|为)"),
)
_FIRST = re.compile(rf"{_SPEAKER}\"?首先")
_NEXT = re.compile(rf"{_SPEAKER}\"?(?:其次|再次|再者|再来|接着|然后|最后)")
_STATED = re.compile(
    rf"(?<![第十百千\d])(?P<count>[两2-9]|(?!一[^二三四五六七八九十]){_NUMERAL})"
    r"(?:大|个(?![月人小])|[项点种类件条步]|方面)"
)

# What may stand between an announcement and the first thing, and between two things: sentences that
# go on about the one before.
_BEFORE_FIRST = 1
_BETWEEN = 5


@dataclass(frozen=True, slots=True)
class _Row:
    """Sentences found so far, and the form that counts them; None for 首先, 其次."""

    form: re.Pattern[str] | None
    found: tuple[Quoted, ...] = ()

    def goes_on(self, text: str) -> bool:
        """True if a folded sentence opens with the next place in the row."""
        if self.form is None:
            return (_NEXT if self.found else _FIRST).match(text) is not None
        match = self.form.match(text)
        return match is not None and number(match["place"]) == len(self.found) + 1


def told_in_turn(searcher: Searcher, sentence: Quoted) -> tuple[Quoted, ...]:
    """The sentences of a row that a sentence announces, by a colon or by how many things there are.

    Empty unless there are two; what stands behind a place that is left out is no more of the row.
    """
    text = folded(sentence.span.of(sentence.document.text))
    stated = _STATED.search(text)
    if not (announces(text) or stated):
        return ()
    rows = (_row(searcher, sentence, form) for form in (*_NUMBERED, None))
    longest = max(rows, key=lambda row: len(row.found))
    # 最后 may open what is no more of the row.
    most = number(stated["count"]) if stated and longest.form is None else None
    return longest.found[:most] if len(longest.found) > 1 else ()


def _row(searcher: Searcher, sentence: Quoted, form: re.Pattern[str] | None) -> _Row:
    row = _Row(form)
    between = 0
    for said in _following(searcher, sentence):
        if row.goes_on(folded(said.span.of(said.document.text))):
            row = _Row(form, (*row.found, said))
            between = 0
        elif between == (_BETWEEN if row.found else _BEFORE_FIRST):
            break
        else:
            between += 1
    return row


def _following(searcher: Searcher, sentence: Quoted) -> Iterator[Quoted]:
    """The sentences behind one: of its own clause, and of the paragraphs that follow it there."""
    document, section = sentence.document, sentence.section
    for span in body_sentences(document, section):
        if span.start >= sentence.span.end:
            yield Quoted(document, section, span)
    for other in searcher.store.sections(document.doc_id):
        if other.span.start < section.span.end:
            continue
        if other.kind != "paragraph" or other.parent != section.parent:
            return
        yield from (Quoted(document, other, span) for span in body_sentences(document, other))
