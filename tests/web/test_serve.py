"""Serving starts, or says in one line why it cannot."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from fastapi.testclient import TestClient

from rag.cli import app
from rag.engine import Engine
from rag.types import QueryError, RagError
from rag.web.hosts import own_hosts
from rag.web.serve import serve

ROOT = Path(__file__).parents[2]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        yield holder.getsockname()[1]


def test_a_port_in_use_is_one_line_that_says_what_to_do(library: Engine, taken_port: int) -> None:
    with pytest.raises(RagError, match=rf"port {taken_port}.*--port") as caught:
        serve(library, port=taken_port)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("port", [-1, 70000])
def test_a_port_that_cannot_be_is_refused(library: Engine, port: int) -> None:
    with pytest.raises(RagError, match="--port"):
        serve(library, port=port)


def test_a_host_that_is_not_ours_is_refused(library: Engine) -> None:
    with pytest.raises(RagError, match="cannot listen"):
        serve(library, host="192.0.2.1", port=0)


def test_a_host_that_is_no_name_is_refused(library: Engine) -> None:
    with pytest.raises(QueryError, match=r"--allow-host 'http://library\.example'"):
        serve(library, port=0, allowed_hosts=["http://library.example"])


LOCAL = ["localhost", "LOCALHOST:7860", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:7860"]
FOREIGN = ["", "evil.example", "evil.example:7860", "localhost.evil.example", "127.0.0.1.evil.io"]
ADDRESSES = ["192.168.1.5:7860", "10.0.0.7", "[fe80::1]:7860"]
NAMED = ["library.example", "Library.Example:8080", "library.example."]


@pytest.mark.parametrize(
    ("bound", "host", "own", "others"),
    [
        ("127.0.0.1", "127.0.0.1", LOCAL, [*FOREIGN, *ADDRESSES]),
        ("::1", "localhost", LOCAL, [*FOREIGN, *ADDRESSES]),
        ("127.0.0.2", "127.0.0.2", [*LOCAL, "127.0.0.2:1"], [*FOREIGN, *ADDRESSES]),
        ("0.0.0.0", "0.0.0.0", [*LOCAL, *ADDRESSES], FOREIGN),
        ("::", "::", [*LOCAL, *ADDRESSES], FOREIGN),
        ("192.168.1.5", "Shelf", [*LOCAL, *ADDRESSES, "shelf:7860"], FOREIGN),
    ],
)
def test_only_own_names_are_served(
    bound: str, host: str, own: list[str], others: list[str]
) -> None:
    plain, named = own_hosts(bound, host), own_hosts(bound, host, ["library.example"])
    assert [name for name in own if not plain.include(name)] == []
    assert [name for name in [*others, *NAMED] if plain.include(name)] == []
    assert [name for name in [*own, *NAMED] if not named.include(name)] == []
    assert [name for name in others if named.include(name)] == []


@pytest.mark.parametrize("name", ["page.js", "nothing", "../engine.py"])
def test_a_part_of_the_page_is_what_its_path_says(client: TestClient, name: str) -> None:
    asked = client.get("/zhangju/page.css", params={"name": name})
    assert asked.status_code == 200
    assert asked.content == client.get("/zhangju/page.css").content


@pytest.mark.parametrize("path", ["/", "/api/documents", "/docs", "/zhangju/page.js"])
def test_a_request_by_a_foreign_name_is_refused_in_one_line(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200
    refused = client.get(path, headers={"host": "evil.example"})
    assert refused.status_code == 421
    assert "--allow-host" in refused.text
    assert "\n" not in refused.text and "evil" not in refused.text


def run_app(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "app.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_the_app_ends_with_status_2_and_one_line_when_there_is_no_index(tmp_path: Path) -> None:
    done = run_app("--index", str(tmp_path / "none"))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_the_app_is_the_page_of_the_command_line() -> None:
    serving = typer.main.get_group(app).commands["serve"]
    done = run_app("--help")
    assert done.returncode == 0
    assert [o for p in serving.params for o in p.opts if o not in done.stdout] == []
