"""Where the page is, and links that open a clause in it."""

from __future__ import annotations

from urllib.parse import quote

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 7860
LOCAL_PAGE = f"http://{DEFAULT_HOST}:{DEFAULT_PORT}"
"""Where `zhangju serve` opens the page unless told otherwise."""


def deep_link(*, doc_id: str, address: str = "", base_url: str = "") -> str:
    """The link that opens Read at a clause, or at a document's beginning.

    It is relative to the page without `base_url`, where the page is served.

    >>> deep_link(doc_id="garden", address="一/2", base_url=LOCAL_PAGE)
    'http://127.0.0.1:7860/?doc=garden&at=%E4%B8%80/2'
    >>> deep_link(doc_id="garden", base_url="http://library.example/laws")
    'http://library.example/laws/?doc=garden&at='
    """
    page = quote(base_url.rstrip("/"), safe=":/?&=[]@%,;~+")
    return f"{page}{'/' if page else ''}?doc={quote(doc_id)}&at={quote(address)}"
