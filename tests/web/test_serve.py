"""Serving starts, or says in one line why it cannot."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.engine import Engine
from rag.types import RagError
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


def run_app(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "app.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_the_app_ends_with_status_2_and_one_line_when_there_is_no_index(tmp_path: Path) -> None:
    done = run_app("--index", str(tmp_path / "none"))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
