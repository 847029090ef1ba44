"""Links that open a clause in the page."""

from __future__ import annotations

from urllib.parse import quote

LOCAL_PAGE = "http://127.0.0.1:7860/"
"""Where `zhangju serve` opens the page unless told otherwise."""


def deep_link(base_url: str, doc_id: str, address: str) -> str:
    """The link that opens Read at a clause.

    >>> deep_link("http://127.0.0.1:7860/", "garden", "一/2")
    'http://127.0.0.1:7860/?doc=garden&at=%E4%B8%80/2'
    """
    page = quote(base_url, safe=":/?&=[]@%,;~+")
    return f"{page}?doc={quote(doc_id)}&at={quote(address)}"
