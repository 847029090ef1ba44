from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from rag.corpus import Corpus, corpus_fingerprint, read_corpus, read_manifest
from rag.types import CorpusError

REPOSITORY_CORPUS = Path(__file__).parents[2] / "corpus"
LAW = "公園管理辦法\n第一條 公園全年開放。\n第二條 公園免費。\n"


def make_corpus(folder: Path, files: dict[str, bytes | str], manifest: str = "") -> Path:
    for name, content in files.items():
        path = folder / "documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        path.write_bytes(data)
    if manifest:
        (folder / "manifest.toml").write_text(manifest, encoding="utf-8")
    return folder


def ids(corpus: Corpus) -> list[str]:
    return [parsed.document.doc_id for parsed in corpus.documents]


def test_our_corpus_is_the_chapter_without_problems() -> None:
    corpus = read_corpus(REPOSITORY_CORPUS)
    assert corpus.problems == ()
    (parsed,) = corpus.documents
    document = parsed.document
    assert (document.doc_id, document.language) == ("community-building", "zh-Hant")
    assert document.title == "第二節 我國社區建設的基本原則和目標任務"
    assert (document.author, document.publisher, document.year, document.url) == ("", "", "", "")
    assert any("提高心甘情愿的生活質量" in note for note in document.notes)
    assert any("社區組級別" in note for note in document.notes)
    assert len(document.removed) == 18


def test_a_file_without_an_entry_is_named_after_itself(tmp_path: Path) -> None:
    corpus = read_corpus(make_corpus(tmp_path, {"park.txt": LAW}))
    assert ids(corpus) == ["park"]
    assert corpus.documents[0].document.title == "公園管理辦法"
    assert corpus.documents[0].document.source is not None
    assert corpus.documents[0].document.source.path == "documents/park.txt"


def test_a_sites_menu_is_not_the_title(tmp_path: Path) -> None:
    page = f"首頁 | 公告 | 下載 | 登入\n首頁 > 公告 > 內文\n{LAW}關於我們 | 聯絡我們\n"
    (document,) = (
        p.document for p in read_corpus(make_corpus(tmp_path, {"a.txt": page})).documents
    )
    assert document.title == "公園管理辦法"
    assert document.text == LAW.strip()
    assert [line.reason for line in document.removed] == ["navigation"] * 3


def test_documents_come_in_order_of_their_ids(tmp_path: Path) -> None:
    manifest = '[[document]]\ndoc_id = "zoo"\npath = "documents/a.txt"\nyear = 2031\n'
    corpus = read_corpus(make_corpus(tmp_path, {"b.txt": LAW, "a.txt": LAW, "c.md": LAW}, manifest))
    assert ids(corpus) == ["b", "c", "zoo"]
    assert corpus.documents[2].document.year == "2031"


def test_a_folder_of_files_without_a_documents_folder_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "park.txt").write_text(LAW, encoding="utf-8")
    assert ids(read_corpus(tmp_path)) == ["park"]


def test_a_file_that_fails_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    files = {
        "good.txt": LAW,
        "empty.txt": " \n\n",
        "binary.txt": bytes(range(256)) * 4,
        "picture.png": b"\x89PNG",
    }
    corpus = read_corpus(make_corpus(tmp_path, files))
    assert ids(corpus) == ["good"]
    assert len(corpus.problems) == 3
    for name, reason in [
        ("documents/binary.txt", "save it as UTF-8"),
        ("documents/empty.txt", "no text"),
        ("documents/picture.png", "format is not known"),
    ]:
        assert any(line.startswith(f"{name}: ") and reason in line for line in corpus.problems)
    assert all("\n" not in line for line in corpus.problems)


