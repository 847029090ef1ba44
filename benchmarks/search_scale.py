"""Keyword search with highlighting, beside SQLite FTS5 and bm25s, over the same articles.

    python -m benchmarks.search_scale LAWS.jsonl.gz [MORE.jsonl.gz ...] [--queries 200]

Files are as for `benchmarks.index_scale`. Queries are runs of 4 to 8 Han characters of random
articles, as a phrase, and two such as an AND. Each search returns the ten best with the words
marked; ours also counts every passage found. All three get folded text; FTS5 gets a space between
characters, so that its phrases are ours, and bm25s our terms, for it has neither phrases nor AND.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.index_scale import corpus_of, read_articles
from rag.index import AllOf, Condition, Phrase, phrase_spans
from rag.index.keywords import Keywords, KeywordWriter
from rag.index.phrases import phrase_words
from rag.text import bulk_index_terms, folded
from rag.types import Passage

_HITS = 10
Query = tuple[str, ...]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--queries", type=int, default=200)
    given = parser.parse_args()
    corpus = corpus_of(list(read_articles(given.files)))
    passages = [passage for document in corpus.documents for passage in document.passages]
    views = [folded(passage.text) for passage in passages]
    phrases = _phrases(views, given.queries)
    pairs = [(one[0][:3], other[0][:3]) for one, other in itertools.pairwise(phrases)]
    print(f"{len(passages):,} passages\n")
    print("| | build s | phrase p50 ms | p95 | two words p50 ms | p95 |")
    print("|---|---|---|---|---|---|")
    for name, build in (("Zhangju", _ours), ("SQLite FTS5", _fts5), ("bm25s", _bm25s)):
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            search = build(passages, views, Path(folder))
            seconds = time.perf_counter() - started
            cells = [cell for queries in (phrases, pairs) for cell in _latency(search, queries)]
            print(f"| {name} | {seconds:.0f} | {' | '.join(cells)} |", flush=True)


Search = Callable[[Query], object]


def _ours(passages: Sequence[Passage], views: Sequence[str], folder: Path) -> Search:
    writer = KeywordWriter(folder)
    for row, passage in enumerate(passages):
        writer.add(row, 0, passage)
    keywords: Keywords = writer.finish()

    def search(query: Query) -> object:
        phrases = tuple(Phrase(text) for text in query)
        condition: Condition = phrases[0] if len(phrases) == 1 else AllOf(phrases)
        found = keywords.matching(condition, _HITS)
        return [
            [phrase_spans(folded(passages[row].text), phrase.text) for phrase in phrases]
            for row, _ in found.best
        ]

    return search


def _fts5(passages: Sequence[Passage], views: Sequence[str], folder: Path) -> Search:
    connection = sqlite3.connect(folder / "fts.sqlite")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(words)")
    rows = ((row, " ".join(phrase_words(view))) for row, view in enumerate(views))
    connection.executemany("INSERT INTO t(rowid, words) VALUES (?, ?)", rows)
    connection.commit()

    def search(query: Query) -> object:
        match = " AND ".join(f'"{" ".join(phrase_words(text))}"' for text in query)
        return connection.execute(
            "SELECT rowid, highlight(t, 0, '[', ']') FROM t WHERE t MATCH ? ORDER BY rank LIMIT 10",
            (match,),
        ).fetchall()

    return search


def _bm25s(passages: Sequence[Passage], views: Sequence[str], folder: Path) -> Search:
    import bm25s  # only in the extra `benchmarks`

    index = bm25s.BM25()
    index.index([bulk_index_terms(view) for view in views], show_progress=False)

    def search(query: Query) -> object:
        terms = [term for text in query for term in bulk_index_terms(text)]
        rows, _ = index.retrieve([terms], k=_HITS, show_progress=False)
        return [[phrase_spans(views[row], text) for text in query] for row in rows[0]]

    return search


def _latency(search: Search, queries: Sequence[Query]) -> tuple[str, str]:
    for query in queries[:20]:
        search(query)
    times = []
    for query in queries:
        started = time.perf_counter()
        search(query)
        times.append(1000 * (time.perf_counter() - started))
    return f"{statistics.median(times):.2f}", f"{statistics.quantiles(times, n=20)[-1]:.2f}"


def _phrases(views: Sequence[str], count: int) -> list[Query]:
    draw = random.Random(2)
    found: list[Query] = []
    while len(found) < count:
        runs = re.findall("[\u4e00-\u9fff]{8,}", draw.choice(views))
        if runs:
            run = draw.choice(runs)
            start = draw.randrange(len(run) - 7)
            found.append((run[start : start + draw.randint(4, 8)],))
    return found


if __name__ == "__main__":
    main()
