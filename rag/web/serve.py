"""The page as a web server."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from rag.cite.links import DEFAULT_HOST, DEFAULT_PORT
from rag.types import RagError
from rag.web.hosts import OwnHosts, own_hosts

if TYPE_CHECKING:
    from fastapi import FastAPI

    from rag.engine import Engine

_LOCAL = OwnHosts()
_ASSETS = Path(__file__).parent
_MEDIA_TYPES = {
    "page.css": "text/css",
    "notes.css": "text/css",
    "address.js": "text/javascript",
    "copying.js": "text/javascript",
    "page.js": "text/javascript",
    "notebook.js": "text/javascript",
    "adding.js": "text/javascript",
    "notes.js": "text/javascript",
    "citing.js": "text/javascript",
    "checking.js": "text/javascript",
}


def serve(
    engine: Engine,
    host: str = DEFAULT_HOST,
    port: int = DEFAULT_PORT,
    *,
    allowed_hosts: Sequence[str] = (),
    announce: Callable[[str], object] = lambda url: None,
) -> None:
    """Serve the page and the HTTP routes over `engine` until interrupted.

    Requests may name the server by `allowed_hosts` too (see `rag.web.hosts`). `announce` is told
    the address once it is open. RagError, before anything is loaded, if the port cannot be had.
    """
    with _bound(host, port) as listener:
        address, port, *_ = listener.getsockname()
        hosts = own_hosts(address, host, allowed_hosts)
        import uvicorn  # with gradio, seconds to import

        app = build_app(engine, hosts)
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2)
        # Seconds, and the first question in pinyin would wait for them.
        Thread(target=engine.prepare_pinyin, name="pinyin", daemon=True).start()
        announce(f"http://{_in_url(host)}:{port}")
        uvicorn.Server(config).run(sockets=[listener])


def build_app(engine: Engine, hosts: OwnHosts = _LOCAL) -> FastAPI:
    """The whole application: the page at `/`, JSON under `/api`, their description at `/docs`.

    A request that names another server than one of `hosts` is refused.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
    import gradio as gr
    from fastapi import FastAPI

    from rag.web.api import add_routes
    from rag.web.desk import Desk
    from rag.web.layout import STYLE_URLS
    from rag.web.page import build_page
    from rag.web.shield import Shield
    from rag.web.theme import build_theme

    app = FastAPI(
        title="章句 Zhangju",
        description="Policy text, asked in any writing and answered in its own words, with proof.",
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(Shield, hosts=hosts)
    add_routes(app, engine)
    _add_assets(app)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        build_page(Desk(engine)),
        path="/",
        theme=build_theme(),
        head="".join(f'<link rel="stylesheet" href="{url}">' for url in STYLE_URLS),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
        max_file_size=1,
        allowed_paths=[],
    )
    return mounted


def _add_assets(app: FastAPI) -> None:
    from fastapi.responses import FileResponse

    # No parameter of what serves a file: FastAPI would take it from the request.
    def server_of(name: str) -> Callable[[], FileResponse]:
        return lambda: FileResponse(_ASSETS / name, media_type=_MEDIA_TYPES[name])

    for name in _MEDIA_TYPES:
        app.get(f"/zhangju/{name}", include_in_schema=False)(server_of(name))


def _bound(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or "no such port"
        raise RagError(
            f"cannot listen on {host}, port {port}: {reason}; choose another with --port"
        ) from error
    return listener


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
