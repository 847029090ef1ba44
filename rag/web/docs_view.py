"""The OpenAPI description as a page of our own: the usual one loads its scripts from afar."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from rag.web.markup import join

_PAGE = Markup(
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    "<title>{title}: HTTP interface</title>"
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="stylesheet" href="zhangju/page.css"></head><body class="zj-docs"><main>'
    '<h1>{title}</h1><p>{description} <a href="openapi.json">openapi.json</a> describes it to '
    'programs; <a href="./">the page</a> is for people.</p>{routes}</main></body></html>'
)


def docs_view(openapi: dict[str, Any]) -> Markup:
    """Every route with its parameters, and a form that calls it."""
    routes = [
        _route(path, operation) if method == "get" else _posted(method, path, operation)
        for path, operations in openapi["paths"].items()
        for method, operation in operations.items()
    ]
    info = openapi["info"]
    return _PAGE.format(
        title=info["title"], description=info.get("description", ""), routes=join(routes)
    )


def _route(path: str, operation: dict[str, Any]) -> Markup:
    parameters = operation.get("parameters", [])
    return Markup(
        '<section><h2><code>GET {}</code></h2><p>{}</p><form action="{}" method="get">{}'
        "<button>GET</button></form></section>"
    ).format(
        path,
        operation.get("description", ""),
        path.lstrip("/"),
        join([_parameter(parameter) for parameter in parameters]),
    )


def _posted(method: str, path: str, operation: dict[str, Any]) -> Markup:
    """A route that takes JSON, for programs: what it takes is in its description."""
    return Markup("<section><h2><code>{} {}</code></h2><p>{}</p></section>").format(
        method.upper(), path, operation.get("description", "")
    )


def _parameter(parameter: dict[str, Any]) -> Markup:
    schema = parameter["schema"]
    return Markup('<label><code>{}</code> <input name="{}" type="{}" value="{}"{}></label>').format(
        parameter["name"],
        parameter["name"],
        "number" if schema.get("type") == "integer" else "text",
        schema.get("default", ""),
        Markup(" required") if parameter.get("required") else "",
    )
