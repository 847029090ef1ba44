"""A real browser before the real page; every page must end without a console error."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from rag.web.serve import build_app
from tests.web.shelf import shelf

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_START_SECONDS = 90
# What Gradio says when a page is left before an answer has come.
_CUT_OFF = ("AbortError", "Connection errored out")

OpenPage = Callable[..., Page]


# Playwright keeps an event loop in this thread, so these live no longer than the tests here:
# others start loops of their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; without one these tests are skipped, but never where CI is set."""
    if not CHROMIUM.exists():
        message = f"no browser at {CHROMIUM}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def site(index: Path) -> Iterator[str]:
    """The address of `python app.py` over the corpus, with the bundled models."""
    port = _free_port()
    command = [sys.executable, "app.py", "--port", str(port), "--index", str(index)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(url, lambda: process.poll() is None)
            yield url
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def hostile_site() -> Iterator[str]:
    """The address of the same page over a shelf with a document full of attacks."""
    port = _free_port()
    servers: list[uvicorn.Server] = []

    async def served() -> None:
        # Built inside the loop: outside one, Gradio opens loops that it never closes.
        config = uvicorn.Config(build_app(shelf()), port=port, log_level="warning")
        servers.append(uvicorn.Server(config))
        await servers[0].serve()

    thread = threading.Thread(target=lambda: asyncio.run(served()))
    thread.start()
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, thread.is_alive)
        yield url
    finally:
        for server in servers:
            server.should_exit = True
        thread.join()


@pytest.fixture(scope="package")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One context for all: its cache saves a second a page."""
    with browser.new_context(locale="en-US", reduced_motion="reduce") as shared:
        shared.grant_permissions(["clipboard-read", "clipboard-write"])
        yield shared


@pytest.fixture
def open_page(context: BrowserContext) -> Iterator[OpenPage]:
    """Opens an address and waits until the page is dressed.

    Console errors, uncaught exceptions and requests to foreign hosts fail the test at its end, but
    for requests that are cut off because the page is left.
    """
    pages: list[Page] = []
    complaints: list[str] = []

    def opened(
        url: str, *, width: int = 1280, height: int = 900, headers: dict[str, str] | None = None
    ) -> Page:
        page = context.new_page()
        pages.append(page)
        _watch(page, complaints)
        page.set_viewport_size({"width": width, "height": height})
        page.set_extra_http_headers(headers or {})
        page.goto(url)
        page.wait_for_selector("html[data-dressed]")
        return page

    yield opened
    # To close a page cuts off what it has asked for.
    noted = list(complaints)
    for page in pages:
        page.close()
    assert noted == []


def _watch(page: Page, complaints: list[str]) -> None:
    is_leaving = False

    def note(text: str) -> None:
        if not (is_leaving and any(words in text for words in _CUT_OFF)):
            complaints.append(text)

    def note_request(request: Request) -> None:
        nonlocal is_leaving
        is_leaving = is_leaving or request.is_navigation_request()
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            complaints.append(f"request to {request.url}")

    def note_arrival(_: Page) -> None:
        nonlocal is_leaving
        is_leaving = False

    page.on("console", lambda message: note(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: note(str(error)))
    page.on("request", note_request)
    page.on("load", note_arrival)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _wait_for(url: str, is_alive: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while is_alive() and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/api/documents", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{url} did not open")
