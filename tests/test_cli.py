"""The command line: its formats, its exit statuses, and one clear line for whatever is wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from rag.cli import main

ROOT = Path(__file__).parents[1]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(index: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the test index: exit status, output, errors."""

    def run_command(command: str, *arguments: str) -> tuple[int, str, str]:
        where = ("--index", str(index), "--corpus", str(ROOT / "corpus"))
        status = main([command, *arguments, *where])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run_command


def only_line(text: str) -> str:
    (line,) = text.splitlines()
    return line


def test_ask_prints_each_sentence_with_its_address(run: Run) -> None:
    status, out, _ = run("ask", "社區建設有哪些原則?")
    assert status == 0
    assert "因地制宜,循序漸進  [community-building 二/5]" in out


def test_ask_json_has_the_documented_fields(run: Run) -> None:
    status, out, _ = run("ask", "什么是服务完善?", "--json")
    answer = json.loads(only_line(out))
    assert status == 0
    assert answer.keys() >= {
        *("id", "question", "found", "kind", "sentences", "hits", "evidence", "answer_id"),
        "seconds",
    }
    citation = answer["sentences"][0]["citations"][0]
    assert citation.keys() == {"doc_id", "address", "heading", "start", "end", "quote"}
    assert citation["address"] == "三/2/(2)"


def test_a_refusal_exits_with_1_and_shows_its_evidence(run: Run) -> None:
    status, out, _ = run("ask", "社區的停車費是多少?")
    assert status == 1
    assert "停車費: 0 times" in out


def test_a_batch_gives_a_line_for_each_question_in_order(run: Run, tmp_path: Path) -> None:
    lines = [
        {"id": "b", "question": "什麼是管理有序?"},
        {"id": "a", "question": ""},
        {"id": 3, "question": "今天星期几?"},
        {"id": "c"},
    ]
    batch = tmp_path / "questions.jsonl"
    batch.write_text("\n".join(json.dumps(line) for line in lines) + "\nnot json\n", "utf-8")
    status, out, err = run("ask", "--batch", str(batch))
    answers: list[dict[str, Any]] = [json.loads(line) for line in out.splitlines()]
    assert [answer["id"] for answer in answers] == ["b", "a", 3, "c", None]
    assert [answer.get("found") for answer in answers] == [True, None, False, None, None]
    assert status == 2
    places = [line.split(":")[1].strip() for line in err.splitlines()]
    assert places == ["line 2", "line 4", "line 5"]


@pytest.mark.parametrize("line_id", ['"\\ud800"', "[1]", '{"a": 1}', "true", "NaN"])
def test_a_batch_goes_on_behind_an_id_that_cannot_be_given_back(
    run: Run, tmp_path: Path, line_id: str
) -> None:
    batch = tmp_path / "questions.jsonl"
    good = '{"id": 1.5, "question": "居民\u2028自治"}'
    batch.write_text(f'{{"id": {line_id}, "question": "居民自治"}}\n{good}\n', "utf-8")
    status, out, err = run("search", "--batch", str(batch))
    found = [json.loads(line) for line in out.split("\n") if line]
    assert status == 2 and "its id is not a string or a number" in only_line(err)
    assert [(line["id"], "error" in line) for line in found] == [(None, True), (1.5, False)]


