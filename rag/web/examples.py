"""Questions to click: of the chapter that comes with Zhangju, or made of what is on the shelf."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from rag.text import Span, fold, folded, is_han
from rag.web.wording import Language

if TYPE_CHECKING:
    from rag.engine import Engine
    from rag.types import Document, Section

_CHAPTER = "community-building"

# Of so many documents, spread over the shelf, so many questions each are tried, and so many shown:
# of two editions of a law the one may answer whatever the other of a thousand articles is asked.
_DOCUMENTS_TRIED = 12
_QUESTIONS_TRIED = 6
_MADE = 4

_DEFINED = re.compile(
    r"本[^\s,.;:()\"]{1,10}所?称的?\"?(?P<term>[^\s,.;:()\"的]{2,10})\"?,?(?:是指|系指|指)"
)
_NAMES_A_LIST = re.compile(
    r"\w{3,12}(?:原[则則]|任[务務]|目[标標]|[条條]件|[职職][责責]|[内內]容|要求|措施|[权權]利|[义義]"
    r"[务務]|方法|特[点點]|作用|程序|[类類]型|形式|途[径徑]|功能)"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百]+[条條]")
_LONGEST_NAME = 20


class Example(NamedTuple):
    """A question, and the writing that it is in."""

    language: Language
    question: str


# In each of the writings that people ask in; the last has no answer there.
OF_THE_CHAPTER = (
    Example(Language.TRADITIONAL, "社區建設有哪些現實條件？"),
    Example(Language.SIMPLIFIED, "市协调领导小组里有哪些部门配合？"),
    Example(Language.ENGLISH, "Who leads the city coordination group?"),
    Example(Language.TRADITIONAL, "社區的人力物力要怎樣配置？"),
    Example(Language.SIMPLIFIED, "街规民约要明确什么？"),
    Example(Language.ENGLISH, "When does the library open?"),
)


def examples_of(engine: Engine) -> tuple[Example, ...]:
    """Some questions about the shelf: those of the chapter, if it is there, fewer of them where
    there are others; and of other documents such as are answered out of the document that they are
    about."""
    doc_ids = [summary.doc_id for summary in engine.documents()]
    others = [doc_id for doc_id in doc_ids if doc_id != _CHAPTER]
    made = tuple(islice(_answered(engine, others), _MADE))
    if len(others) == len(doc_ids):
        return made
    return (*(OF_THE_CHAPTER[: len(Language)] if made else OF_THE_CHAPTER), *made)


def _answered(engine: Engine, doc_ids: list[str]) -> Iterator[Example]:
    """The first question of each document, of those tried, that its own text answers."""
    apart = max(1, len(doc_ids) // _DOCUMENTS_TRIED)
    asked: set[str] = set()
    for doc_id in doc_ids[::apart][:_DOCUMENTS_TRIED]:
        made = _made_of(engine.document(doc_id), engine.sections(doc_id))
        for example in islice(made, _QUESTIONS_TRIED):
            if example.question not in asked and _is_answered(engine, example, doc_id):
                asked.add(example.question)
                yield example
                break


def _is_answered(engine: Engine, example: Example, doc_id: str) -> bool:
    cited = [c for s in engine.ask(example.question).sentences for c in s.citations]
    return bool(cited) and all(citation.doc_id == doc_id for citation in cited)


def _made_of(document: Document, sections: tuple[Section, ...]) -> Iterator[Example]:
    """Questions that a text may answer by its form: what a term means, what is in a list, what a
    clause says."""
    if document.language == Language.ENGLISH:
        for section in sections[:1]:
            yield Example(Language.ENGLISH, f"What does {section.address} say?")
        return
    language = Language(document.language)
    is_simplified = language is Language.SIMPLIFIED
    for term in _terms(document.text):
        yield Example(language, f"{term}是什{'么' if is_simplified else '麼'}意思？")
    children = Counter(section.parent for section in sections)
    for section in sections:
        if children[section.address] > 1 and _NAMES_A_LIST.fullmatch(section.heading):
            yield Example(language, f"{section.heading}有哪些？")
    for section in sections:
        if _ARTICLE.fullmatch(section.label) and len(document.title) <= _LONGEST_NAME:
            says = "规定什么" if is_simplified else "規定什麼"
            yield Example(language, f"{document.title}{section.label}{says}？")


def _terms(text: str) -> Iterator[str]:
    """The terms that a text defines, as it writes them."""
    view = fold(text)
    for match in _DEFINED.finditer(view.text):
        term = view.offsets.to_source(Span(*match.span("term"))).of(text)
        if is_han(folded(term)):
            yield term
