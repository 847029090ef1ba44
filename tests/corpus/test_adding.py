"""Files are added whole or not at all, and what is there stays as it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rag.corpus import add_files, read_corpus, read_manifest
from rag.types import CorpusError
from tests.corpus.files import epub_of

LAW = "公園管理辦法\n第一條 公園全年開放。\n"
POND = "一、总则\n池塘每年清淤一次。\n"
MANIFEST = '# ours\n[[document]]\ndoc_id = "zoo"  # kept\npath = "documents/zoo.txt"\nyear = 2031\n'


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with two files to add."""
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox/park.txt").write_text(LAW, "utf-8")
    (tmp_path / "inbox/pond.md").write_text(POND, "utf-8")
    return tmp_path / "inbox"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus with a document and a manifest of its owner's."""
    (tmp_path / "corpus/documents").mkdir(parents=True)
    (tmp_path / "corpus/documents/zoo.txt").write_text(LAW.replace("公園", "動物園"), "utf-8")
    (tmp_path / "corpus/manifest.toml").write_text(MANIFEST, "utf-8")
    return tmp_path / "corpus"


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_disk_without_hard_links_will_do(
    corpus: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert len(add_files(corpus, [inbox / "park.txt"]).entries) == 1
    assert tree(corpus)["documents/park.txt"] == LAW.encode()


def test_files_are_copied_and_described_behind_what_the_manifest_says(
    corpus: Path, inbox: Path
) -> None:
    files = [inbox / "park.txt", inbox / "pond.md"]
    addition = add_files(corpus, files)
    assert (addition.present, addition.problems) == ((), ())
    assert [(e.doc_id, e.path, e.title, e.language) for e in addition.entries] == [
        ("park", "documents/park.txt", "公園管理辦法", "zh-Hant"),
        ("pond", "documents/pond.md", "", "zh-Hans"),
    ]
    after = tree(corpus)
    assert after.keys() == {"manifest.toml"} | {
        f"documents/{name}" for name in ("zoo.txt", "park.txt", "pond.md")
    }
    assert [after[f"documents/{file.name}"] for file in files] == [f.read_bytes() for f in files]
    assert after["manifest.toml"].decode().startswith(f"{MANIFEST}\n[[document]]\n")
    added = read_corpus(corpus)
    assert added.problems == ()
    assert [d.document.doc_id for d in added.documents] == ["park", "pond", "zoo"]


def test_a_link_in_a_circle_does_not_keep_others_out(corpus: Path, inbox: Path) -> None:
    circle = corpus / "documents/circle.txt"
    circle.symlink_to(circle)
    addition = add_files(corpus, [inbox / "park.txt", circle])
    assert [entry.doc_id for entry in addition.entries] == ["park"]
    assert [problem.split(": ")[1] for problem in addition.problems] == ["it cannot be read"]


def test_the_first_file_makes_the_folder(tmp_path: Path, inbox: Path) -> None:
    add_files(tmp_path / "new/corpus", [inbox / "park.txt"])
    (parsed,) = read_corpus(tmp_path / "new/corpus").documents
    assert parsed.document.title == "公園管理辦法"


def test_files_that_lie_beside_the_manifest_stay_documents(tmp_path: Path, inbox: Path) -> None:
    (tmp_path / "flat").mkdir()
    (tmp_path / "flat/zoo.txt").write_text(LAW, "utf-8")
    add_files(tmp_path / "flat", [inbox / "park.txt"])
    assert [d.document.doc_id for d in read_corpus(tmp_path / "flat").documents] == ["park", "zoo"]


def test_a_file_of_the_folder_gets_its_entry(corpus: Path) -> None:
    (corpus / "documents/laws").mkdir()
    mine = corpus / "documents/laws/park.txt"
    mine.write_text(LAW, "utf-8")
    (entry,) = add_files(corpus, [mine]).entries
    assert entry.path == "documents/laws/park.txt"
    assert read_manifest(corpus / "manifest.toml")[1].title == "公園管理辦法"


def test_an_entry_that_waits_for_its_file_is_kept(corpus: Path, inbox: Path) -> None:
    zoo = corpus / "documents/zoo.txt"
    zoo.rename(inbox / "zoo.txt")
    (entry,) = add_files(corpus, [inbox / "zoo.txt"]).entries
    assert entry.year == "2031" and zoo.exists()
    assert (corpus / "manifest.toml").read_text("utf-8") == MANIFEST


def test_what_is_there_already_changes_nothing(corpus: Path, inbox: Path) -> None:
    park = inbox / "park.txt"
    assert len(add_files(corpus, [park, park]).entries) == 1
    before = tree(corpus)
    for again in (park, corpus / "documents/park.txt", corpus / "documents/zoo.txt"):
        addition = add_files(corpus, [again])
        assert (addition.entries, addition.present) == ((), (str(again),))
    assert tree(corpus) == before


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("zoo.txt", LAW, "zoo.txt is there, and differs; rename"),
        ("zoo.md", LAW, "zoo.txt has the doc_id zoo; rename"),
        ("park.png", "x", "format is not known"),
        ("empty.txt", " \n", "no text"),
        ("README.md", LAW, "no document has such a name"),
        (".park.txt", LAW, "no document has such a name"),
        (" .txt", LAW, "no document has such a name"),
        ("a/manifest.toml", "", "no document has such a name"),
        ("gone.txt", None, "cannot be read: No such file"),
        ("folder.txt/", None, "cannot be read: Is a directory"),
        ("park.txt", POND, "park.txt has the same name; rename"),
    ],
)
def test_a_file_that_is_refused_is_named_and_the_others_are_added(
    corpus: Path, inbox: Path, name: str, content: str | None, reason: str
) -> None:
    file = inbox / "more" / name
    (file if name.endswith("/") else file.parent).mkdir(parents=True)
    if content is not None:
        file.write_text(content, "utf-8")
    zoo = (corpus / "documents/zoo.txt").read_bytes()
    addition = add_files(corpus, [inbox / "park.txt", file, inbox / "pond.md"])
    (problem,) = addition.problems
    assert problem.startswith(f"{file}: ") and reason in problem
    assert [entry.doc_id for entry in addition.entries] == ["park", "pond"]
    assert (corpus / "documents/park.txt").read_text("utf-8") == LAW
    assert (corpus / "documents/zoo.txt").read_bytes() == zoo


