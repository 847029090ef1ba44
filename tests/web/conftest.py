"""The shelf, its engine, and its application, each made once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from rag.engine import Engine
from rag.web.desk import Desk
from rag.web.hosts import OwnHosts
from rag.web.serve import build_app
from tests.web.shelf import shelf


@pytest.fixture(scope="session")
def library() -> Engine:
    """The engine over the shelf."""
    return shelf()


@pytest.fixture(scope="session")
def desk(library: Engine) -> Desk:
    """The desk over the shelf."""
    return Desk(library)


@pytest.fixture(scope="session")
def application(library: Engine) -> FastAPI:
    """The whole application over the shelf."""

    async def built() -> FastAPI:
        # Outside a loop, Gradio opens loops that it never closes.
        return build_app(library, OwnHosts(frozenset({"testserver"})))

    return asyncio.run(built())


@pytest.fixture(scope="session")
def client(application: FastAPI) -> Iterator[TestClient]:
    """Plain HTTP requests to it."""
    with TestClient(application) as test_client:
        yield test_client
