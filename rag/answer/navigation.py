"""Questions that name a clause: what does 二/4 say? 刑法第十七条"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.corpus import looks_like_address
from rag.corpus.numerals import HAN_NUMERALS, HEAVENLY_STEMS
from rag.index import DocumentSummary
from rag.search.authority import without_state
from rag.text import folded

_BEFORE = re.compile(
    r"^(?:请问|请|显示|打开|查看|阅读|看|what does|what do|what is in|what's in|show me|show|open|"
    r"read|go to|what's|what is)\s*(?:the\s+)?(?:clause\s+(?=[^\s]+))?"
)
_AFTER = re.compile(
    r"\s*(?:的内容是什么|的内容|是什么内容|内容是什么|说的是什么|说了什么|说什么|讲了什么|讲什么|写了什么|"
    r"有哪些内容|有哪些|有什么内容|有什么|包括什么|怎么说|是什么|规定了什么|规定什么|\bsays?|\bstate|\bmean)?[?.!\s]*$"
)
# Titles are compared only where this holds: there may be ten thousand of them.
_ENDS_IN_ADDRESS = re.compile(
    r"(?:第?[一二三四五六七八九十百千零〇\d]+[编章节条款项目]|[/.]\S{1,4})$"
)


def address_in(question: str) -> str | None:
    """The address that the whole question asks to see, as typed, or None.

    >>> address_in("二/4 說了什麼?"), address_in("what does 二/4 say?"), address_in("社區是什麼?")
    ('二/4', '二/4', None)
    """
    bare = _bare(question)
    return bare if bare and looks_like_address(bare) else None


def is_surely_an_address(typed: str) -> bool:
    """True for what is no word too, as 五四 and 十一 are.

    >>> is_surely_an_address("五四"), is_surely_an_address("第五条"), is_surely_an_address("五/4")
    (False, True, True)
    """
    return not set(typed) <= set(f"{HAN_NUMERALS}{HEAVENLY_STEMS}")


def address_in_document(
    question: str, documents: Iterable[DocumentSummary]
) -> tuple[str, str] | None:
    """The address and doc_id, if the question is a document's title and an address in it.

    The longest title that fits is meant; the name of the state before it may be left out.
    """
    bare = _bare(question).replace("<", "").replace(">", "")
    if not _ENDS_IN_ADDRESS.search(bare):
        return None
    best: tuple[int, str, str] | None = None
    for summary in documents:
        title = folded(summary.title)
        for name in {title, without_state(title)}:
            address = bare.removeprefix(name).lstrip(" 的,:")
            named = bool(name) and len(address) < len(bare)
            if named and (best is None or len(name) > best[0]) and looks_like_address(address):
                best = (len(name), address, summary.doc_id)
    return best[1:] if best else None


def _bare(question: str) -> str:
    return _AFTER.sub("", _BEFORE.sub("", folded(question).strip())).strip(" \"'")