def test_a_batch_may_come_from_standard_input(index: Path) -> None:
    where = ["--index", str(index), "--corpus", str(ROOT / "corpus"), "--reader", "none"]
    done = subprocess.run(
        [sys.executable, "-m", "rag.cli", "ask", "--batch", "-", *where],
        input='{"id": "b", "question": "什麼是管理有序?"}',
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(only_line(done.stdout))["id"] == "b"


def test_search_json_has_the_documented_fields(run: Run) -> None:
    status, out, _ = run("search", "居民自治", "-k", "3", "--json")
    hits = json.loads(only_line(out))["hits"]
    assert status == 0
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    assert hits[0]["address"] == "二/4"
    assert hits[0].keys() == {
        *("rank", "score", "doc_id", "address", "heading", "start", "end", "text", "why"),
    }


@pytest.mark.parametrize("address", ["二/4", "2/4", "二.4", "二 4", "２／４"])
def test_show_takes_an_address_as_people_type_it(run: Run, address: str) -> None:
    status, out, _ = run("show", address)
    assert status == 0
    assert "4.擴大民主,居民自治" in out
    assert "[community-building 二/4]" in out


@pytest.mark.parametrize(
    "printed",
    [
        "[community-building 二/4]",
        "community-building 二/4",
        "community-building:二/4",
        "第二節 我國社區建設的基本原則和目標任務 二/4",
    ],
)
def test_an_address_is_taken_as_it_is_printed(run: Run, printed: str) -> None:
    assert "[community-building 二/4]" in run("show", printed)[1]
    assert "二/4 擴大民主,居民自治" in run("cite", printed)[1]
    assert "[community-building 二/4]" in run("ask", printed)[1]
    assert run("search", printed)[1].startswith("1. community-building 二/4")


def test_two_places_that_are_compared_are_both_quoted(run: Run) -> None:
    status, out, _ = run("ask", "二/4 和 二/5 有什麼區別?")
    assert status == 0
    assert "擴大民主,居民自治  [community-building 二/4]" in out
    assert "因地制宜,循序漸進  [community-building 二/5]" in out


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("二/9", "nearest: 二/1, 二/2, 二/3, 二/4, 二/5"),
        ("二/4/3", "nearest: 二/4"),
        ("第三節", "nearest: 三"),
        ("九/9", "top clauses of community-building: ¶0, 一, 二, 三, 四"),
    ],
)
def test_where_there_is_no_clause_the_nearest_are_named(run: Run, typed: str, nearest: str) -> None:
    assert only_line(run("show", typed)[2]).endswith(f"; {nearest}")


def test_ledger_shows_every_removed_line_with_its_reason(run: Run) -> None:
    status, out, _ = run("ledger", "community-building")
    assert status == 0
    assert "书友最值得收藏" in out and "主站蜘蛛池模板" in out and "推薦閱讀" in out
    assert "社區建設的指導思想" not in out


