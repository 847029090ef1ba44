"""Generations: built beside each other, swapped whole, cleaned up, and reused."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from rag.corpus import Corpus
from rag.encode.seam import Vectors
from rag.index import open_index, refresh_index
from rag.index.generations import only_builder
from rag.types import CitationError, CorpusError, Passage, RagError, Span
from tests.fakes import HashEncoder
from tests.index.building import BOOKS
from tests.index.corpora import COMMUNITY, HOUSING, SMALL, corpus, generated, parsed

ENCODER = HashEncoder()


class CountingEncoder(HashEncoder):
    """Remembers every text it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def encode(self, texts: object) -> Vectors:
        assert isinstance(texts, list)
        self.texts.extend(texts)
        return super().encode(texts)


class ForeignEncoder(HashEncoder):
    """Says one dimension and gives another, or vectors of another length."""

    def __init__(self, factor: float, given: int) -> None:
        super().__init__(given)
        self._factor = factor

    @property
    def dim(self) -> int:
        return 64

    def encode(self, texts: object) -> Vectors:
        assert isinstance(texts, list)
        return super().encode(texts) * np.float32(self._factor)


def tree(directory: Path) -> dict[str, bytes]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file()
    }


def texts(directory: Path) -> list[str]:
    store = open_index(directory)
    return [store.passage(row).text for row in range(len(store))]


def corpus_texts(book: Corpus) -> list[str]:
    return [passage.text for document in book.documents for passage in document.passages]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_clean_leaves_nothing_of_an_index(tmp_path: Path) -> None:
    index = tmp_path / "index"
    refresh_index(index, SMALL, ENCODER)
    (index / "building-1").mkdir()
    (index / "README.md").touch()
    shutil.copy(Path(__file__).parents[2] / "Makefile", tmp_path)
    subprocess.run(["make", "clean"], cwd=tmp_path, check=True, capture_output=True)
    assert [path.name for path in index.iterdir()] == ["README.md"]


def test_what_is_read_is_what_was_built(tmp_path: Path) -> None:
    report = refresh_index(tmp_path, SMALL, ENCODER)
    assert (report.documents, report.passages) == (2, 10)
    assert (report.embedded, report.reused) == (10, 0)
    assert report.problems == SMALL.problems
    store = open_index(tmp_path)
    assert store.meta.problems == SMALL.problems
    row = 0
    for document in SMALL.documents:
        doc_id = document.document.doc_id
        assert store.document(doc_id) == document.document
        assert store.sections(doc_id) == document.sections
        assert store.rows_of(doc_id) == range(row, row + len(document.passages))
        for passage in document.passages:
            assert store.passage(row) == passage
            row += 1
    assert [summary.doc_id for summary in store.documents()] == ["community", "housing"]
    assert [summary.passages for summary in store.documents()] == [6, 4]


def test_two_builds_of_one_corpus_are_identical_byte_for_byte(tmp_path: Path) -> None:
    book = generated(20, 20)
    for name in ("one", "two"):
        refresh_index(tmp_path / name, book, ENCODER, exact_limit=100)
    one, two = tree(tmp_path / "one"), tree(tmp_path / "two")
    assert one == two
    assert any(name.endswith("quantised.faiss") for name in one)


def test_an_unchanged_corpus_is_not_written_again(tmp_path: Path) -> None:
    refresh_index(tmp_path, SMALL, ENCODER)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    encoder = CountingEncoder()
    report = refresh_index(tmp_path, SMALL, encoder)
    assert (report.embedded, report.reused, encoder.texts) == (0, 10, [])
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def _vectors(index: Path) -> Path:
    return index / (index / "CURRENT").read_text("utf-8").strip() / "vectors.npy"


def test_only_changed_passages_are_embedded_again(tmp_path: Path) -> None:
    refresh_index(tmp_path, SMALL, ENCODER)
    added = parsed("added", ["新增的條文。", "管理有序。"])
    changed = corpus(added, HOUSING, COMMUNITY)
    encoder = CountingEncoder()
    report = refresh_index(tmp_path, changed, encoder)
    assert (report.embedded, report.reused) == (2, 10)
    assert encoder.texts == ["《added》\n新增的條文。", "《added》\n管理有序。"]
    refresh_index(tmp_path / "afresh", changed, ENCODER)
    reused, afresh = (np.load(_vectors(folder)) for folder in (tmp_path, tmp_path / "afresh"))
    assert len(reused) == report.passages and np.array_equal(reused, afresh)


def test_vectors_of_another_encoder_are_not_reused(tmp_path: Path) -> None:
    refresh_index(tmp_path, SMALL, ENCODER)
    report = refresh_index(tmp_path, SMALL, HashEncoder(32))
    assert (report.embedded, report.reused) == (10, 0)
    assert open_index(tmp_path).meta.dim == 32


def test_readers_keep_the_index_they_opened(tmp_path: Path) -> None:
    refresh_index(tmp_path, SMALL, ENCODER)
    reader = open_index(tmp_path)
    question = ENCODER.encode(["管理有序"])[0]
    before = (reader.dense(question, 10), reader.keywords({"管理": 1.0}, 10))
    for seed in range(4):
        refresh_index(tmp_path, generated(3, 4, seed=seed), ENCODER)
    assert (reader.dense(question, 10), reader.keywords({"管理": 1.0}, 10)) == before
    assert [reader.passage(row).text for row in range(10)] == corpus_texts(SMALL)
    assert reader.phrase("管理有序", 10) == [2, 8]


