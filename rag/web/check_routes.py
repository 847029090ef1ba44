"""The route that checks notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from pydantic import BaseModel, Field

from rag.serialize import Json, checked_to_json

if TYPE_CHECKING:
    from rag.engine import Engine

# A tenth of what the command line takes: a page waits for its answer.
LONGEST_POSTED = 100_000


class PostedNotes(BaseModel):
    """The text of notes, Markdown or plain."""

    text: str = Field(max_length=LONGEST_POSTED)


def add_check_routes(router: APIRouter, engine: Engine) -> None:
    """Give `router` the route that checks the quotations in notes."""

    @router.post("/check")
    def check(notes: PostedNotes) -> Json:
        """Check each quotation in notes against the source; nothing is kept."""
        return checked_to_json(engine.check(notes.text))
