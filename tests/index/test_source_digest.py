"""The digest of rules: any of the sources changes it, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.index import source_digest

FILES = {
    "search/words.py": "WORDS = 1\n",
    "search/deep/words.tsv": "社区\t小区\n",
    "search/model.json": "{}\n",
    "web/page.py": "PAGE = 1\n",
    "types.py": "TYPES = 1\n",
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def digest(package: Path) -> str:
    return source_digest("search", "types.py", package=package)


@pytest.mark.parametrize("name", ["search/words.py", "search/deep/words.tsv", "types.py"])
def test_each_module_and_word_list_counts(package: Path, name: str) -> None:
    before = digest(package)
    (package / name).write_text(FILES[name].replace("1", "2").replace("小", "大"), "utf-8")
    assert digest(package) != before


@pytest.mark.parametrize("name", ["search/model.json", "web/page.py"])
def test_models_and_other_packages_do_not(package: Path, name: str) -> None:
    before = digest(package)
    (package / name).write_text("other", "utf-8")
    assert digest(package) == before


def test_a_module_that_moves_or_goes_counts(package: Path) -> None:
    before = digest(package)
    moved = (package / "search/words.py").rename(package / "search/other.py")
    after = digest(package)
    moved.unlink()
    assert len({before, after, digest(package)}) == 3


def test_the_ends_of_lines_do_not_count(package: Path) -> None:
    before = digest(package)
    (package / "types.py").write_bytes(b"TYPES = 1\r\n")
    assert digest(package) == before
