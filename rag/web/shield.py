"""What stands between the network and the page: hosts, headers, size limits, and shut routes.

Source text is escaped where HTML is made. This is the second wall: a content security policy
under which no script runs but those that this server names.
"""

from __future__ import annotations

import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.cite.notes import MOST_NOTES_BYTES
from rag.web.hosts import OwnHosts
from rag.web.refused import TOO_LARGE, refused

MOST_BODY_BYTES = 256 * 1024

# What the page itself calls. Everything else of Gradio's interface (uploads, files, proxies,
# component servers, run history) is shut.
_OPEN = (
    "/gradio_api/queue/join",
    "/gradio_api/queue/data",
    "/gradio_api/heartbeat/",
    "/gradio_api/cancel",
    "/gradio_api/reset",
    "/gradio_api/app_id",
    "/gradio_api/startup-events",
)
_GUARDED = ("/gradio_api", "/monitoring", "/login", "/logout", "/svelte", "/pwa_icon")
_COMPRESSED = ("/assets/", "/static/", "/gradio_api/")

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

# Gradio compiles its templates in the browser, hence 'unsafe-eval', and sets styles inline.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval' 'nonce-{nonce}'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class Shield:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, hosts: OwnHosts) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        app = _misdirected(scope, self.hosts) or _refusal(scope) or self.app
        await app(_plain_html(scope), _Limited(receive, _most_bytes(scope)), _Answer(send))


class _Limited:
    """A request whose body ends the connection when it grows too long."""

    def __init__(self, receive: Receive, most_bytes: int) -> None:
        self.receive = receive
        self.most_bytes = most_bytes
        self.received_bytes = 0

    async def __call__(self) -> Message:
        message = await self.receive()
        self.received_bytes += len(message.get("body", b""))
        if self.received_bytes > self.most_bytes:
            return {"type": "http.disconnect"}
        return message


class _Answer:
    """A response with the headers of every response; the scripts of a page carry its nonce."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.nonce = secrets.token_urlsafe(16)
        self.held_start: Message | None = None
        self.held_body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            headers.update(_HEADERS)
            headers["Content-Security-Policy"] = _POLICY.format(nonce=self.nonce)
            if headers.get("content-type", "").startswith("text/html"):
                self.held_start = message
                return
        if self.held_start is None:
            await self.send(message)
        else:
            await self._hold(message, self.held_start)

    async def _hold(self, message: Message, start: Message) -> None:
        self.held_body += message.get("body", b"")
        if message.get("more_body", False):
            return
        # No "<script" is in the data inside the page: Gradio writes its "<" as \u003c.
        marked = f'<script nonce="{self.nonce}"'.encode()
        body = self.held_body.replace(b"<script", marked)
        MutableHeaders(raw=start["headers"])["content-length"] = str(len(body))
        await self.send(start)
        await self.send({"type": "http.response.body", "body": body})


def _misdirected(scope: Scope, hosts: OwnHosts) -> ASGIApp | None:
    """The refusal of a request that names another server: a page elsewhere may have sent it."""
    if hosts.include(Headers(scope=scope).get("host", "")):
        return None
    # The name is not repeated: it is another's to choose.
    line = "this server has no such name; to give it one: zhangju serve --allow-host NAME"
    return refused(line, 421)


def _refusal(scope: Scope) -> ASGIApp | None:
    path = scope["path"]
    if path.startswith(_GUARDED) and not path.startswith(_OPEN):
        return refused("not found", 404)
    headers = Headers(scope=scope)
    declared = headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > _most_bytes(scope):
        return refused(TOO_LARGE, 413)
    return _foreign(headers) if _is_api_post(scope) else None


def _foreign(headers: Headers) -> ASGIApp | None:
    """The refusal of a post that a page of another site may have made its reader send.

    A page may post plain forms anywhere, but JSON only where it is allowed to, which nobody is.
    """
    if headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        return refused("post the body as JSON, with the header Content-Type: application/json", 415)
    origin = headers.get("origin")
    is_own = origin is None or origin.partition("://")[2] == headers.get("host")
    if not is_own or headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return refused("only the page itself may post here", 403)
    return None


def _is_api_post(scope: Scope) -> bool:
    return bool(scope["method"] == "POST" and scope["path"].startswith("/api/"))


def _most_bytes(scope: Scope) -> int:
    return MOST_NOTES_BYTES if _is_api_post(scope) else MOST_BODY_BYTES


def _plain_html(scope: Scope) -> Scope:
    """The request, asking for no compression where the response may be a page to be marked."""
    if scope["path"].startswith(_COMPRESSED):
        return scope
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": headers}
