"""How an index grows: build rate, size, time to open, and latency at 10,000 passages and more.

    python -m benchmarks.index_scale LAWS.jsonl.gz [MORE.jsonl.gz ...] [--sizes 10000 100000]

Each line of a file is a law article with `law`, `chapter`, `article` and its text in `text` or
`zh`. A law becomes a document, an article a passage. Questions are runs of 12 to 30 characters of
the articles, asked for 50 hits; dense recall is how many of the 50 nearest a dense search finds.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from rag.corpus import Corpus, ParsedDocument
from rag.encode import Encoder, load_encoder
from rag.index import Store, open_index, refresh_index
from rag.index.vectors import CANDIDATES
from rag.text import folded, index_terms
from rag.types import Document, Passage, Section, Span

_QUESTIONS = 200
_HITS = 50
Article = dict[str, str]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--encoder", help="a sentence-transformers model; else the bundled one")
    given = parser.parse_args()
    encoder = load_encoder(given.encoder)
    print(f"encoder {encoder.name}, {encoder.dim} numbers")
    print(
        "| passages | build s | passages/s | refresh s | peak MB | disk MB | open s | dense ms |"
        " keyword ms | phrase ms | read ms | dense recall |"
    )
    print(12 * "|---" + "|")
    for size in given.sizes:
        articles = list(islice(read_articles(given.files), size))
        print(measured(corpus_of(articles), encoder), flush=True)
        if len(articles) < size:
            break


def measured(corpus: Corpus, encoder: Encoder) -> str:
    """A row of the table for one corpus."""
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        report = refresh_index(directory, corpus, encoder)
        again = refresh_index(directory, Corpus(corpus.documents[1:], (), "changed"), encoder)
        started = time.perf_counter()
        store = open_index(directory)
        opened = time.perf_counter() - started
        size = sum(path.stat().st_size for path in again.path.rglob("*") if path.is_file())
        questions = list(_questions(store))
        searches = " | ".join(f"{ms:.2f}" for ms in latencies(store, encoder, questions))
        found = recall(store, encoder, questions)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        store.close()
    return (
        f"| {report.passages:,} | {report.seconds:.1f} | {report.passages / report.seconds:,.0f} "
        f"| {again.seconds:.1f} | {peak:.0f} | {size / 1e6:.0f} | {opened:.2f} | {searches} "
        f"| {found:.3f} |"
    )


def latencies(
    store: Store, encoder: Encoder, questions: Sequence[str]
) -> tuple[float, float, float, float]:
    """Median milliseconds of a dense, a keyword and a phrase search, and of reading ten hits."""
    vectors = encoder.encode(questions)
    words = [dict.fromkeys(index_terms(folded(question)), 1.0) for question in questions]
    phrases = [folded(question)[:6] for question in questions]
    rows = [[row for row, _ in store.keywords(terms, 10)] for terms in words]
    numbers = range(len(questions))
    return (
        _median_ms(lambda i: store.dense(vectors[i], _HITS), numbers),
        _median_ms(lambda i: store.keywords(words[i], _HITS), numbers),
        _median_ms(lambda i: store.phrase(phrases[i], _HITS), numbers),
        _median_ms(lambda i: [store.passage(row) for row in rows[i]], numbers),
    )


def recall(store: Store, encoder: Encoder, questions: Sequence[str]) -> float:
    """The share of the nearest passages that a search for them finds."""
    found = 0
    for vector in encoder.encode(questions):
        # So many are only found by looking at each.
        nearest = store.dense(vector, CANDIDATES[-1])[:_HITS]
        found += len(dict(nearest).keys() & dict(store.dense(vector, _HITS)).keys())
    return found / (_HITS * len(questions))


def read_articles(files: Sequence[Path]) -> Iterator[Article]:
    """The articles of all files, in order."""
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def text_of(article: Article) -> str:
    """What an article says, in whichever script its file has it."""
    return article.get("text") or article["zh"]


def corpus_of(articles: Sequence[Article]) -> Corpus:
    """A corpus with a document for each law, and a passage for each of its articles."""
    laws: dict[str, list[Article]] = {}
    for article in articles:
        laws.setdefault(f"{article['category']}/{article['law']}", []).append(article)
    digest = hashlib.sha256(json.dumps(articles).encode()).hexdigest()
    return Corpus(tuple(parsed(doc_id, law) for doc_id, law in laws.items()), (), digest)


def parsed(doc_id: str, articles: Sequence[Article]) -> ParsedDocument:
    """A law as a document, its articles as sections and passages."""
    texts = [text_of(article) for article in articles]
    title = articles[0]["law"]
    sections, passages, start = [], [], 0
    for number, (article, text) in enumerate(zip(articles, texts, strict=True)):
        span, address = Span(start, start + len(text)), f"{number}"
        nothing = Span(start, start)
        sections.append(
            Section(doc_id, address, "article", article["article"], "", span, nothing, span)
        )
        path = tuple(words for words in (title, article["chapter"], article["article"]) if words)
        passages.append(Passage(doc_id, address, "", span, text, path))
        start = span.end + 1
    document = Document(doc_id, title, "\n".join(texts), "zh")
    return ParsedDocument(document, tuple(sections), tuple(passages))


def _questions(store: Store) -> Iterator[str]:
    draw = random.Random(1)
    for _ in range(_QUESTIONS):
        text = store.passage(draw.randrange(len(store))).text
        start = draw.randrange(max(1, len(text) - 30))
        yield text[start : start + draw.randint(12, 30)]


def _median_ms(search: Callable[[int], object], numbers: Sequence[int]) -> float:
    times = []
    for number in numbers:
        started = time.perf_counter()
        search(number)
        times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times)


if __name__ == "__main__":
    main()
