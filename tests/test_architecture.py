"""Imports go one way, libraries stay in their places, and only the command line prints."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from rag.answer.identity import PARTS

ROOT = Path(__file__).parents[1]
MODULES = [*sorted((ROOT / "rag").rglob("*.py")), ROOT / "app.py"]

# A part may import itself and what stands before it.
LADDER = [
    "text",
    "errors",
    "refusals",
    "types",
    "corpus",
    "encode",
    "index",
    "search",
    "answer",
    "cite",
    "engine",
    "__init__",
    "serialize",
    "terminal_text",
    "batch",
    "progress",
    "evaluation",
    "web",
    "cli",
    "app",
]

# Where a library may be imported.
HOMES = {
    "Stemmer": ["text"],
    "docx": ["corpus", "cite"],
    "faiss": ["index"],
    "fastapi": ["web"],
    "genanki": ["cite"],
    "gradio": ["web"],
    "jieba": ["text"],
    "lxml": ["corpus", "cite"],
    "markdown_it": ["corpus"],
    "markupsafe": ["cite", "web"],
    "numpy": ["encode", "index", "cite"],
    "onnxruntime": ["encode"],
    "opencc": ["text"],
    "pydantic": ["web"],
    "pypdf": ["corpus"],
    "pypinyin": ["text"],
    "rapidfuzz": ["search", "cite"],
    "rjieba": ["text"],
    "safetensors": ["encode"],
    "sentence_transformers": ["encode"],
    "starlette": ["web"],
    "tantivy": ["index"],
    "tokenizers": ["encode"],
    "torch": ["encode"],
    "tqdm": ["progress"],
    "transformers": ["encode"],
    "typer": ["cli"],
    "uvicorn": ["web"],
}


def part_of(path: Path) -> str:
    """The rung of the ladder that a file is on: `rag/text/fold.py` is on `text`."""
    relative = path.relative_to(ROOT).with_suffix("").parts
    return relative[1] if relative[0] == "rag" else relative[0]


def imports_of(path: Path) -> set[str]:
    """The absolute module names that a file imports anywhere in it; `from rag import text` is
    `rag.text`."""
    return imports_in(path.read_text("utf-8"), str(path))


def imports_in(source: str, where: str) -> set[str]:
    """The same of the text of a module."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{where}: a relative import"
            of_rag = {f"rag.{alias.name}" for alias in node.names}
            names |= of_rag if node.module == "rag" else {node.module}
    return names


def test_a_part_is_seen_however_it_is_imported() -> None:
    ways = "import rag.web.api", "from rag.web.api import x", "from rag.web import api"
    parts = {name.split(".")[1] for way in ways for name in imports_in(way, "here")}
    assert parts == {"web"}
    assert imports_in("from rag import web, cli", "here") == {"rag.web", "rag.cli"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_down_the_ladder(path: Path) -> None:
    allowed = LADDER[: LADDER.index(part_of(path)) + 1]
    used = {name.split(".")[1] for name in imports_of(path) if name.startswith("rag.")}
    # Nouns that text itself defines are re-exported by types, never the other way round.
    assert used <= set(allowed), f"{path} imports {sorted(used - set(allowed))}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_libraries_stay_in_their_places(path: Path) -> None:
    used = {name.split(".")[0] for name in imports_of(path)} - sys.stdlib_module_names - {"rag"}
    assert used <= HOMES.keys(), f"{path} imports {sorted(used - HOMES.keys())}: give it a home"
    assert not {library for library in used if part_of(path) not in HOMES[library]}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_command_line_prints(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    prints = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert part_of(path) == "cli" or not prints


def test_every_part_has_its_place_in_the_ladder() -> None:
    assert {part_of(path) for path in MODULES} == {*LADDER}


def test_an_answers_id_covers_every_part_that_answers_come_from() -> None:
    covered = {part.removesuffix(".py") for part in PARTS}
    assert covered == {*LADDER[: LADDER.index("answer") + 1]} - {"errors"}


@pytest.mark.parametrize("module", ["rag.cli", "rag.engine", "rag.evaluation"])
def test_no_command_imports_torch_or_gradio_before_it_needs_them(module: str) -> None:
    heavy = {"torch", "gradio", "transformers", "genanki", "docx"}
    program = f"import {module}, sys; print({heavy} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
