"""The name that a reference has in a reference manager."""

from __future__ import annotations

import re
from hashlib import sha256

from rag.cite.reference import Reference
from rag.corpus import address_key


def citation_key(reference: Reference) -> str:
    """A key in ASCII, always the same for a clause, and another for every other clause.

    >>> citation_key(Reference("law", "", "zh-Hant", "二/4"))
    'law-2-4-dbab1e47fd'
    """
    identity = f"{reference.doc_id}\n{reference.address}"
    readable = f"{reference.doc_id} {address_key(reference.address)}"
    words = re.findall(r"[A-Za-z0-9]+", readable)
    return "-".join((*words, sha256(identity.encode("utf-8")).hexdigest()[:10]))