@pytest.mark.parametrize(
    "manifest",
    [
        b"\xef\xbb\xbf# ours\r\n[[document]]\r\ndoc_id = 'zoo'\r\npath = 'documents/zoo.txt'",
        b"",
        b"# nothing yet",
    ],
)
def test_the_manifest_stays_as_it_is_to_the_byte(
    corpus: Path, inbox: Path, manifest: bytes
) -> None:
    (corpus / "manifest.toml").write_bytes(manifest)
    add_files(corpus, [inbox / "park.txt"])
    after = (corpus / "manifest.toml").read_bytes()
    assert after.startswith(manifest)
    assert (b"\r\n" in manifest) == (b"\r\n" in after)
    assert after.count(b"\n") == after.count(b"\r\n") or b"\r\n" not in after
    assert read_manifest(corpus / "manifest.toml")[-1].doc_id == "park"


@pytest.mark.parametrize(
    "manifest", ["document = []\n", "[[document]]\ndoc_id = 1.5\n", "[[document]\n"]
)
def test_nothing_is_added_to_a_manifest_that_cannot_take_it(
    corpus: Path, inbox: Path, manifest: str
) -> None:
    (corpus / "manifest.toml").write_text(manifest, "utf-8")
    before = tree(corpus)
    with pytest.raises(CorpusError, match=r"manifest\.toml"):
        add_files(corpus, [inbox / "park.txt"])
    assert tree(corpus) == before


def test_nothing_is_added_if_not_all_can_be_written(corpus: Path, inbox: Path) -> None:
    # In the way of the manifest that is written last.
    (corpus / ".manifest.toml.new").mkdir()
    before = tree(corpus)
    with pytest.raises(CorpusError, match="nothing is added"):
        add_files(corpus, [inbox / "park.txt", inbox / "pond.md"])
    assert tree(corpus) == before
    assert not list((corpus / "documents").glob(".adding-*"))


@pytest.mark.parametrize("title", ['a "b" \\ c', "tab\there", "del\x7fete", "'''"])
def test_a_title_is_written_so_that_it_is_read_again(corpus: Path, inbox: Path, title: str) -> None:
    odd = inbox / "odd.html"
    odd.write_text(f"<h1>{title}</h1><p>一、園\n二、林</p>", "utf-8")
    (entry,) = add_files(corpus, [odd]).entries
    assert entry.title and read_manifest(corpus / "manifest.toml")[-1].title == entry.title


def test_who_wrote_a_book_goes_to_its_entry_and_who_translated_it_does_not(tmp_path: Path) -> None:
    creators = (
        '<dc:creator opf:role="aut">王 大明</dc:creator>'
        '<dc:creator opf:file-as="Smith, John">John Smith</dc:creator>'
        '<dc:creator opf:role="trl">李四</dc:creator>'
    )
    book = tmp_path / "book.epub"
    book.write_bytes(epub_of({"a": "<p>第一條 好。</p>"}, creators=creators))
    (entry,) = add_files(tmp_path / "corpus", [book]).entries
    assert entry.author == "王 大明; Smith, John"
    assert read_corpus(tmp_path / "corpus").documents[0].document.author == entry.author
