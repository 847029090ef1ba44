"""From a query to ranked hits: keywords and vectors, fused, each hit with its reasons."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from types import MappingProxyType

from rag.encode import Encoder, Lexicon, TokenEncoder
from rag.index import Store, embedding_text
from rag.search.authority import Standing
from rag.search.forms import FORM_WEIGHT, answered_with
from rag.search.fuse import Ranking, fuse, ranks
from rag.search.late import COMPARED, lifted, nearness
from rag.search.match import Matcher, is_unspaced, matched_spans
from rag.search.parse import parse_query, without_asking
from rag.search.pinyin import Spellings, may_be_pinyin, read_pinyin, spell
from rag.search.typos import letters_mended
from rag.text import Span, fold, folded, index_terms, is_han, merged, stem
from rag.types import Hit, Passage, Query, QueryWord, Why

# How deep each ranking is read before fusing; hits beyond it are found by neither. Deeper where
# some documents stand higher than others, which may bring what is far down to the front.
DEPTH = 200
DEPTH_OF_RANKS = 1000

# The vectors' share in the fused score where the best passage by keywords holds the whole question;
# the less of it that one holds, the more they count, as if it held at least this much. Chinese
# keywords are strong on Chinese text; an English question reaches it only through translations.
DENSE_WEIGHTS: Mapping[str, float] = MappingProxyType({"zh": 0.25, "en": 0.4})
_LEAST_HELD = 0.2

# Chosen on CMRC 2018 train, by keywords alone: .937 of the right paragraphs first without joints
# and with weight spread evenly, .954 so.
_SPREADING = 0.7
_JOINT_WEIGHT = 0.4

# A shelf is spelt out on the first query in pinyin; on one of laws that would take too long, and
# only words of Chinese at large are read.
_DOCUMENTS_SPELT = 100


@dataclass(frozen=True, slots=True)
class Searcher:
    """Search over one store, with the models that fit it."""

    store: Store
    encoder: Encoder
    lexicon: Lexicon
    dense_weights: Mapping[str, float] = field(default_factory=lambda: DENSE_WEIGHTS)
    _spellings: list[Spellings] = field(default_factory=list, compare=False, repr=False)
    _standings: list[Standing] = field(default_factory=list, compare=False, repr=False)

    def parse(self, text: str) -> Query:
        """The query that `text` is; QueryError if it cannot be one."""
        read = self._read_as(text) or self._mended(text)
        return replace(parse_query(read or text, self.lexicon), text=text, read_as=read)

    def prepare_pinyin(self) -> None:
        """Spell the shelf and the words of Chinese now, and not on the first query in pinyin."""
        self._spelt()

    def _read_as(self, text: str) -> str:
        """The Han that a query in pinyin spells; empty for any other."""
        if not may_be_pinyin(text, self.lexicon):
            return ""
        return read_pinyin(text, self._spelt(), self.lexicon)

    def _mended(self, text: str) -> str:
        """What an English query with slips of typing was meant to be; empty for any other."""
        if any(map(is_han, folded(text))):
            return ""
        mended = letters_mended(text, self.lexicon, self._frequency_of_english)
        return mended if mended != text else ""

    def _frequency_of_english(self, word: str) -> int:
        terms = (stem(word), *(term for term, _ in self.lexicon.translations(word)))
        return max(map(self.term_frequency, terms))

    def _spelt(self) -> Spellings:
        """How the shelf is spelt, worked out once."""
        if not self._spellings:
            self._spellings.append(self._spell())
        return self._spellings[0]

    def _spell(self) -> Spellings:
        ids = [document.doc_id for document in self.store.documents()]
        if len(ids) > _DOCUMENTS_SPELT:
            return spell((), ())
        headings = (section.heading for doc_id in ids for section in self.store.sections(doc_id))
        return spell(headings, (self.store.document(doc_id).text for doc_id in ids))

    def search(self, query: Query, k: int = 10) -> list[Hit]:
        """At most `k` hits, best first; the first `k` of any longer list are these.

        They are of the first `DEPTH` by keywords and by vectors, or of the first `DEPTH_OF_RANKS`
        where some documents stand higher than others: of those there may be fewer than `k`.
        """
        standing = self.standing()
        depth = DEPTH if standing.is_level else DEPTH_OF_RANKS
        keyword = self.store.keywords(keyword_terms(query), depth)
        dense = self.store.dense(self.encoder.encode([query.folded])[0], depth)
        by_keyword, by_vector = ranks(keyword), ranks(dense)
        share = self._dense_share(query, keyword)
        worth = partial(standing.worth, query.folded)
        fused = fuse(keyword, dense, share, worth, depth=depth)
        # One ranking alone, as it is measured, stays as it is.
        passage_of = cache(self.store.passage)
        near = self._nearness(query, fused, passage_of) if 0 < share < 1 else {}
        hits = []
        for rank, (row, score) in enumerate(lifted(fused, near, worth)[:k], start=1):
            passage = passage_of(row)
            keyword_rank, keyword_score = by_keyword.get(row, (None, 0.0))
            dense_rank, dense_score = by_vector.get(row, (None, 0.0))
            matched = spans_in_passage(query, passage)
            why = Why(keyword_rank, keyword_score, dense_rank, dense_score, near.get(row), matched)
            hits.append(Hit(passage, score, rank, why))
        return hits

    def _nearness(
        self, query: Query, found: Ranking, passage_of: Callable[[int], Passage]
    ) -> dict[int, float]:
        """How near the words of the best rows are to the question's, where the encoder can tell."""
        if not isinstance(self.encoder, TokenEncoder):
            return {}
        rows = [row for row, _ in found[:COMPARED]]
        texts = [embedding_text(passage_of(row)) for row in rows]
        question, *passages = self.encoder.tokens([query.folded, *texts])
        return {row: nearness(question, p) for row, p in zip(rows, passages, strict=True)}

    def standing(self) -> Standing:
        """How high the documents stand beside each other."""
        if not self._standings:
            self._standings.append(Standing(self.store.documents()))
        return self._standings[0]

    def _dense_share(self, query: Query, keyword: Ranking) -> float:
        """How much the vectors count beside this ranking by keywords (0 to 1).

        A question of which even the best passage holds few words was asked in other words, or
        in another language: there the keywords' lead says little.
        """
        held = 1.0
        if keyword:
            best = self.store.passage(keyword[0][0])
            held = max(_LEAST_HELD, self.matcher(query).share((1.0, folded(best.text))))
        weight = self.dense_weights[query.language]
        return weight / (weight + (1.0 - weight) * held)

    def matcher(self, query: Query) -> Matcher:
        """The query's words, weighed, ready to be looked for in texts."""
        absent = (word.text for word in query.words if self.frequency(word) == 0)
        return Matcher(query, tuple(self.weights(query)), frozenset(absent))

    def weights(self, query: Query) -> list[float]:
        """How telling each word of the query is here: rare in the language and in this corpus.

        An inverse document frequency scaled to at most 1 (a word that occurs nowhere), times the
        word's rarity in the language at large.
        """
        most = math.log(1 + 2 * (len(self.store) + 1))
        return [
            word.rarity * math.log(1 + (len(self.store) + 1) / (self.frequency(word) + 0.5)) / most
            for word in query.words
        ]

    def frequency(self, word: QueryWord) -> int:
        """In how many passages the word, or what stands for it, occurs."""
        return max(self.term_frequency(term) for term, _ in word.alternatives)

    def term_frequency(self, term: str) -> int:
        """In how many passages a term occurs, also inside longer words."""
        if len(term) == 1 and is_han(term):
            # An index term only where it stands for itself.
            return self.store.phrase_count(term)
        found = self.store.document_frequency(term)
        if found == 0 and is_unspaced(term) and (len(term) > 2 or not is_han(term)):
            return self.store.phrase_count(term)
        return found


def keyword_terms(query: Query) -> dict[str, float]:
    """The weighted terms that keyword search looks for.

    Each alternative of each word, by how sure it is, spread over its index terms: a long Han word
    and its bigrams share its weight. (Probabilistic structured queries, Darwish and Oard 2003.)
    Bigrams that join two words count a little: words that stand together there stand so here.
    """
    terms: dict[str, float] = {}
    for word in query.words:
        for alternative, sure in word.alternatives:
            parts = dict.fromkeys(index_terms(alternative))
            for term in parts:
                weight = sure * word.rarity / len(parts) ** _SPREADING
                terms[term] = terms.get(term, 0.0) + weight
    for term in index_terms(without_asking(query.folded)):
        if len(term) == 2 and is_han(term):
            terms.setdefault(term, _JOINT_WEIGHT)
    for term in answered_with(query.folded):
        terms.setdefault(term, FORM_WEIGHT)
    return terms


def spans_in_passage(query: Query, passage: Passage) -> tuple[Span, ...]:
    """The query's words in the passage, as spans of the cited text, overlaps joined."""
    view = fold(passage.text)
    found = matched_spans(query, view.text)
    start = passage.span.start
    return merged(view.offsets.to_source(span).shifted(start) for span in found)