def test_the_current_and_the_previous_generation_stay(tmp_path: Path) -> None:
    paths = [refresh_index(tmp_path, generated(2, 3, seed=seed), ENCODER).path for seed in range(4)]
    assert sorted(tmp_path.glob("generation-*")) == sorted(paths[-2:])


def test_an_earlier_corpus_can_come_back(tmp_path: Path) -> None:
    first = refresh_index(tmp_path, BOOKS[0], ENCODER).path
    refresh_index(tmp_path, BOOKS[1], ENCODER)
    assert refresh_index(tmp_path, BOOKS[0], ENCODER).path == first
    assert texts(tmp_path) == corpus_texts(BOOKS[0])


def test_reading_writes_nothing(tmp_path: Path) -> None:
    refresh_index(tmp_path, SMALL, ENCODER)
    before = tree(tmp_path)
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    store = open_index(tmp_path)
    assert store.phrase("管理有序", 10) == [2, 8]
    assert tree(tmp_path) == before


def test_what_killed_builds_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / "building-1" / "keywords"
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"half a file")
    (tmp_path / "CURRENT.new").write_text("generation-half")
    refresh_index(tmp_path, SMALL, ENCODER)
    names = {path.name.split("-")[0] for path in tmp_path.iterdir()}
    assert names == {"CURRENT", "LOCK", "generation"}


def test_a_build_that_fails_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    refresh_index(tmp_path, SMALL, ENCODER)
    before = tree(tmp_path)
    with pytest.raises(RagError, match="of unit length"):
        refresh_index(tmp_path, generated(2, 2), ForeignEncoder(2.0, 64))
    with pytest.raises(RagError, match="32"):
        refresh_index(tmp_path, generated(2, 2), ForeignEncoder(1.0, 32))
    assert tree(tmp_path) == before


def test_a_second_builder_is_refused(tmp_path: Path) -> None:
    refresh_index(tmp_path, SMALL, ENCODER)
    with only_builder(tmp_path), pytest.raises(RagError, match="built by another process"):
        refresh_index(tmp_path, generated(2, 2), ENCODER)
    assert refresh_index(tmp_path, generated(2, 2), ENCODER).passages == 4


def test_a_folder_that_cannot_be_written_is_an_error_of_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(RagError, match="stays as it was") as caught:
        refresh_index(tmp_path / "file", SMALL, ENCODER)
    assert "\n" not in str(caught.value)


def test_a_passage_that_is_not_a_slice_of_its_document_is_refused(tmp_path: Path) -> None:
    wrong = Passage("housing", "1", "", Span(0, 4), "公寓大樓")
    with pytest.raises(CitationError, match="housing 1"):
        refresh_index(tmp_path, corpus(type(HOUSING)(HOUSING.document, (), (wrong,))), ENCODER)


def test_half_a_surrogate_pair_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="broken: half of a surrogate pair at character 2"):
        refresh_index(tmp_path, corpus(parsed("broken", ["社區\ud840建設"])), ENCODER)


def test_two_documents_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="two documents are called housing"):
        refresh_index(tmp_path, corpus(HOUSING, HOUSING), ENCODER)


def test_an_empty_corpus_makes_an_empty_index(tmp_path: Path) -> None:
    refresh_index(tmp_path, corpus(parsed("empty", [])), ENCODER)
    store = open_index(tmp_path)
    assert len(store) == 0
    assert store.dense(ENCODER.encode(["管理"])[0], 3) == []
    assert store.keywords({"管理": 1.0}, 3) == []
    assert store.phrase("管理", 3) == []
    assert store.phrase_count("管理") == store.document_frequency("管理") == 0
    assert store.rows_of("empty") == range(0)


def test_progress_counts_up_to_the_whole(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    refresh_index(tmp_path, generated(30, 50), ENCODER, progress=lambda *step: seen.append(step))
    assert [step for step in seen if step[0] == "passages"] == [
        ("passages", 1024, 1500),
        ("passages", 1500, 1500),
    ]
    assert seen[-1] == ("files", 1, 1)


def test_a_kill_at_any_moment_leaves_a_usable_index(tmp_path: Path) -> None:
    refresh_index(tmp_path, BOOKS[0], ENCODER)
    whole = [corpus_texts(book) for book in BOOKS]
    moments = random.Random(7)
    for number in range(12):
        with subprocess.Popen(
            [sys.executable, "-m", "tests.index.building", str(tmp_path), str(number)],
            stdout=subprocess.PIPE,
        ) as builder:
            assert builder.stdout is not None
            builder.stdout.readline()  # it is at work
            time.sleep(moments.uniform(0.0, 0.2))
            builder.send_signal(signal.SIGKILL)
        assert texts(tmp_path) in whole
    refresh_index(tmp_path, SMALL, ENCODER)
    assert texts(tmp_path) == corpus_texts(SMALL)
    assert not list(tmp_path.glob("building-*"))
