"""The README says what is so: its commands exist, and its examples give what it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer.main

from rag.cli import app, main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = {
    name: {option for parameter in command.params for option in parameter.opts if "-" in option}
    for name, command in typer.main.get_group(app).commands.items()
}
TABLE = {
    match[1]: match[0] for match in re.finditer(r"^\| `zhangju (\w+).*$", README, re.MULTILINE)
}


def test_the_table_has_every_command_and_no_other() -> None:
    assert TABLE.keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented(name: str) -> None:
    options = {option for option in COMMANDS[name] if option.startswith("-")}
    for_all = {"--index", "--corpus", "--help"}
    assert {o for o in options - for_all if o not in TABLE[name]} == set()


def test_the_worked_question_gives_what_is_shown(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = re.search(r"^\$ zhangju (.+)\n((?:.+\n)+?)```", README, re.MULTILINE)
    assert example
    where = ["--index", str(index), "--corpus", str(ROOT / "corpus")]
    assert main([*shlex.split(example[1]), *where]) == 0
    assert capsys.readouterr().out == example[2]


def test_the_python_example_gives_what_its_comments_say() -> None:
    code = re.search(r"```python\n(.+?)```", README, re.DOTALL)
    assert code
    setup, *claims = re.split(r"^(answer\.sentences.+)$", code[1], flags=re.MULTILINE)
    names: dict[str, object] = {}
    exec(setup, names)
    for claim in filter(str.strip, claims):
        expression, expected = claim.split("  # ")
        assert repr(eval(expression, names)) == expected


def test_every_file_that_is_linked_exists() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links and all((ROOT / link).exists() for link in links)
