"""Questions that ask to see clauses: what does 二/4 say? 刑法第十七条 二/4 和 二/5 有什麼區別?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from rag.answer.candidates import Quoted, said_in
from rag.answer.choose import Choice
from rag.answer.lists import children_of, item_span
from rag.corpus import DOCUMENTS_LEAFED, find_section, looks_like_address, nearest_named
from rag.corpus.numerals import HAN_NUMERALS, HEAVENLY_STEMS
from rag.index import DocumentSummary
from rag.refusals import NoClause
from rag.search import Searcher, as_typed, place_named
from rag.search.places import clause_anywhere
from rag.text import folded
from rag.types import AnswerKind

_BEFORE = re.compile(
    r"^(?:请问|请|显示|打开|查看|阅读|看|what does|what do|what is in|what's in|show me|show|open|"
    r"read|go to|what's|what is)\s*(?:the\s+)?(?:clause\s+(?=[^\s]+))?"
)
_AFTER = re.compile(
    # White space is taken whole, and once: given back space by space, 2,000 of them took a minute.
    r"(?<!\s)\s*+(?:的内容是什么|的内容|是什么内容|内容是什么|说的是什么|说了什么|说什么|讲了什么|讲什么|写了什么|"
    r"有哪些内容|有哪些|有什么内容|有什么|包括什么|怎么说|是什么|规定了什么|规定什么|\bsays?|\bstate|\bmean)?[?.!\s]*$"
)
# What is said around two places that are to be compared.
_COMPARING = re.compile(
    r"^(?:(?:比较|对比|说明)(?:一下)?|(?:please )?compare\b|how do\b|"
    r"(?:the )?(?:main )?differences? between\b|are\b)\s*"
)
_COMPARED = re.compile(
    r"\s*(?:之间|相比|比较|比起来)?(?:的|有着?|存在)?(?:什么|哪些|何)?(?:本质|主要|根本)?"
    r"(?:(?:区别|不同|不一样|差别|差异|异同)(?:之处|点)?(?:是什么|有哪些|在哪[里儿]?)?|\bdiffer(?:ent)?)"
    r"[?.!\s]*$"
)
_JOINED = re.compile(r"\s*(?:[,、;]|以及|[和与跟同及]|\b(?:and|vs\.?|versus|with|to)\s)\s*")


def address_in(question: str) -> str | None:
    """The address that the whole question asks to see, folded, or None.

    >>> address_in("二/4 說了什麼?"), address_in("what does 二/4 say?"), address_in("社區是什麼?")
    ('二/4', '二/4', None)
    """
    bare = _bare(question)
    return bare if bare and looks_like_address(bare) else None


def parts_in(question: str) -> tuple[str, ...]:
    """The two things or more that the question asks to see or to compare, folded; or none.

    >>> parts_in("二/4 和 二/5 有什麼區別?"), parts_in("compare 二/4 and 二/5"), parts_in("二/4")
    (('二/4', '二/5'), ('二/4', '二/5'), ())
    """
    bare = _bare(_COMPARED.sub("", folded(question).strip()))
    parts = tuple(part.strip() for part in _JOINED.split(_COMPARING.sub("", bare)))
    return parts if len(parts) > 1 else ()


def is_surely_an_address(typed: str) -> bool:
    """True for what is no word too, as 五四 and 十一 are.

    >>> is_surely_an_address("五四"), is_surely_an_address("第五条"), is_surely_an_address("五/4")
    (False, True, True)
    """
    return not set(typed) <= set(f"{HAN_NUMERALS}{HEAVENLY_STEMS}")


def address_in_document(
    question: str, documents: Iterable[DocumentSummary]
) -> tuple[str, str] | None:
    """The address and doc_id, if the question asks to see a place that names its document."""
    return place_named(_bare(question), documents)


def clauses_asked(searcher: Searcher, question: str) -> Choice | None:
    """The clauses at the address that the question asks to see, or at each of several; None if it
    asks for none. Where nothing is there and the address can be no word, none of them, and why.

    QueryError if such an address could be in any of more documents than are leafed through.
    """
    refusal: NoClause | None = None
    for places in _places_asked(searcher, question):
        choices = [_clauses_at(searcher, *place) for place in places]
        if all(choice.quoted for choice in choices):
            quoted = chain.from_iterable(choice.quoted for choice in choices)
            return replace(choices[0], quoted=tuple(dict.fromkeys(quoted)))
        if all(is_surely_an_address(address) for address, _ in places):
            address, doc_ids = next(
                place for place, found in zip(places, choices, strict=True) if not found.quoted
            )
            (typed,) = as_typed(question, [address])
            if not doc_ids:
                count = len(searcher.store.documents())
                raise clause_anywhere(typed, count, shown=typed)
            sections = tuple(chain.from_iterable(map(searcher.store.sections, doc_ids)))
            refusal = NoClause(typed, nearest_named(sections, address))
    if refusal is None:
        return None
    return Choice(AnswerKind.NAVIGATION, (), 0.0, refusal=refusal)


_Place = tuple[str, Sequence[str]]
"""An address, and the documents to look in."""


def _places_asked(searcher: Searcher, question: str) -> list[list[_Place]]:
    """The places that the question asks to see: as one, and if it can be read so, as several.

    On a large shelf an address that names no document has no documents to look in: what the first
    of them say there, or lack, tells nothing of the others.
    """
    documents = searcher.store.documents()
    is_leafed = len(documents) <= DOCUMENTS_LEAFED
    everywhere = [summary.doc_id for summary in documents] if is_leafed else []
    readings: list[list[_Place]] = []
    # A document may be called what could be an address: d9, 第一章.
    if named := address_in_document(question, documents):
        readings.append([(named[0], [named[1]])])
    elif address := address_in(question):
        readings.append([(address, everywhere)])
    several: list[_Place] = []
    for part in parts_in(question):
        if named := place_named(part, documents):
            several.append((named[0], [named[1]]))
        elif looks_like_address(part):
            # Behind a place that names its document, an address alone is in that one too.
            several.append((part, several[-1][1] if several else everywhere))
        else:
            return readings
    return [*readings, several] if several else readings


def _clauses_at(searcher: Searcher, address: str, doc_ids: Sequence[str]) -> Choice:
    """The clause at an address, in every document that has it: heading, body, what is below."""
    quoted: list[Quoted] = []
    for doc_id in doc_ids:
        sections = searcher.store.sections(doc_id)
        section = find_section(sections, address)
        if section is None:
            continue
        document = searcher.store.document(doc_id)
        quoted += said_in(document, section)
        quoted += [
            Quoted(document, child, item_span(child, document.text))
            for child in children_of(sections, section.address)
        ]
    return Choice(AnswerKind.NAVIGATION, tuple(quoted), float(bool(quoted)))


def _bare(question: str) -> str:
    return _AFTER.sub("", _BEFORE.sub("", folded(question).strip())).strip(" \"'")