def test_a_file_that_nobody_may_read_is_a_problem(tmp_path: Path) -> None:
    folder = make_corpus(tmp_path, {"good.txt": LAW})
    (folder / "documents" / "gone.txt").symlink_to(folder / "nowhere.txt")
    corpus = read_corpus(folder)
    assert ids(corpus) == ["good"]
    assert "documents/gone.txt: it cannot be read" in corpus.problems[0]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_whose_name_is_in_an_old_encoding_is_a_problem_that_can_be_shown(
    tmp_path: Path,
) -> None:
    folder = make_corpus(tmp_path, {"good.txt": LAW})
    name = os.fsdecode("公园法.txt".encode("gb18030"))
    (folder / "documents" / name).write_text(LAW, "utf-8")
    corpus = read_corpus(folder)
    assert ids(corpus) == ["good"]
    (problem,) = corpus.problems
    assert problem.endswith(".txt: its name is not Unicode; rename the file")
    assert problem.encode("utf-8")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(LAW, "utf-8")
    folder = make_corpus(tmp_path / "corpus", {"good.txt": LAW})
    documents = folder / "documents"
    (documents / "outside.txt").symlink_to(tmp_path / "secret.txt")
    (documents / "endless.txt").symlink_to("/dev/zero")
    (documents / "circle.txt").symlink_to(documents / "circle.txt")
    (documents / "same.txt").symlink_to(documents / "good.txt")
    corpus = read_corpus(folder)
    assert ids(corpus) == ["good", "same"]
    told = [problem.split(";")[0] for problem in corpus.problems]
    assert [line.split(": ")[0] for line in told] == [
        *("documents/circle.txt", "documents/endless.txt", "documents/outside.txt")
    ]
    assert "cannot be read" in told[0]
    assert all(
        line.endswith("a link out of the folder, which is not followed") for line in told[1:]
    )


def test_a_folder_of_documents_may_be_a_link_itself(tmp_path: Path) -> None:
    make_corpus(tmp_path / "elsewhere", {"park.txt": LAW})
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "documents").symlink_to(tmp_path / "elsewhere" / "documents")
    assert ids(read_corpus(folder)) == ["park"]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    folder = make_corpus(tmp_path, {"good.txt": LAW})
    with (folder / "documents" / "huge.txt").open("wb") as huge:
        huge.truncate(1 << 40)  # more than any memory, but holes take no disk
    corpus = read_corpus(folder)
    assert ids(corpus) == ["good"]
    assert corpus.problems == ("documents/huge.txt: it is larger than 64 MiB; split it",)


def test_no_usable_file_at_all_is_an_error_with_the_reasons(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"no document .* can be used: documents/a.txt: it holds"):
        read_corpus(make_corpus(tmp_path, {"a.txt": ""}))


def test_missing_and_empty_folders_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"there is no folder .*; make it"):
        read_corpus(tmp_path / "nowhere")
    with pytest.raises(CorpusError, match="holds no documents; put"):
        read_corpus(tmp_path)
    with pytest.raises(CorpusError, match="there is no folder"):
        corpus_fingerprint(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5"]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encodings_of_chinese_files_are_told_apart(
    tmp_path: Path, encoding: str, line_end: str
) -> None:
    text = LAW.replace("\n", line_end)
    corpus = read_corpus(make_corpus(tmp_path, {"park.txt": text.encode(encoding)}))
    document = corpus.documents[0].document
    assert document.text == LAW.strip()
    assert document.source is not None
    assert document.source.encoding.replace("big5hkscs", "big5") == encoding


def test_changed_content_is_a_problem_that_says_what_to_do(tmp_path: Path) -> None:
    manifest = '[[document]]\ndoc_id = "park"\npath = "documents/park.txt"\nsha256 = "00"\n'
    corpus = read_corpus(make_corpus(tmp_path, {"park.txt": LAW}, manifest))
    assert ids(corpus) == ["park"]
    source = corpus.documents[0].document.source
    assert source is not None
    assert corpus.problems == (
        "documents/park.txt: its content is not what manifest.toml describes; if the change is "
        f'meant, write sha256 = "{source.sha256}" there',
    )


def test_entries_that_cannot_be_used_are_problems_that_name_their_line(tmp_path: Path) -> None:
    manifest = """
[[document]]
doc_id = "park"
path = "documents/park.txt"
[[document]]
doc_id = "again"
path = "documents/park.txt"
[[document]]
doc_id = "lost"
path = "documents/lost.txt"
[[document]]
doc_id = "park"
path = "documents/zoo.txt"
[[document]]
doc_id = "outside"
path = "../secret.txt"
"""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    folder = make_corpus(tmp_path / "corpus", {"park.txt": LAW, "zoo.txt": LAW}, manifest)
    corpus = read_corpus(folder)
    assert ids(corpus) == ["park", "zoo"]
    assert corpus.problems == (
        "manifest.toml, line 5: documents/park.txt has an entry already; keep one of the two",
        "manifest.toml, line 8: there is no document documents/lost.txt; mend the path",
        "manifest.toml, line 11: doc_id park is taken by documents/park.txt; "
        "give each document its own",
        "manifest.toml, line 14: there is no document ../secret.txt; mend the path",
    )


