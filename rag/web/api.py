"""The plain HTTP routes beside the page: the same answers, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from rag.search.parse import LONGEST_QUESTION
from rag.serialize import Json, answer_to_json, clause_to_json, search_to_json
from rag.text import Span
from rag.types import QueryError, RagError
from rag.web.check_routes import add_check_routes
from rag.web.cite_routes import add_cite_routes
from rag.web.docs_view import docs_view
from rag.web.export_routes import add_export_routes
from rag.web.quoting import quotation_at
from rag.web.refused import TOO_LARGE, refused

if TYPE_CHECKING:
    from rag.engine import Engine

_MOST_HITS = 100

Text = Annotated[str, Query(min_length=1, max_length=LONGEST_QUESTION)]


def add_routes(app: FastAPI, engine: Engine) -> None:
    """Give `app` the routes over `engine`, and for every error `{"error": one clear line}`."""
    app.include_router(_router(engine))
    app.add_exception_handler(RagError, _error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(docs_view(app.openapi()))


def _router(engine: Engine) -> APIRouter:
    router = APIRouter(
        prefix="/api", responses={400: {"description": '{"error": what to change, in a line}'}}
    )

    @router.get("/ask")
    def ask(question: Text) -> Json:
        """Answer a question with verbatim, cited sentences, or say that the text does not."""
        return answer_to_json(engine.ask(question))

    @router.get("/search")
    def search(query: Text, k: Annotated[int, Query(ge=1, le=_MOST_HITS)] = 10) -> Json:
        """Find passages by words, "phrases", AND OR NOT, prefix*, in:二/4, doc:ID, with counts."""
        return search_to_json(engine.look_up(query, k))

    @router.get("/show")
    def show(address: Text, doc: str | None = None) -> Json:
        """Show a clause by its address, loosely typed, with what stands above and below it."""
        return clause_to_json(engine.show(address, doc or None))  # a form sends what is left empty

    @router.get("/quote")
    def quote(
        doc: str, start: Annotated[int, Query(ge=0)], end: Annotated[int, Query(ge=0)]
    ) -> Json:
        """Quote a document from start to end (in code points), with proof, as notes keep it."""
        if end < start:
            raise QueryError(f"a quotation cannot end ({end}) before it starts ({start})")
        return quotation_at(engine, doc, Span(start, end))

    @router.get("/documents")
    def documents(doc: Annotated[list[str] | None, Query()] = None) -> list[Json]:
        """List the documents, or those of the given ids."""
        wanted = set(filter(None, doc or ()))
        return [
            {
                "doc_id": summary.doc_id,
                "title": summary.title,
                "language": summary.language,
                "passages": summary.passages,
            }
            for summary in engine.documents()
            if not wanted or summary.doc_id in wanted
        ]

    add_cite_routes(router, engine)
    add_export_routes(router, engine)
    add_check_routes(router, engine)

    @router.api_route("/{path:path}", methods=["GET", "POST"], include_in_schema=False)
    def nothing(path: str) -> JSONResponse:
        """Refuse what is no route; else the page, which is mounted behind, would do so its way."""
        return refused("no such route; those there are: /docs", 404)

    return router


def _error(request: Request, error: Exception) -> JSONResponse:
    return refused(str(error), 400 if isinstance(error, QueryError) else 500)


def _refused(request: Request, error: Exception) -> JSONResponse:
    """What the framework refuses; a body that was too large is lost to it on the way."""
    if not isinstance(error, HTTPException):
        raise TypeError(f"{type(error).__name__} is no refusal")
    if isinstance(error.__cause__, ClientDisconnect):
        return refused(TOO_LARGE, 413)
    return refused(str(error.detail), error.status_code)


def _invalid(request: Request, error: Exception) -> JSONResponse:
    """What is wrong where; what was sent is not said back, for it may be long, or no text."""
    if not isinstance(error, RequestValidationError):
        raise TypeError(f"{type(error).__name__} says nothing of a request")
    said = (
        f"{'.'.join(map(str, one['loc'][1:] or one['loc']))}: {one['msg']}"
        for one in error.errors()
    )
    return refused("; ".join(said), 422)
