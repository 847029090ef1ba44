"""Addresses that name their document: [community-building 二/4], 刑法第十七条, 《刑法》第十七条."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.corpus import looks_like_address
from rag.index import DocumentSummary
from rag.search.authority import without_state
from rag.text import folded
from rag.types import QueryError

# Titles are compared only where one of these holds: there may be ten thousand of them.
_ENDS_IN_ADDRESS = re.compile(
    r"(?:第?[一二三四五六七八九十百千零〇\d]+[编章节条款项目]|[/.]\S{1,4})$"
)
_BETWEEN = re.compile(r"[ :]")
# What is longer is no address, and is not read again from each of its spaces.
_LONGEST_ADDRESS = 50


def place_named(typed: str, documents: Iterable[DocumentSummary]) -> tuple[str, str] | None:
    """The address, folded, and the doc_id, if `typed` is a document's id or title and an address.

    That is how answers print it (`[doc_id 二/4]`), how errors do (`doc_id:二/4`), and how people
    cite a law. The longest name that fits is meant; the state before a title may be left out.
    """
    bare = folded(typed).strip().removeprefix("[").removesuffix("]")
    bare = bare.replace("<", "").replace(">", "").strip()
    parted = {
        bare[: gap.start()].strip(): bare[gap.end() :].strip()
        for gap in _BETWEEN.finditer(bare)
        if len(bare) - gap.end() <= _LONGEST_ADDRESS and looks_like_address(bare[gap.end() :])
    }
    is_joined = _ENDS_IN_ADDRESS.search(bare) is not None
    if not parted and not is_joined:
        return None
    best: tuple[int, str, str] | None = None
    for summary in documents:
        title = folded(summary.title)
        for name in (folded(summary.doc_id), title, without_state(title)):
            address = parted.get(name) or (_behind(name, bare) if is_joined else "")
            if address and (best is None or len(name) > best[0]):
                best = (len(name), address, summary.doc_id)
    return best[1:] if best else None


def clause_anywhere(address: str, documents: int, *, shown: str) -> QueryError:
    """The error for an address, `shown` in its message, that could be in any of so many documents,
    more than are leafed through."""
    return QueryError(
        f"{shown} could be in any of {documents:,} documents; name one",
        "clause_anywhere",
        address=address,
        documents=f"{documents:,}",
    )


def _behind(name: str, bare: str) -> str:
    """The address that follows a name directly; empty if there is none."""
    address = bare.removeprefix(name).lstrip(" 的,:")
    return address if name and len(address) < len(bare) and looks_like_address(address) else ""