def test_two_files_of_one_name_need_ids(tmp_path: Path) -> None:
    corpus = read_corpus(make_corpus(tmp_path, {"park.md": LAW, "park.txt": LAW}))
    assert ids(corpus) == ["park"]
    assert "documents/park.txt: its doc_id park is taken" in corpus.problems[0]


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ('[[document]]\ndoc_id = "a\n', "line 2"),
        ('[[document]]\npath = "documents/park.txt"\n', "line 1: the document has no doc_id"),
        ('\n[[document]]\ndoc_id = "a"\n', "line 2: the document has no path"),
        (
            '[[document]]\ndoc_id = "a"\npath = "a\\u0000b"\n',
            "line 1: a path holds no NUL character",
        ),
        ('[[document]]\ndoc_id = "a"\npath = "p"\nyeer = 1\n', "line 1: unknown field yeer"),
        ('[[document]]\ndoc_id = "a"\npath = "p"\nlanguage = "zh"\n', "line 1: language zh"),
        ('[[document]]\ndoc_id = "a"\npath = "p"\nnotes = "n"\n', "line 1: notes is a list"),
        ('[[document]]\ndoc_id = "a"\npath = "p"\nurl = "javascript:x()"\n', "1: the url of a"),
        ('[[document]]\ndoc_id = "a"\npath = "p"\nurl = "example.org"\n', "1: the url of a"),
        ('[[document]]\ndoc_id = "a"\npath = 1.5\n', "line 1: path is not a string"),
        ('# c\n[document]\ndoc_id = "a"\n', "line 2: document is not a list"),
        ('[[documents]]\ndoc_id = "a"\n', "line 1: documents is not"),
    ],
)
def test_a_malformed_manifest_is_an_error_that_names_file_and_line(
    tmp_path: Path, manifest: str, message: str
) -> None:
    folder = make_corpus(tmp_path, {"park.txt": LAW}, manifest)
    with pytest.raises(CorpusError, match=message) as raised:
        read_corpus(folder)
    assert "manifest.toml" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_manifest_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    path.write_bytes("# 說明".encode("big5"))
    with pytest.raises(CorpusError, match="save it as UTF-8"):
        read_manifest(path)


def test_dates_and_years_may_be_written_as_toml_writes_them(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(
        '[[document]]\ndoc_id = "a"\npath = "p"\nyear = 2031\naccessed = 2031-05-06\n',
        encoding="utf-8",
    )
    (entry,) = read_manifest(path)
    assert (entry.year, entry.accessed) == ("2031", "2031-05-06")


def test_fingerprint_changes_with_any_byte_name_or_entry(tmp_path: Path) -> None:
    folder = make_corpus(tmp_path, {"park.txt": LAW})
    seen = {corpus_fingerprint(folder)}
    assert read_corpus(folder).fingerprint in seen
    (folder / "documents" / "park.txt").write_text(LAW + "!", encoding="utf-8")
    seen.add(corpus_fingerprint(folder))
    (folder / "documents" / "park.txt").rename(folder / "documents" / "zoo.txt")
    seen.add(corpus_fingerprint(folder))
    (folder / "manifest.toml").write_text("# nothing\n", encoding="utf-8")
    seen.add(corpus_fingerprint(folder))
    assert len(seen) == 4


def test_front_matter_of_markdown_gives_the_title(tmp_path: Path) -> None:
    page = "---\ntitle: 公園指南\n---\n## 一、開放\n全年開放。\n"
    document = read_corpus(make_corpus(tmp_path, {"guide.md": page})).documents[0].document
    assert document.title == "公園指南"
    assert document.text == "一、開放\n全年開放。"
