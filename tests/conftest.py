"""Settings for every test: properties take the time they need, and fail alike everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from rag.engine import Engine

ROOT = Path(__file__).parents[1]

settings.register_profile("zhangju", deadline=None, derandomize=True)
settings.load_profile("zhangju")


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the corpus, built once by the bundled models."""
    folder = tmp_path_factory.mktemp("index")
    Engine.build(ROOT / "corpus", folder)
    return folder


@pytest.fixture(scope="session")
def engine(index: Path) -> Engine:
    """The engine over that index."""
    return Engine.open(index, corpus=ROOT / "corpus")
