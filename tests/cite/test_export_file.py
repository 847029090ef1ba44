"""`zhangju export` writes one file, never over another, and says what it had to mark."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rag.cite.export import export, study_pack
from rag.cite.links import LOCAL_PAGE
from rag.cite.notes import NotedQuotation
from rag.cite.whole_file import write_whole
from rag.cli import main
from rag.corpus.readers import pdf
from rag.engine import Engine
from rag.types import QueryError
from tests.cite import reading
from tests.cite.noting import note_of, notebook, quoting, with_quote, write_notebook

ROOT = Path(__file__).parents[2]
WORDS = "擴大民主,居民自治"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Export in an empty folder: exit status, output, errors."""
    monkeypatch.chdir(tmp_path)

    def run_export(*arguments: str) -> tuple[int, str, str]:
        status = main(
            ["export", *arguments, "--index", str(index), "--corpus", str(ROOT / "corpus")]
        )
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run_export


def save(path: Path, *quotations: NotedQuotation) -> None:
    path.write_bytes(write_notebook(notebook(note_of(*quotations))))


def test_notes_that_hold_are_exported_quietly(run: Run, engine: Engine, tmp_path: Path) -> None:
    save(tmp_path / "study.json", quoting(engine, "community-building", WORDS))
    assert run("study.json", "--to", "md") == (0, "study.md\n", "")
    assert reading.markdown_quotes((tmp_path / "study.md").read_bytes()) == [WORDS]
    assert {path.name for path in tmp_path.iterdir()} == {"study.json", "study.md"}


def test_what_had_to_be_marked_is_counted_and_status_1(
    run: Run, engine: Engine, tmp_path: Path
) -> None:
    good = quoting(engine, "community-building", WORDS)
    save(
        tmp_path / "n.json", good, with_quote(good, "擴大民主,村民自治"), with_quote(good, "xyzzy")
    )
    status, out, err = run("n.json", "--to", "html", "--out", "pack.html", "--language", "en")
    assert (status, out) == (1, "pack.html\n")
    assert err == (
        "zhangju: of 3 quotations, 1 verified, 1 altered, 1 missing; what the source does not say "
        "is marked in pack.html\n"
    )
    assert "Not what the source says" in (tmp_path / "pack.html").read_text("utf-8")


def test_what_moved_is_told_and_status_0(run: Run, engine: Engine, tmp_path: Path) -> None:
    moved = replace(quoting(engine, "community-building", WORDS), sha256="", start=0, end=9)
    save(tmp_path / "n.json", moved)
    status, _, err = run("n.json", "--to", "md")
    assert (status, err) == (0, "zhangju: of 1 quotation, 1 moved\n")
    assert reading.markdown_quotes((tmp_path / "n.md").read_bytes()) == [WORDS]


def test_a_file_that_is_there_is_not_replaced_unless_forced(
    run: Run, engine: Engine, tmp_path: Path
) -> None:
    save(tmp_path / "n.json", quoting(engine, "community-building", WORDS))
    (tmp_path / "n.csv").write_text("mine", "utf-8")
    status, _, err = run("n.json", "--to", "csv")
    assert status == 2 and "--force" in err
    assert (tmp_path / "n.csv").read_text("utf-8") == "mine"
    assert run("n.json", "--to", "csv", "--force")[0] == 0
    assert reading.csv_rows((tmp_path / "n.csv").read_bytes())[0]["quote"] == WORDS


def test_a_file_may_be_read_by_whom_the_system_lets_or_by_whom_it_was(
    run: Run, engine: Engine, tmp_path: Path
) -> None:
    save(tmp_path / "n.json", quoting(engine, "community-building", WORDS))
    (tmp_path / "plain").touch()
    made = tmp_path / "n.csv"
    assert run("n.json", "--to", "csv")[0] == 0
    assert made.stat().st_mode == (tmp_path / "plain").stat().st_mode
    made.chmod(0o600)
    assert run("n.json", "--to", "csv", "--force")[0] == 0
    assert made.stat().st_mode & 0o777 == 0o600


