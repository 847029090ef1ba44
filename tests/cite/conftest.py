"""The shelf of the page's tests, shared by the tests of what notes become."""

from __future__ import annotations

import pytest

from rag.engine import Engine
from tests.web.shelf import shelf


@pytest.fixture(scope="session")
def library() -> Engine:
    """The engine over the shelf."""
    return shelf()
