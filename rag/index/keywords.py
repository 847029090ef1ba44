"""The keyword index: BM25 over our own terms, and phrases word for word (tantivy)."""

from __future__ import annotations

import json
import math
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Order, Query

from rag.index.condition_query import MOST_WORDS, condition_query, phrase_query
from rag.index.conditions import Condition, Matches
from rag.index.phrases import bounded, phrase_words
from rag.index.store import ScoredRow
from rag.text import bulk_index_terms, folded
from rag.types import Passage

# Of 499 lay questions over 148,032 law articles, recall@10 was .432 without headings, .440 with a
# quarter of the weight of the text, .447 with half, .433 with as much.
HEADING_WEIGHT = 0.5
_WRITER_BYTES = 3_900_000_000  # a bound, not a cost: 288,000 passages took 0.5 GB
_HEADINGS_KEPT = 4096
_REMOVALS = 3


class KeywordWriter:
    """Writes the keyword index; passages are added in order of row."""

    def __init__(self, folder: Path | None, *, writer_bytes: int = _WRITER_BYTES) -> None:
        """`folder` is an empty folder, or None for an index in memory."""
        self._index = tantivy.Index(_schema(), path=None if folder is None else str(folder))
        # Nothing is read while writing; a reader would watch the folder and lock it at odd times.
        self._index.config_reader(reload_policy="manual")
        self._folder = folder
        # One thread and no overflow of the buffer make one segment, in order of row, always alike.
        self._writer: tantivy.IndexWriter | None = self._index.writer(
            heap_size=writer_bytes, num_threads=1
        )
        self._headings = lru_cache(_HEADINGS_KEPT)(_heading_terms)

    def add(self, row: int, document: int, passage: Passage) -> None:
        """Add the passage of a row, of the document with this number."""
        text = folded(passage.text)
        entry = tantivy.Document()
        entry.add_unsigned("row", row)
        entry.add_unsigned("document", document)
        entry.add_text("terms", " ".join(map(bounded, bulk_index_terms(text))))
        entry.add_text("headings", self._headings(passage.path))
        entry.add_text("words", " ".join(map(bounded, phrase_words(text))))
        self._open_writer().add_document(entry)

    def finish(self) -> Keywords:
        """Commit, and return the index for reading."""
        try:
            self._open_writer().commit()
        except ValueError as error:  # what tantivy makes of a full disk
            raise OSError(str(error)) from error
        self._release()
        if self._folder is None:
            self._index.reload()
            return Keywords(self._index)
        _settle_names(self._folder)
        return Keywords.open(self._folder)

    def abandon(self) -> None:
        """Forget what was added, and wait until nothing more is written into the folder."""
        if self._writer is not None:
            self._writer.rollback()
            self._release()

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise ValueError("this keyword index is finished")
        return self._writer

    def _release(self) -> None:
        self._open_writer().wait_merging_threads()
        self._writer = None