def test_a_disk_without_hard_links_will_do(
    run: Run, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    save(tmp_path / "n.json", quoting(engine, "community-building", WORDS))
    assert run("n.json", "--to", "md")[0] == 0
    assert {path.name for path in tmp_path.iterdir()} == {"n.json", "n.md"}
    before = (tmp_path / "n.md").read_bytes()
    with pytest.raises(QueryError, match="cannot write"):
        write_whole(tmp_path / "n.md", b"other", force=False)
    assert (tmp_path / "n.md").read_bytes() == before


def test_the_notes_themselves_are_never_replaced(run: Run, engine: Engine, tmp_path: Path) -> None:
    save(tmp_path / "n.json", quoting(engine, "community-building", WORDS))
    before = (tmp_path / "n.json").read_bytes()
    status, _, err = run("n.json", "--to", "md", "--out", "n.json", "--force")
    assert status == 2 and "the notes themselves" in err
    assert (tmp_path / "n.json").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.json", "--to", "md"], "nowhere.json"),
        (["n.json", "--to", "pdf"], "choose md"),
        (["n.json", "--to", "md", "--language", "fr"], "'fr'"),
        (["n.json", "--to", "md", "--out", "no/such/folder.md"], "no/such/folder.md"),
        (["n.json", "--to", "md", "--out", "x" * 300], "too long"),
        ([".", "--to", "md"], "cannot read ."),
        (["n.json"], "--to"),
    ],
)
def test_wrong_use_is_one_line_and_leaves_nothing_behind(
    run: Run, engine: Engine, tmp_path: Path, arguments: list[str], message: str
) -> None:
    save(tmp_path / "n.json", quoting(engine, "community-building", WORDS))
    status, out, err = run(*arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert message in err
    assert [path.name for path in tmp_path.iterdir()] == ["n.json"]


def test_a_bad_notes_file_is_named_with_its_note(run: Run, tmp_path: Path) -> None:
    found = {"format": "zhangju-notes", "version": 1, "notes": [{"id": 1}]}
    (tmp_path / "n.json").write_text(json.dumps(found), "utf-8")
    status, _, err = run("n.json", "--to", "md")
    assert status == 2
    assert "n.json: note 1" in err


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"
)
def test_libreoffice_sets_the_quotations_and_their_footnotes(
    engine: Engine, tmp_path: Path
) -> None:
    quotation = quoting(engine, "community-building", WORDS)
    pack = study_pack(
        notebook(note_of(quotation)),
        engine,
        base_url=LOCAL_PAGE,
        made=datetime(2026, 11, 24, tzinfo=UTC),
    )
    (tmp_path / "pack.docx").write_bytes(export(pack, "docx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "pack.docx")], check=True, capture_output=True)
    text = pdf.read_pdf((tmp_path / "pack.pdf").read_bytes()).text
    page = "".join(text.split())
    assert WORDS in page
    assert "?doc=community-building&at=" in page


@pytest.mark.parametrize("force", [[], ["--force"]], ids=["", "force"])
def test_what_is_no_ordinary_file_is_left_alone(
    run: Run, engine: Engine, tmp_path: Path, force: list[str]
) -> None:
    save(tmp_path / "study.json", quoting(engine, "community-building", WORDS))
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    status, out, err = run("study.json", "--to", "md", "--out", str(pipe), *force)
    assert (status, out) == (2, "")
    assert "no ordinary file" in err
    assert pipe.is_fifo()


def test_a_link_is_written_through(run: Run, engine: Engine, tmp_path: Path) -> None:
    save(tmp_path / "study.json", quoting(engine, "community-building", WORDS))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "study.md").write_text("before", "utf-8")
    link = tmp_path / "study.md"
    link.symlink_to(elsewhere / "study.md")
    assert run("study.json", "--to", "md", "--force")[0] == 0
    assert link.is_symlink()
    assert reading.markdown_quotes((elsewhere / "study.md").read_bytes()) == [WORDS]
    assert [path.name for path in elsewhere.iterdir()] == ["study.md"]
