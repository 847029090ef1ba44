"""The HTTP route that cites a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query

from rag.cite.styles import DEFAULT_STYLE, csl_item, format_reference
from rag.serialize import Json

if TYPE_CHECKING:
    from rag.engine import Engine

_LONGEST_ADDRESS = 200
_LONGEST_URL = 2000


def add_cite_routes(router: APIRouter, engine: Engine) -> None:
    """Give `router` the route that cites, over `engine`."""

    @router.get("/cite")
    def cite(
        address: Annotated[str, Query(min_length=1, max_length=_LONGEST_ADDRESS)],
        doc: str | None = None,
        style: str = DEFAULT_STYLE,
        base_url: Annotated[str, Query(max_length=_LONGEST_URL)] = "",
    ) -> Json:
        """Cite a clause in a style, such as gbt7714, apa or bibtex.

        A link that opens it in the page at base_url follows, if that is given.
        """
        reference = engine.cite(address, doc or None, base_url=base_url)
        return {
            "style": style,
            "text": format_reference(reference, style),
            "reference": csl_item(reference),
        }
