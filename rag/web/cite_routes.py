"""The HTTP route that cites a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request

from rag.cite.styles import DEFAULT_STYLE, csl_item, format_reference
from rag.serialize import Json

if TYPE_CHECKING:
    from rag.engine import Engine

_LONGEST_ADDRESS = 200


def add_cite_routes(router: APIRouter, engine: Engine) -> None:
    """Give `router` the route that cites, over `engine`."""

    @router.get("/cite")
    def cite(
        request: Request,
        address: Annotated[str, Query(min_length=1, max_length=_LONGEST_ADDRESS)],
        doc: str | None = None,
        style: str = DEFAULT_STYLE,
    ) -> Json:
        """Cite a clause in a style, such as gbt7714, apa or bibtex, with a link to it here."""
        reference = engine.cite(address, doc, base_url=str(request.base_url))
        return {
            "style": style,
            "text": format_reference(reference, style),
            "reference": csl_item(reference),
        }
