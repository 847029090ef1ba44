"""The shelf as checking asks it: documents by name, clauses by address, where words may stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rag.cite.checking.attribution import Attribution
from rag.cite.checking.words import Words, words_of
from rag.corpus import DOCUMENTS_LEAFED, candidate_sections, is_subdivided, subdivisions
from rag.index import AllOf, Phrase, Store
from rag.index.phrases import phrase_words
from rag.search.authority import without_state
from rag.text import Span, folded, index_terms
from rag.types import Section

_CONTAINERS = ("part", "chapter", "section", "title", "appendix")
_SUBDIVISION = re.compile(r"\s*(?:第[^第/]{1,8}[款項项目]|/?\([^()]{1,4}\))$")

_LONGEST_SECTION = 50_000
_TERMS_SOUGHT = 24
_PASSAGES_READ = 16
_REGIONS_KEPT = 4
_LONGEST_WINDOW = 250


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a document in which a quotation is looked for; its words' spans are of the
    document's cited text.
    """

    doc_id: str
    span: Span
    words: Words


@dataclass(frozen=True, slots=True)
class Shelf:
    """A store, with its documents by the names that notes may use for them."""

    store: Store
    names: Mapping[str, tuple[str, ...]]

    def knows(self, name: str) -> bool:
        """True for the id or title of a document."""
        return _name_key(name) in self.names

    def named(self, name: str) -> tuple[str, ...]:
        """The ids of the documents that a name may mean."""
        return self.names.get(_name_key(name), ())


def shelf_of(store: Store) -> Shelf:
    """The shelf of a store."""
    names: dict[str, tuple[str, ...]] = {}
    for summary in store.documents():
        keys = {_name_key(summary.doc_id), _name_key(summary.title)}
        keys |= {without_state(key) for key in keys}
        for key in keys - {""}:
            names[key] = (*names.get(key, ()), summary.doc_id)
    return Shelf(store, names)


def places_meant(shelf: Shelf, doc_id: str, address: str) -> tuple[Span, ...]:
    """Where the clauses, paragraphs and items of a document stand that an address may mean.

    One that is in no article and has no clause of its own means the clause that it is in.
    """
    sections = shelf.store.sections(doc_id)
    while True:
        found = candidate_sections(sections, address)
        if found:
            return tuple(section.span for section in found)
        if is_subdivided(address):
            parts = subdivisions(sections, address, lambda id_: shelf.store.document(id_).text)
            return tuple(part.span for part in parts)
        shorter = _SUBDIVISION.sub("", address)
        if shorter in ("", address):
            return ()
        address = shorter


def stands_as_cited(shelf: Shelf, attribution: Attribution, doc_id: str, span: Span) -> bool:
    """True if words at this place stand where the notes say, or where they don't quite say it."""
    if attribution.document and doc_id not in shelf.named(attribution.document):
        return False
    meant = [p for a in attribution.addresses for p in places_meant(shelf, doc_id, a)]
    if not meant:
        return attribution.is_doubtful or not attribution.addresses
    middle = span.start + len(span) // 2
    return any(place.start <= span.start and middle <= place.end for place in meant)


def cited_regions(shelf: Shelf, attribution: Attribution | None) -> Iterator[Region]:
    """The clauses that an attribution means, on a small shelf also if it names no document."""
    if attribution is None:
        return
    doc_ids: Iterable[str] = shelf.named(attribution.document)
    if not attribution.document and len(shelf.store.documents()) <= DOCUMENTS_LEAFED:
        doc_ids = [summary.doc_id for summary in shelf.store.documents()]
    for doc_id in doc_ids:
        for address in attribution.addresses:
            for place in places_meant(shelf, doc_id, address):
                if len(place) <= _LONGEST_SECTION:
                    yield region_at(shelf, doc_id, place)


def region_at(shelf: Shelf, doc_id: str, span: Span, margin: int = 0) -> Region:
    """The stretch of a document at a span, with a margin on either side."""
    text = shelf.store.document(doc_id).text
    span = Span(max(0, span.start - margin), min(len(text), span.end + margin))
    return Region(doc_id, span, words_of(span.of(text), span.start))


def rows_with(
    shelf: Shelf, pieces: Iterable[Words], k: int, scope: frozenset[str] | None = None
) -> list[int]:
    """The first `k` passages that have all of the pieces word for word, or the longest of them."""
    phrases = [" ".join(piece.folded) for piece in pieces]
    phrases = [phrase for phrase in phrases if phrase_words(phrase)]
    if not phrases:
        return []
    if len(phrases) > 1 and scope is None:
        condition = AllOf(tuple(Phrase(phrase) for phrase in phrases))
        rows = list(shelf.store.matching(condition, 1).rows[:k])
        if rows:
            return rows
    return shelf.store.phrase(max(phrases, key=len), k, scope)


def similar_regions(shelf: Shelf, words: Words) -> list[Region]:
    """The stretches of the shelf that have most in common with the words, at most four."""
    # Only a quotation that stands nowhere needs them.
    from rapidfuzz import fuzz
    from rapidfuzz.distance import LCSseq

    view = " ".join(words.folded)
    terms = dict.fromkeys(index_terms("".join(words.folded)) + index_terms(view))
    frequencies = {term: shelf.store.document_frequency(term) for term in terms}
    rarest = sorted((t for t in terms if frequencies[t]), key=lambda t: (frequencies[t], t))
    sought = dict.fromkeys(rarest[:_TERMS_SOUGHT], 1.0)
    regions: list[Region] = []
    margin = 100 + len(words) * 3 // 2
    for row, _ in shelf.store.keywords(sought, _PASSAGES_READ):
        passage = shelf.store.passage(row)
        known = (r for r in regions if r.doc_id == passage.doc_id)
        if not any(region.span.contains(passage.span) for region in known):
            regions.append(region_at(shelf, passage.doc_id, passage.span, margin))
    # partial_ratio tries every window: 4.6 s for a quotation of 2,800 words in as many.
    likeness_of = fuzz.partial_ratio if len(words) <= _LONGEST_WINDOW else LCSseq.similarity
    likeness = [likeness_of(view, " ".join(r.words.folded)) for r in regions]
    order = sorted(range(len(regions)), key=lambda i: (-likeness[i], i))
    return [regions[i] for i in order[:_REGIONS_KEPT]]


def innermost(shelf: Shelf, doc_id: str, span: Span) -> Section:
    """The smallest clause around a span, or around its beginning if no clause holds all of it."""
    sections = shelf.store.sections(doc_id)
    first = Span(span.start, span.start + 1)
    around = [s for s in sections if s.span.contains(span)]
    around = around or [s for s in sections if s.span.contains(first)] or list(sections)
    return min(around, key=lambda section: (len(section.span), section.address))


def home(shelf: Shelf, doc_id: str, span: Span) -> str:
    """The address of what an editor calls one place: the article, or the clause with a heading.

    Items of a list without headings are of the place that lists them.
    """
    by_address = {s.address: s for s in shelf.store.sections(doc_id)}
    section = innermost(shelf, doc_id, span)
    path = [section]
    while path[-1].parent:
        path.append(by_address[path[-1].parent])
    for one in path:
        if one.kind == "article":
            return one.address
    for one in path:
        if one.heading or one.kind in _CONTAINERS:
            return one.address
    return path[-1].address


def _name_key(name: str) -> str:
    return "".join(folded(name).split()).strip("<>")
