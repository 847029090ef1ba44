"""`zhangju cite`: every style, several clauses, and one clear line for whatever is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.cite.styles import STYLES
from rag.cli import main

ROOT = Path(__file__).parents[2]
PAGE = "http://127.0.0.1:7860"
LINK = f"{PAGE}/?doc=community-building&at=%E4%BA%8C/4"


@pytest.fixture
def where(index: Path) -> list[str]:
    return ["--index", str(index), "--corpus", str(ROOT / "corpus")]


def test_a_footnote_is_written_unless_another_style_is_named(
    where: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", "2/4", *where]) == 0
    mark, blank, note = capsys.readouterr().out.splitlines()
    assert (mark, blank) == ("[^1]", "")
    assert note.startswith("[^1]: 《第二節 我國社區建設的基本原則和目標任務》，二/4 擴大民主")
    assert note.endswith("二/4 擴大民主,居民自治。")


@pytest.mark.parametrize("style", STYLES)
def test_every_style_cites_the_clause_with_its_link(
    style: str, where: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", "二/4", "--style", style, "--base-url", PAGE, *where]) == 0
    out = capsys.readouterr().out
    assert "二/4 擴大民主,居民自治" in out
    assert LINK in out


def test_several_clauses_are_numbered_in_the_order_given(
    where: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", "二/4", "二/1", "2.4", "--style", "gbt7714", *where]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("[1]") and "二/4" in first
    assert second.startswith("[2]") and "二/1" in second


def test_several_clauses_in_csl_json_are_one_list(
    where: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", "二/4", "二/1", "--style", "csl-json", *where]) == 0
    items = json.loads(capsys.readouterr().out)
    assert [item["custom"]["address"] for item in items] == ["二/4", "二/1"]


def test_without_a_base_address_there_are_no_links(
    where: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", "二/4", "--style", "bibtex", *where]) == 0
    assert "url" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["二/4", "--style", "mla"], "gbt7714-2015-author-date"),
        (["二/9"], "二/9"),
        (["二/4", "二/9"], "二/9"),
        (["二/4", "--doc", "nobody"], "nobody"),
        (["二/4", "--base-url", "ftp://x"], "ftp://x"),
        ([], "addresses"),
    ],
)
def test_wrong_use_is_one_clear_line_and_status_2(
    arguments: list[str], message: str, where: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", *arguments, *where]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert message in captured.err