def test_ledger_json_has_an_object_for_each_line(run: Run) -> None:
    status, out, _ = run("ledger", "community-building", "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert status == 0 and len(lines) == 18
    assert all(line.keys() == {"raw_span", "reason", "text"} for line in lines)
    assert lines[0]["raw_span"][0] < lines[0]["raw_span"][1]


def test_eval_reports_exact_citations(run: Run) -> None:
    questions = ROOT / "tests/cases/community_questions.jsonl"
    status, out, _ = run("eval", str(questions), "--json")
    report = json.loads(only_line(out))
    assert status == 0
    assert report["answers"]["citation_exact"] == 1.0
    assert set(report["by_language"]) == {"en", "pinyin", "zh-Hans", "zh-Hant"}


def test_eval_asks_a_sample(run: Run) -> None:
    questions = ROOT / "tests/cases/community_questions.jsonl"
    status, out, _ = run("eval", str(questions), "--json", "--sample", "3")
    assert (status, json.loads(only_line(out))["answers"]["questions"]) == (0, 3)


NOTES = "「擴大民主,居民自治」(二/4)\n\n「把服務社區群眾作為社區建設的根本出發點」(二/1)\n"


def test_check_prints_what_is_wrong_with_the_source_and_exits_with_1(
    run: Run, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text(NOTES, "utf-8")
    status, out, _ = run("check", str(notes))
    assert status == 1
    assert "line 3: altered" in out
    assert "服務社區[-群眾-]{+居民+}作為" in out
    assert "把服務社區居民作為社區建設的根本出發點  [community-building 二/1]" in out
    assert "2 quotations: 1 exact, 1 altered" in out


def test_check_json_has_an_object_for_each_quotation(run: Run, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text(NOTES, "utf-8")
    status, out, _ = run("check", str(notes), "--json")
    findings = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert [finding["status"] for finding in findings] == ["exact", "altered"]
    assert list(findings[0])[:7] == [
        *("line", "quote", "status", "doc_id", "address", "source_quote", "difference"),
    ]
    assert findings[1]["line"] == 3


def test_check_writes_a_copy_that_passes(run: Run, tmp_path: Path) -> None:
    notes, copy = tmp_path / "notes.md", tmp_path / "copy.md"
    notes.write_text(NOTES, "utf-8")
    assert run("check", str(notes), "--fix", str(copy))[0] == 1
    assert run("check", str(copy))[0] == 0
    assert run("check", str(notes), "--fix", str(copy))[0] == 2
    assert run("check", str(notes), "--fix", str(copy), "--force")[0] == 1
    assert notes.read_text("utf-8") == NOTES


@pytest.mark.parametrize("text", ["「扩大民主，居民自治」", "no quotation at all"])
def test_check_passes_notes_that_differ_in_script_or_quote_nothing(
    run: Run, tmp_path: Path, text: str
) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text(text, "utf-8")
    assert run("check", str(notes))[0] == 0


def test_check_says_what_it_could_not_check(run: Run, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("「擴大民主", "utf-8")
    status, _, err = run("check", str(notes))
    assert status == 1
    assert "line 1" in only_line(err)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", ""], "empty"),
        (["check", "/nowhere.md"], "/nowhere.md"),
        (["check", "/etc"], "/etc"),
        (["ask", "社" * 100_000], "100,000 characters"),
        (["ask", "社\x00區"], "control character"),
        (["ask", "社區\udcff"], "U+DCFF"),
        (["search", "\udcff"], "U+DCFF"),
        (["show", "\udcff"], "U+DCFF"),
        (["cite", "\udcff"], "U+DCFF"),
        (["show", "二" * 1500], "二…"),
        (["show", "二" * 5000], "5,000 characters"),
        (["ledger", "二" * 5000], "二…"),
        (["ask"], "one question"),
        (["ask", "a", "--batch", "b"], "one question"),
        (["ask", "--batch", "/nowhere.jsonl"], "/nowhere.jsonl"),
        (["search", "社區", "-k", "0"], "0 hits"),
        (["show", "二/9"], "二/9"),
        (["show", "二/4", "--doc", "nobody"], "nobody"),
        (["ledger", "nobody"], "community-building"),
        (["eval", "/nowhere.jsonl"], "/nowhere.jsonl"),
        (["show"], "address"),
        (["ask", "社區", "--colour"], "--colour"),
        (["ask", "社區", "--encoder", "/no/such/model"], "/no/such/model"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else "",
)
def test_wrong_use_is_one_clear_line_and_status_2(
    run: Run, arguments: list[str], message: str
) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert message in only_line(err)
    assert len(err) < 600


@pytest.mark.parametrize(
    "command", [["ask", "社區原則"], ["cite", "二/4"], ["show", "二/4", "--json"]]
)
def test_output_that_cannot_be_written_is_one_clear_line(index: Path, command: list[str]) -> None:
    where = ["--index", str(index), "--corpus", str(ROOT / "corpus")]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "rag.cli", *command, *where],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "cannot write the output" in only_line(done.stderr)


def test_a_terminal_that_lacks_a_character_is_one_clear_line(index: Path) -> None:
    where = ["--index", str(index), "--corpus", str(ROOT / "corpus")]
    done = subprocess.run(
        [sys.executable, "-m", "rag.cli", "show", "二/4", *where],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "PYTHONUTF8=1" in only_line(done.stderr)


def test_one_question_is_read_however_long_it_takes_unless_a_deadline_is_given(run: Run) -> None:
    question = "為什麼要建設社區?"
    assert not json.loads(run("ask", question, "--json")[1])["evidence"]["is_unread"]
    out = run("ask", question, "--deadline", "0")[1]
    assert out.startswith("The time given by --deadline was up")


def test_a_wrong_option_points_to_the_help_of_its_command(run: Run) -> None:
    assert only_line(run("ask", "社區", "--colour")[2]).endswith("See: zhangju ask --help")


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert only_line(capsys.readouterr().out) == f"zhangju {version('zhangju')}"


def test_an_unknown_command_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answer"]) == 2
    assert "answer" in only_line(capsys.readouterr().err)


@pytest.mark.parametrize("command", [["ask", "社區"], ["search", "社區"], ["show", "二"]])
def test_a_missing_index_names_the_command_that_builds_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    none = tmp_path / "none yet"
    assert main([*command, "--index", str(none)]) == 2
    line = only_line(capsys.readouterr().err)
    assert line.endswith(f"run: zhangju index --index '{none}'")


def test_a_damaged_index_is_refused(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "index"
    shutil.copytree(index, copy)
    tables = next(copy.rglob("tables.sqlite"))
    content = bytearray(tables.read_bytes())
    content[len(content) // 2] ^= 1
    tables.write_bytes(content)
    assert main(["ask", "社區建設的目標是什麼?", "--index", str(copy)]) == 2
    assert "zhangju index" in only_line(capsys.readouterr().err)


def test_an_index_older_than_its_corpus_is_refused(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", corpus)
    (corpus / "documents/more.txt").write_text("一、新的\n內容。\n", "utf-8")
    assert main(["ask", "社區", "--index", str(index), "--corpus", str(corpus)]) == 2
    line = only_line(capsys.readouterr().err)
    assert "stale" in line
    assert line.endswith(f"run: zhangju index --index {index} --corpus {corpus}")


def test_an_index_of_other_documents_is_not_overwritten(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "park.txt").write_text("第一條 公園免費。\n", "utf-8")
    assert main(["ask", "公園", "--index", str(index), "--corpus", str(tmp_path)]) == 2
    line = only_line(capsys.readouterr().err)
    assert "the index of other documents (community-building)" in line
    assert "run: zhangju index" not in line


@pytest.mark.parametrize("command", [["ask", "社區"], ["index"]])
def test_a_folder_of_documents_is_no_index(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    where = ["--index", str(ROOT / "corpus"), "--corpus", str(ROOT / "corpus")]
    assert main([*command, *where]) == 2
    line = only_line(capsys.readouterr().err)
    assert "is a folder of documents, not of an index" in line
    assert "run: zhangju index" not in line


def test_a_corpus_that_is_named_has_to_be_there(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "社區", "--index", str(index), "--corpus", "/no/such"]) == 2
    assert "there is no folder /no/such" in only_line(capsys.readouterr().err)


@pytest.mark.parametrize("content", [None, ""], ids=["missing", "empty"])
def test_a_corpus_without_documents_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    corpus = tmp_path / "corpus"
    if content is not None:
        (corpus / "documents").mkdir(parents=True)
    assert main(["index", "--corpus", str(corpus), "--index", str(tmp_path / "index")]) == 2
    assert str(corpus) in only_line(capsys.readouterr().err)


def test_an_unreadable_file_is_named_and_the_rest_is_indexed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documents = tmp_path / "corpus/documents"
    documents.mkdir(parents=True)
    (documents / "good.txt").write_text("一、原則\n以人為本。\n二、方法\n因地制宜。\n", "utf-8")
    (documents / "bad.txt").write_bytes(bytes(range(256)) * 8)
    status = main(
        ["index", "--corpus", str(tmp_path / "corpus"), "--index", str(tmp_path / "index")]
    )
    captured = capsys.readouterr()
    assert status == 0
    assert "1 document, " in captured.out
    assert "bad.txt" in only_line(captured.err)


def test_lines_that_are_joined_are_told_when_a_file_is_added_indexed_and_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = "第一條 公園應當全年開放，並且設置無障礙和照明設施，由專人每月檢查一次，" * 4
    lines = [article[start : start + 35] for start in range(0, len(article), 35)]
    park = tmp_path / "park.txt"
    park.write_text("\n".join(["公園管理辦法", *lines, "第二條 完。"]), "utf-8")
    where = ["--index", str(tmp_path / "index"), "--corpus", str(tmp_path / "corpus")]
    told = f"its lines are broken at a fixed width: {len(lines) - 1} line ends within paragraphs"
    assert main(["add", str(park), *where]) == 0
    assert f"documents/park.txt: {told}" in capsys.readouterr().out
    assert main(["index", *where]) == 0
    assert "1 document broken at a fixed width" in capsys.readouterr().out
    assert main(["ledger", "park", *where]) == 0
    assert f"park: {told}" in capsys.readouterr().out
    assert main(["show", "第一條", *where]) == 0
    assert article in capsys.readouterr().out


def test_add_says_what_to_run_next_and_what_it_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    park, corpus = tmp_path / "park.txt", tmp_path / "corpus"
    park.write_text("公園管理辦法\n第一條 公園全年開放。\n", "utf-8")
    where = ["--index", str(tmp_path / "index"), "--corpus", str(corpus)]
    assert main(["add", str(park), *where]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "documents/park.txt is park: 公園管理辦法"
    assert lines[1].endswith(f"run: zhangju index {' '.join(where)}")
    assert main(["index", *where]) == 0
    assert main(["ask", "公園何時開放?", "--reader", "none", *where]) == 0
    capsys.readouterr()
    assert main(["add", "/nowhere.txt", *where]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and "/nowhere.txt" in only_line(captured.err)


def test_the_installed_command_answers() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rag.cli", "--help"], capture_output=True, text=True, check=True
    )
    assert all(
        command in done.stdout
        for command in ("index", "add", "ask", "search", "show", "ledger", "eval", "serve")
    )
