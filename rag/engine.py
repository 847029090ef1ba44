"""The one place that opens an index and joins the parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from rag.answer import ReaderRerank, answer
from rag.cite.checking import CheckedNotes, check_notes
from rag.cite.reference import Reference, reference_to
from rag.corpus import (
    DOCUMENTS_LEAFED,
    clause_among,
    clauses_meant,
    corpus_fingerprint,
    nearest_named,
    parse_text,
    read_corpus,
)
from rag.encode import (
    Encoder,
    Reader,
    bundled_lexicon,
    load_encoder,
    load_encoder_called,
    load_reader,
)
from rag.index import (
    CORPUS,
    BuildReport,
    DocumentSummary,
    Progress,
    Store,
    build_in_memory,
    encoder_of,
    ensure_fresh,
    ensure_same_shelf,
    naming_folders,
    open_index,
    refresh_index,
)
from rag.search import Rerank, Searcher, SearchResult, check_readable, look_up, place_named
from rag.search.places import clause_anywhere
from rag.types import Answer, Clause, Document, Hit, QueryError, Section

_LONGEST_SHOWN = 60
_TOPS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Engine:
    """Questions, searches and clauses over one index.

    If the reader takes longer than `deadline_seconds`, an answer stands as search ranked it, and
    `answer.evidence.is_unread` is True; None lets it take its time.

    >>> engine = Engine.from_texts({"notes": "一、宗旨\\n服務居民。\\n二、方法\\n因地制宜。"})
    >>> engine.ask("方法是什麼?").sentences[0].text
    '因地制宜。'
    """

    searcher: Searcher
    reader: Reader | None = None
    deadline_seconds: float | None = None

    def __repr__(self) -> str:
        meta = self.searcher.store.meta
        return f"Engine(documents={meta.documents}, passages={meta.passages})"

    @classmethod
    def open(
        cls,
        index: str | Path = "index",
        *,
        corpus: str | Path | None = None,
        encoder: str | None = None,
        reader: str | None = None,
    ) -> Engine:
        """The engine over an index on disk.

        `encoder` is a sentence-transformers name or path, if the index was built with one, which is
        downloaded if need be; the default is the model that the index names, if it is on this
        machine (QueryError if not). `reader` is a model that reads the best hits for
        the answer, by name or path; the default is the bundled one, and "none" is none.
        IndexFormatError if the index is missing, damaged, foreign, or not of what is now in the
        folder `corpus` (if given).
        """
        folders = Path(index), CORPUS if corpus is None else Path(corpus)
        with naming_folders(*folders):
            store = open_index(Path(index))
        built_with = store.meta.encoder
        model = load_encoder_called(built_with) if encoder is None else load_encoder(encoder)
        fingerprint = store.meta.fingerprint
        if corpus is not None:
            fingerprint = corpus_fingerprint(Path(corpus))
            if fingerprint != store.meta.fingerprint:
                ensure_same_shelf(store, *folders)
        with naming_folders(*folders):
            ensure_fresh(store.meta, fingerprint, model.name)
        return cls.over(store, model, load_reader(reader))

    @staticmethod
    def build(
        corpus: str | Path = "corpus",
        index: str | Path = "index",
        *,
        encoder: str | None = None,
        progress: Progress | None = None,
    ) -> BuildReport:
        """Build the index of a folder of documents, or bring it up to date.

        The default encoder is that of the index, if there is one, and else the bundled one, which
        is called "bundled". What has not changed is not embedded again. The report names every
        file that was skipped.
        """
        documents = read_corpus(Path(corpus))
        built_with = encoder_of(Path(index)) if encoder is None else None
        model = load_encoder_called(built_with) if built_with else load_encoder(encoder)
        return refresh_index(Path(index), documents, model, progress=progress)

    @classmethod
    def from_texts(
        cls,
        texts: Mapping[str, str],
        *,
        titles: Mapping[str, str] = MappingProxyType({}),
        encoder: str | None = None,
        reader: str | None = None,
        progress: Progress | None = None,
    ) -> Engine:
        """An engine in memory over `{doc_id: text}`, each text cited as it is.

        A text without a title in `titles` has the one that it begins with, if any.
        """
        if not texts:
            raise QueryError("no texts were given; pass {doc_id: text}")
        if not isinstance(texts, Mapping) or not all(_is_named_text(*t) for t in texts.items()):
            raise QueryError("texts are strings by the ids of their documents: pass {doc_id: text}")
        if not any(text.strip() for text in texts.values()):
            raise QueryError("the texts have no words; pass {doc_id: text} with some in it")
        model = load_encoder(encoder)
        parsed = (parse_text(id_, text, title=titles.get(id_, "")) for id_, text in texts.items())
        store = build_in_memory(parsed, model, progress=progress)
        return cls.over(store, model, load_reader(reader))

    @classmethod
    def over(cls, store: Store, encoder: Encoder, reader: Reader | None = None) -> Engine:
        """An engine over an open store, with the encoder that built it, and a reader if any."""
        return cls(Searcher(store, encoder, bundled_lexicon()), reader)

    def ask(self, question: str) -> Answer:
        """The answer to a question: verbatim, proved sentences, or `found == False`."""
        return answer(self.searcher, question, self.reader, deadline_seconds=self.deadline_seconds)

    def prepare_pinyin(self) -> None:
        """Make ready in some seconds what the first query in pinyin would else wait for."""
        self.searcher.prepare_pinyin()

    def look_up(self, query: str, k: int = 10) -> SearchResult:
        """What a search finds, set out: exact hits, those near in meaning, counts, missing words.

        The query may use "phrases", AND OR NOT, parentheses, prefix*, in:二/4 and doc:ID; see
        `rag.search.query_language`. QueryError, naming the character, if it is not well formed.
        The best hits of a query that ends in a question mark are in the order in which the reader,
        if there is one, finds that they answer.
        """
        if k < 1:
            raise QueryError(f"cannot return {k} hits; ask for 1 or more")
        return look_up(self.searcher, query, k, rerank=self.reranker())

    def reranker(self) -> Rerank | None:
        """What puts the best hits of a question in the reader's order; None without a reader."""
        if self.reader is None:
            return None
        return ReaderRerank(self.searcher, self.reader, self.deadline_seconds)

    def search(self, query: str, k: int = 10) -> list[Hit]:
        """The `k` best passages for a query, best first, each with why it was found.

        A query with operators gives only passages that meet it; an address gives its clause first.
        """
        return list(self.look_up(query, k).hits)

    def show(self, address: str, doc_id: str | None = None) -> Clause:
        """The clause at an address (loosely typed, either script) with its place in the tree.

        A paragraph (第二条第二款) that is no clause of its own is shown with its article. Without
        `doc_id` the address may name its document (`notes 二/4`, `notes:二/4`, or by its title);
        if it does not, every document is searched. QueryError, naming the choices, if no clause
        or more than one is meant.
        """
        check_readable(address, "address")
        typed = address
        named = place_named(address, self.documents())
        if named is not None and doc_id in (None, named[1]):
            address, doc_id = named
        if doc_id is None and len(self.documents()) > DOCUMENTS_LEAFED:
            count = len(self.documents())
            raise clause_anywhere(_shortened(address), count, shown=_shown(address))
        # All documents at once: how closely a section fits is ranked within one call.
        doc_ids = [doc_id] if doc_id is not None else self._doc_ids()
        sections = tuple(chain.from_iterable(map(self.sections, doc_ids)))
        found = clauses_meant(sections, address, lambda id_: self.document(id_).text)
        if not found:
            where = f"document {doc_id}" if doc_id is not None else "any document"
            near = tuple(map(str, nearest_named(sections, address)))
            hint = f"nearest: {', '.join(near)}" if near else self._hint(sections)
            raise QueryError(
                f"no clause {_shown(typed)} in {where}; {hint}",
                "no_clause_near" if near else "no_clause",
                address=_shortened(typed),
                clauses="、".join(near),
            )
        if len(found) > 1:
            some = ", ".join(f"{section.doc_id}:{section.address}" for section in found[:5])
            raise QueryError(
                f"{_shown(typed)} could be {len(found)} clauses ({some}); give the whole address "
                "and the document",
                "many_clauses",
                address=_shortened(typed),
                clauses=len(found),
                some="、".join(section.address for section in found[:5]),
            )
        (section,) = found
        return clause_among(self.document(section.doc_id), self.sections(section.doc_id), section)

    def cite(self, address: str, doc_id: str | None = None, *, base_url: str = "") -> Reference:
        """The reference to the clause at an address, for `rag.cite.styles` to write.

        It links to the clause in the page that is served at `base_url`, if one is given.
        QueryError as for `show`.
        """
        clause = self.show(address, doc_id)
        return reference_to(clause.document, clause.section, base_url=base_url)

    def check(self, notes: str) -> CheckedNotes:
        """What is so of each quotation in the text of notes: see `rag.cite.checking.Status`."""
        return check_notes(self.searcher.store, notes)

    def documents(self) -> tuple[DocumentSummary, ...]:
        """What is on the shelf, in order."""
        return self.searcher.store.documents()

    def document(self, doc_id: str) -> Document:
        """A document with its cited text; QueryError, naming those there are, if unknown."""
        try:
            return self.searcher.store.document(doc_id)
        except KeyError as error:
            raise self._no_document(doc_id) from error

    def sections(self, doc_id: str) -> tuple[Section, ...]:
        """A document's clause tree, in document order; QueryError if it is unknown."""
        try:
            return self.searcher.store.sections(doc_id)
        except KeyError as error:
            raise self._no_document(doc_id) from error

    def _doc_ids(self) -> list[str]:
        return [summary.doc_id for summary in self.documents()]

    def _no_document(self, doc_id: str) -> QueryError:
        return QueryError(
            f"no document {_shown(doc_id)}; {self._known_documents()}",
            "no_document",
            document=_shortened(doc_id),
        )

    def _known_documents(self) -> str:
        ids = self._doc_ids()
        more = f" and {len(ids) - 5} more" if len(ids) > 5 else ""
        return f"there are: {', '.join(ids[:5])}{more}"

    def _hint(self, sections: Sequence[Section]) -> str:
        """Where to look for a clause of some documents, if none is near to what was typed."""
        if len({section.doc_id for section in sections}) != 1:
            return self._known_documents()
        tops = [section.address for section in sections if not section.parent]
        more = ", …" if len(tops) > _TOPS_SHOWN else ""
        return f"top clauses of {sections[0].doc_id}: {', '.join(tops[:_TOPS_SHOWN])}{more}"


def _is_named_text(doc_id: object, text: object) -> bool:
    return isinstance(doc_id, str) and bool(doc_id.strip()) and isinstance(text, str)


def _shown(typed: str) -> str:
    """What was typed, for a message: the beginning, if it is long."""
    return repr(_shortened(typed))


def _shortened(typed: str) -> str:
    return typed if len(typed) <= _LONGEST_SHOWN else typed[:_LONGEST_SHOWN] + "…"
