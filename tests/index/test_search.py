"""Laws of the three ways to find passages, for stores in memory and on disk alike."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.encode.seam import Vectors
from rag.index import (
    AllOf,
    Condition,
    NoneOf,
    Phrase,
    Store,
    build_in_memory,
    embedding_text,
    open_index,
    phrase_spans,
    refresh_index,
)
from rag.index.keywords import KeywordWriter
from rag.index.vectors import CANDIDATES, VectorIndex, load_faiss, quantised
from rag.text import folded, index_terms
from rag.types import IndexFormatError
from tests.fakes import HashEncoder
from tests.index.corpora import corpus, generated, parsed

ENCODER = HashEncoder()
# Every text three times, so that most scores are shared.
BOOK = corpus(
    *(
        parsed(f"{document.document.doc_id}{copy}", [p.text for p in document.passages], title="卷")
        for copy in "abc"
        for document in generated(4, 12).documents
    )
)
QUESTIONS = ("社區居民的選舉", "管理公約 governance", "協商", "第2卷7號", "12", "完全無關")
Question = st.sampled_from(QUESTIONS)
Depth = st.integers(1, 150)


@pytest.fixture(scope="module")
def store() -> Store:
    return build_in_memory(BOOK.documents, ENCODER)


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> Store:
    directory = tmp_path_factory.mktemp("index")
    refresh_index(directory, BOOK, ENCODER)
    return open_index(directory)


def terms(question: str) -> dict[str, float]:
    return dict.fromkeys(index_terms(folded(question)), 1.0)


def encoded(question: str) -> Vectors:
    return ENCODER.encode([question])[0]


def is_in_order(hits: list[tuple[int, float]]) -> bool:
    keys = [(-score, row) for row, score in hits]
    return keys == sorted(keys) and len({row for row, _ in hits}) == len(hits)


@given(Question, Depth)
def test_dense_search_equals_brute_force(store: Store, question: str, k: int) -> None:
    texts = [embedding_text(store.passage(row)) for row in range(len(store))]
    matrix = ENCODER.encode(texts).astype(np.float64)
    scores = matrix @ encoded(question).astype(np.float64)
    found = store.dense(encoded(question), k)
    assert len(found) == min(k, len(store))
    assert is_in_order(found)
    assert np.allclose([score for _, score in found], np.sort(scores)[::-1][:k], atol=1e-6)
    assert np.allclose([score for _, score in found], scores[[row for row, _ in found]], atol=1e-6)


@given(Question, Depth)
def test_k_results_are_the_first_k_of_one_more(store: Store, question: str, k: int) -> None:
    assert store.dense(encoded(question), k) == store.dense(encoded(question), k + 1)[:k]
    assert store.keywords(terms(question), k) == store.keywords(terms(question), k + 1)[:k]
    phrase = folded(question)
    assert store.phrase(phrase, k) == store.phrase(phrase, k + 1)[:k]


@given(Question, Depth)
def test_keyword_hits_are_in_order_and_have_a_term(store: Store, question: str, k: int) -> None:
    found = store.keywords(terms(question), k)
    assert is_in_order(found)
    for row, score in found:
        passage = store.passage(row)
        words = index_terms(folded("\n".join((*passage.path, passage.text))))
        assert score > 0
        assert terms(question).keys() & set(words)


@given(Question, Depth)
def test_memory_and_disk_answer_alike(store: Store, on_disk: Store, question: str, k: int) -> None:
    assert store.dense(encoded(question), k) == on_disk.dense(encoded(question), k)
    assert store.keywords(terms(question), k) == on_disk.keywords(terms(question), k)
    assert store.phrase(folded(question), k) == on_disk.phrase(folded(question), k)
    assert store.documents() == on_disk.documents()


@given(Question, st.frozensets(st.sampled_from([d.document.doc_id for d in BOOK.documents])))
def test_a_scope_keeps_what_is_in_it(store: Store, question: str, scope: frozenset[str]) -> None:
    everything, phrase = len(store), folded(question)
    rows = [row for row in store.phrase(phrase, everything) if store.passage(row).doc_id in scope]
    assert store.phrase(phrase, everything, scope) == rows


def test_an_unknown_document_is_a_key_error(store: Store) -> None:
    unknown = frozenset(["nowhere"])
    for ask in (
        lambda: store.document("nowhere"),
        lambda: store.sections("nowhere"),
        lambda: store.rows_of("nowhere"),
        lambda: store.phrase("社区", 3, unknown),
    ):
        with pytest.raises(KeyError):
            ask()


def test_a_row_that_does_not_exist_is_an_index_error(store: Store) -> None:
    for row in (-1, len(store)):
        with pytest.raises(IndexError):
            store.passage(row)


def test_a_weightier_term_counts_for_more(store: Store) -> None:
    [(row, light)] = store.keywords({"协商": 1.0}, 1)
    [(same_row, heavy)] = store.keywords({"协商": 2.0}, 1)
    assert (same_row, heavy) == (row, pytest.approx(2 * light))
    assert store.keywords({"协商": 1.0, "居民": 0.0}, 50) == store.keywords({"协商": 1.0}, 50)
    with pytest.raises(ValueError, match="must not be below 0"):
        store.keywords({"协商": -1.0}, 1)


def test_a_question_of_unknown_words_is_near_nothing(store: Store) -> None:
    assert store.dense(np.zeros(64, dtype=np.float32), 5) == []


def test_a_heading_is_found_below_the_text_that_says_it() -> None:
    documents = [
        parsed("about", ["第一條。", "第二條。"], title="公寓大廈"),
        parsed("says", ["公寓大廈。", "第四條。"], title="別名"),
    ]
    store = build_in_memory(documents, ENCODER)
    assert [row for row, _ in store.keywords(terms("公寓"), 5)] == [2, 0, 1]
    assert store.document_frequency("公寓") == 1


def test_document_frequency_counts_passages_with_the_term(store: Store) -> None:
    passages = [store.passage(row) for row in range(len(store))]
    words = [set(index_terms(folded(passage.text))) for passage in passages]
    for term in sorted(set().union(*words)):
        assert store.document_frequency(term) == sum(term in found for found in words)
    assert store.document_frequency("没有") == 0


def test_a_question_of_another_encoder_is_refused(store: Store) -> None:
    with pytest.raises(IndexFormatError, match="32 numbers, the index 64"):
        store.dense(HashEncoder(32).encode(["社區"])[0], 3)


def test_a_term_too_long_for_the_index_is_still_found() -> None:
    long = "a" * 70_000
    store = build_in_memory([parsed("long", [f"x {long} y", f"{long}b"])], ENCODER)
    assert [row for row, _ in store.keywords({long: 1.0}, 5)] == [0]
    assert store.phrase(f"{long} y", 5) == [0]
    assert store.document_frequency(long) == 1


def test_several_segments_rank_like_one() -> None:
    passages = [passage for document in BOOK.documents for passage in document.passages]
    one = KeywordWriter(None)
    for row, passage in enumerate(passages):
        one.add(row, 0, passage)
    many = KeywordWriter(None)
    for row, passage in enumerate(passages):
        many.add(row, 0, passage)
        if row % 31 == 0:
            many._open_writer().commit()  # as a full buffer would
    single, several = one.finish(), many.finish()
    for question in QUESTIONS:
        assert several.search(terms(question), 20) == single.search(terms(question), 20)
        assert several.phrase(folded(question), 20) == single.phrase(folded(question), 20)


# Words

HAN = st.text(alphabet="社区居民自治共建,。", max_size=12)
MARKS = str.maketrans("", "", ",.")
MIXED = st.text(alphabet="社区居民 \n\u3000,。.art12-'\u0301㈠①台臺ＡＢ\0_😀𠮷", max_size=14)


@settings(max_examples=60, deadline=None)
@given(st.lists(HAN, min_size=1, max_size=8), st.data())
def test_a_han_phrase_is_found_where_it_is_a_substring_but_for_punctuation(
    texts: list[str], data: st.DataObject
) -> None:
    store = build_in_memory([parsed("d", texts)], ENCODER)
    pieces = [text[i:j] for text in texts for i in range(len(text)) for j in range(i + 1, i + 6)]
    for phrase in data.draw(st.lists(HAN | st.sampled_from(pieces or ["社"]), max_size=8)):
        words = folded(phrase).translate(MARKS)
        rows = [
            row
            for row, text in enumerate(texts)
            if words and words in folded(text).translate(MARKS)
        ]
        assert store.phrase(folded(phrase), 10) == rows
        assert store.phrase_count(folded(phrase)) == len(rows)


@settings(max_examples=60, deadline=None)
@given(st.lists(MIXED, min_size=1, max_size=8), st.lists(MIXED, max_size=8))
def test_a_phrase_is_found_where_its_spans_are(texts: list[str], phrases: list[str]) -> None:
    store = build_in_memory([parsed("d", texts)], ENCODER)
    for phrase in [*phrases, *texts]:
        spans = [phrase_spans(folded(text), folded(phrase)) for text in texts]
        assert store.phrase(folded(phrase), 10) == [row for row, found in enumerate(spans) if found]


@pytest.mark.parametrize(
    "condition",
    [
        *(Phrase("社区居民"), Phrase("社区里的居民"), Phrase("govern", is_prefix=True)),
        *(Phrase("zzz", is_prefix=True), AllOf((Phrase("社区"), NoneOf(Phrase("社区"))))),
    ],
)
def test_what_occurs_is_what_matches(store: Store, condition: Condition) -> None:
    assert store.occurs(condition) == bool(store.matching(condition, 1).rows)


def test_nothing_occurs_in_an_empty_index() -> None:
    assert not KeywordWriter(None).finish().occurs(Phrase("社区"))


def test_words_with_a_prefix_come_most_frequent_first() -> None:
    texts = ["governance governs", "governance", "govern", "government gov"]
    store = build_in_memory([parsed("d", texts)], ENCODER)
    assert store.words_with_prefix("gov", 3) == ["governance", "gov", "govern"]
    assert store.words_with_prefix("zzz", 3) == []


# Vectors


def clustered(rows: int, dim: int, seed: int) -> Vectors:
    """Unit vectors around a few centers, as texts about a few things have."""
    random = np.random.default_rng(seed)
    centers = random.standard_normal((20, dim))
    vectors = centers[random.integers(0, 20, rows)] + 0.7 * random.standard_normal((rows, dim))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize(("dim", "k"), [(32, 20), (33, 20), (32, 1_000)])
def test_candidates_hold_nearly_all_of_the_nearest(dim: int, k: int) -> None:
    matrix = clustered(20_000, dim, seed=1)
    approximate, exact = VectorIndex(matrix, quantised(matrix, 1_000)), VectorIndex(matrix)
    found = wanted = 0
    for question in clustered(40, dim, seed=2):
        near = dict(exact.search(question, k))
        hits = approximate.search(question, k)
        assert hits == approximate.search(question, k)
        assert is_in_order(hits)
        assert all(near[row] == score for row, score in hits if row in near)
        found += sum(row in near for row, _ in hits)
        wanted += len(near)
    assert found / wanted > 0.99


def test_k_candidates_are_the_first_k_of_one_more() -> None:
    matrix = clustered(20_000, 32, seed=3)
    index = VectorIndex(matrix, quantised(matrix, 1_000))
    for question in clustered(5, 32, seed=4):
        for last, ks in zip(CANDIDATES, [(1, 2, 10, 99, 249), (251, 500, 999)], strict=True):
            longest = index.search(question, last // 4)
            for k in ks:
                assert index.search(question, k) == longest[:k]


@pytest.mark.parametrize(("k", "is_by_candidates"), [(200, True), (1_000, True), (1_001, False)])
def test_searches_as_deep_as_ranks_look_at_candidates(k: int, is_by_candidates: bool) -> None:
    matrix = clustered(20_000, 32, seed=5)
    candidates = Counting(quantised(matrix, 1_000))
    VectorIndex(matrix, candidates).search(clustered(1, 32, seed=6)[0], k)
    assert bool(candidates.asked) == is_by_candidates
    assert all(k < count < len(matrix) for count in candidates.asked)


class Counting:
    """An index of candidates that remembers how many it was asked for."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self.asked: list[int] = []

    def search(self, query: Vectors, count: int) -> Any:
        self.asked.append(count)
        return self._index.search(query, count)


def test_search_uses_one_thread_whoever_calls(store: Store) -> None:
    threads: list[int] = []

    def ask() -> None:
        store.dense(encoded("社區"), 3)
        threads.append(load_faiss().omp_get_max_threads())

    worker = threading.Thread(target=ask)
    worker.start()
    worker.join()
    assert threads == [1]


def test_many_threads_may_read_at_once(on_disk: Store) -> None:
    wanted = [on_disk.passage(row) for row in range(len(on_disk))]
    found: dict[int, list[object]] = {}

    def read(number: int) -> None:
        found[number] = [on_disk.passage(row) for row in range(len(on_disk))]

    workers = [threading.Thread(target=read, args=(number,)) for number in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert found == dict.fromkeys(range(6), wanted)


def test_importing_loads_no_library_that_is_slow_to_load() -> None:
    script = "import rag.index, sys; print(sorted({'faiss', 'jieba', 'torch'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    assert done.stdout == "[]\n"
