"""CSL-JSON, the format of citation processors."""

from __future__ import annotations

import json
from typing import Any

from rag.cite.dates import date_parts
from rag.cite.names import Name, names_of
from rag.cite.reference import Reference
from rag.cite.styles.citation_key import citation_key


def format_csl_json(reference: Reference, number: int) -> str:
    """A list of one item, as processors read it. `number` is not used."""
    return json.dumps([csl_item(reference)], ensure_ascii=False, indent=2)


def csl_item(reference: Reference) -> dict[str, Any]:
    """A reference as an item: the clause in `section`, its link and parts in `custom`.

    `URL` is that of the document, or else the link to the clause. Unknown fields are left out.
    """
    item = {
        "id": citation_key(reference),
        "type": "chapter" if reference.book else "webpage" if reference.url else "book",
        "title": reference.shown_title,
        "container-title": reference.book,
        "author": [_name(name) for name in names_of(reference)],
        "publisher": reference.publisher,
        "publisher-place": reference.place,
        "issued": _date(reference.year),
        "accessed": _date(reference.accessed),
        "URL": reference.url or reference.link,
        "language": reference.language,
        "section": reference.locator,
        "custom": _custom(reference),
    }
    return {field: value for field, value in item.items() if value}


def _custom(reference: Reference) -> dict[str, str]:
    return {
        "doc_id": reference.doc_id,
        "address": reference.address,
        "heading": reference.heading,
        "link": reference.link,
    }


def _name(name: Name) -> dict[str, str]:
    if name.given:
        return {"family": name.family, "given": name.given}
    return {"literal": name.family}


def _date(written: str) -> dict[str, Any]:
    if not written:
        return {}
    parts = date_parts(written)
    return {"date-parts": [list(parts)]} if parts else {"literal": written}
