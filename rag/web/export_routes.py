"""The routes that take a notes file: its quotations checked, and study packs made of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from rag.cite.export import Format, export, format_named, study_pack
from rag.cite.notes import notes_from_json, parse_json
from rag.cite.verify_notes import (
    ComparedNote,
    ComparedQuotation,
    NotedStatus,
    count_statuses,
    verify_notes,
)
from rag.serialize import Json, citation_to_json
from rag.types import QueryError
from rag.web.refused import TOO_LARGE, refused

if TYPE_CHECKING:
    from rag.engine import Engine

_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f\\/:;*?"<>|\s]+')
_LONGEST_FILE_NAME = 60
_TAKES_JSON = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


def add_export_routes(router: APIRouter, engine: Engine) -> None:
    """Give `router` the routes over `engine`. Nothing of what they are sent is kept."""

    @router.post("/verify", openapi_extra=_TAKES_JSON)
    async def verify(request: Request) -> Response:
        """Say of every quotation of a notes file (the body) whether its source still says it."""
        return await _answered(request, lambda body: JSONResponse(_verified(engine, body)))

    @router.post("/export", openapi_extra=_TAKES_JSON, response_class=Response)
    async def export_notes(request: Request) -> Response:
        """Make a study pack of a notes file with "to": md, obsidian, docx, anki, csv or html.

        The body may also have "language", that of the labels: zh-Hant, zh-Hans or en.
        """
        base_url = str(request.base_url)
        return await _answered(request, lambda body: _exported(engine, body, base_url))


async def _answered(request: Request, answer: Callable[[Any], Response]) -> Response:
    """The answer to a posted body; checking a notebook takes a thread, not the whole server."""
    try:
        data = await request.body()
    except ClientDisconnect:
        return refused(TOO_LARGE, 413)
    return await run_in_threadpool(lambda: answer(parse_json(data)))


def _verified(engine: Engine, body: Any) -> Json:
    notes = verify_notes(notes_from_json(body), engine)
    counts = count_statuses(notes)
    return {
        "counts": {str(status): counts[status] for status in NotedStatus},
        "notes": [_note(note) for note in notes],
    }


def _note(note: ComparedNote) -> Json:
    return {"id": note.note.id, "quotations": [_quotation(q) for q in note.quotations]}


def _quotation(quotation: ComparedQuotation) -> Json:
    source = quotation.source
    return {
        "status": str(quotation.status),
        "source": None if source is None else citation_to_json(source),
    }


def _exported(engine: Engine, body: Any, base_url: str) -> Response:
    notes = notes_from_json(body)
    format_ = format_named(_word(body, "to"))
    language = _word(body, "language")
    pack = study_pack(notes, engine, base_url=base_url, language=language, made=datetime.now(UTC))
    return Response(
        export(pack, format_.name),
        media_type=format_.media_type,
        headers={"Content-Disposition": disposition(notes.title, format_)},
    )


def _word(body: Json, name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise QueryError(f'"{name}" is not a string; name a format or a language')
    return value


def disposition(title: str, format_: Format) -> str:
    """The header that names a download after the notes' title, also for old programs.

    >>> from rag.cite.export import FORMATS
    >>> disposition("期/末", FORMATS[0])
    "attachment; filename=zhangju-notes.md; filename*=UTF-8''%E6%9C%9F-%E6%9C%AB.md"
    """
    name = _NOT_IN_FILE_NAMES.sub("-", title)[:_LONGEST_FILE_NAME].strip("-. ")
    plain = f"zhangju-notes{format_.suffix}"
    named = quote(f"{name}{format_.suffix}" if name else plain, safe="")
    return f"attachment; filename={plain}; filename*=UTF-8''{named}"