class Keywords:
    """Reads the keyword index."""

    def __init__(self, index: tantivy.Index) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def open(cls, folder: Path) -> Keywords:
        """The index of a folder, which may be read-only, and in which nothing is written.

        tantivy makes a lock file even to read, and then maps its files into memory; so it is
        shown a passing folder of links.
        """
        with _passing_folder() as links:
            for file in folder.iterdir():
                (links / file.name).symlink_to(file.resolve())
            index = tantivy.Index.open(str(links))
            index.config_reader(reload_policy="manual")
            return cls(index)

    def __len__(self) -> int:
        length: int = self._searcher.num_docs
        return length

    def search(self, terms: Mapping[str, float], k: int) -> list[ScoredRow]:
        """The best `k` rows that have any of the terms, by (-score, row)."""
        weighty = {term: weight for term, weight in terms.items() if weight != 0}
        if not weighty:
            return []
        hits = self._hits(self._any_of(weighty), k)
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        scored = [(row, score) for row, (score, _) in zip(rows, hits, strict=True)]
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))[:k]

    def phrase(self, phrase: str, k: int, documents: Sequence[int] | None = None) -> list[int]:
        """The first `k` rows that have the phrase, in order; of these documents, by number."""
        query = self._phrase_query(phrase)
        limit = min(k, len(self))  # tantivy panics at 0
        if query is None or limit < 1 or documents == []:
            return []
        if documents is not None:
            query = Query.boolean_query(
                [(Occur.Must, query), (Occur.Must, self._in_documents(documents))]
            )
        found = self._searcher.search(
            query, limit=limit, count=False, order_by_field="row", order=Order.Asc
        )
        return [row for row, _ in found.hits]

    def phrase_count(self, phrase: str) -> int:
        """How many rows have the phrase."""
        query = self._phrase_query(phrase)
        if query is None:
            return 0
        count: int = self._searcher.search(query, limit=1, count=True).count
        return count

    def matching(
        self, condition: Condition, k: int, scope: Sequence[range] | None = None
    ) -> Matches:
        """The rows that meet a condition, in order, and the `k` best by (-score, row)."""
        query = condition_query(self._schema, condition, scope, self._words_beginning)
        if not len(self):
            return Matches((), ())
        hits = self._hits(query, k)
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        best = sorted(
            zip(rows, (score for score, _ in hits), strict=True), key=lambda hit: (-hit[1], hit[0])
        )
        everything = self._searcher.search(
            query, limit=len(self), count=False, order_by_field="row", order=Order.Asc
        )
        return Matches(tuple(best[:k]), tuple(row for row, _ in everything.hits))

    def occurs(self, condition: Condition) -> bool:
        """True if a row meets a condition; none is counted or listed."""
        query = condition_query(self._schema, condition, None, self._words_beginning)
        return bool(self._searcher.search(query, limit=1, count=False).hits)

    def terms_with_prefix(self, prefix: str, k: int) -> list[str]:
        """The `k` index terms in most rows that begin so; ties in the order of the alphabet."""
        return [term for term, _ in self._searcher.terms_with_prefix("terms", prefix, limit=k)]

    def words_with_prefix(self, prefix: str, k: int) -> list[str]:
        """The `k` words in most rows that begin so; ties in the order of the alphabet."""
        found = self._searcher.terms_with_prefix("words", prefix, limit=k)
        return [word for word, _ in found]

    def document_frequency(self, term: str) -> int:
        """How many rows have the term in their text."""
        frequency: int = self._searcher.doc_freq("terms", bounded(term))
        return frequency

    def _any_of(self, terms: Mapping[str, float]) -> Query:
        parts = []
        # Sorted, because sums of floats depend on their order, and dicts remember theirs.
        for term, weight in sorted(terms.items()):
            if not (weight > 0 and math.isfinite(weight)):
                raise ValueError(f"the term {term} has the weight {weight}; it must not be below 0")
            for field, field_weight in (("terms", 1.0), ("headings", HEADING_WEIGHT)):
                found = Query.term_query(self._schema, field, bounded(term), index_option="freq")
                parts.append((Occur.Should, Query.boost_query(found, weight * field_weight)))
        return Query.boolean_query(parts)

    def _in_documents(self, documents: Sequence[int]) -> Query:
        return Query.const_score_query(
            Query.term_set_query(self._schema, "document", list(documents)), 0.0
        )

    def _phrase_query(self, phrase: str) -> Query | None:
        return phrase_query(self._schema, phrase_words(phrase)) if phrase_words(phrase) else None

    def _words_beginning(self, prefix: str) -> list[str]:
        return self.words_with_prefix(prefix, MOST_WORDS + 1)

    def _hits(self, query: Query, k: int) -> list[tuple[float, Any]]:
        """The best `k` hits, and whatever has the same score as the last of them."""
        length = len(self)
        limit = min(k + 1, length)
        while k > 0 and limit > 0:
            hits: list[tuple[float, Any]] = self._searcher.search(
                query, limit=limit, count=False
            ).hits
            if limit == length or len(hits) < limit or hits[-1][0] < hits[k - 1][0]:
                return hits
            limit = min(2 * limit, length)
        return []


@contextmanager
def _passing_folder() -> Iterator[Path]:
    """A folder for a moment.

    tantivy watches what it opens from the side until told not to, and its first look may make a
    lock file while the folder is being removed: then once more.
    """
    folder = Path(tempfile.mkdtemp(prefix="zhangju-"))
    try:
        yield folder
    finally:
        for _ in range(_REMOVALS):
            shutil.rmtree(folder, ignore_errors=True)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", fast=True)
    builder.add_unsigned_field("document", indexed=True)
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("headings", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="position")
    return builder.build()


def _heading_terms(path: Iterable[str]) -> str:
    return " ".join(bounded(term) for heading in path for term in bulk_index_terms(folded(heading)))


def _settle_names(folder: Path) -> None:
    """Name segments by their order, not at random, so that two builds make the same files."""
    for lock in folder.glob(".tantivy-*.lock"):
        lock.unlink()
    listings = [folder / "meta.json", folder / ".managed.json"]
    texts = [path.read_text("utf-8") for path in listings]
    for number, segment in enumerate(json.loads(texts[0])["segments"]):
        old, new = segment["segment_id"], f"00000000-0000-0000-0000-{number:012x}"
        texts = [_renamed(text, old, new) for text in texts]
        for file in folder.glob(f"{old.replace('-', '')}.*"):
            file.rename(folder / _renamed(file.name, old, new))
    texts[1] = json.dumps(sorted(json.loads(texts[1])))
    for path, text in zip(listings, texts, strict=True):
        path.write_text(text, "utf-8")
        path.chmod(0o644)


def _renamed(text: str, old: str, new: str) -> str:
    return text.replace(old, new).replace(old.replace("-", ""), new.replace("-", ""))
