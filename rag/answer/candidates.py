"""The sentences that could answer, each scored by how much of the question it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rag.answer.echo import is_echo, is_interrogative
from rag.answer.kind import Wanted
from rag.answer.lists import UNLISTED_KINDS, announces
from rag.answer.marks import fills_blank, has_form
from rag.answer.quantities import quantities
from rag.answer.reading import NOTHING_READ, ReadAnswer, Readings
from rag.answer.sentence_score import (
    NO_FEATURES,
    SentenceFeatures,
    likelihood_feature,
    longest_run,
    sentence_score,
)
from rag.search import Matcher, Searcher
from rag.text import Span, folded, is_han, sentences
from rag.types import AnswerKind, Document, Hit, Passage, Query, Section

# What a word of the question is worth when it stands not in the sentence but around it: in the
# headings above, or elsewhere in the clause's own body.
_HEADING_CREDIT = 0.6
_BODY_CREDIT = 0.5

# What being only a heading takes away, in the units of a sentence's score. And what is left of a
# sentence's coverage if it lacks the number that is asked for.
_HEADING_PENALTY = 2.0
_NO_NUMBER = 0.25
# What being a question itself takes away: such a sentence repeats the reader's words, and is quoted
# only where nothing else is close.
_INTERROGATIVE_PENALTY = 6.0
# And what it takes away to have no telling word that the question does not have.
_ECHO_PENALTY = 6.0


@dataclass(frozen=True, slots=True)
class HitFacts:
    """How a candidate's passage was found: its score beside the best hit's, its rank (from 1), and
    its likeness to the question (the cosine)."""

    score: float = 0.0
    rank: int = 1
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence or heading of a section: `span` in the cited text, and how it scored.

    `read` is what the reader took for the answer in it, if it read it. `coverage` is how much of
    the question it and its surroundings hold. `beside` is quoted before it: the rule that it
    punishes, most often none; `context` are such words, folded, that count as its own.
    """

    document: Document
    section: Section
    span: Span
    is_heading: bool
    headings: str = field(default="", repr=False)
    body: str = field(default="", repr=False)
    hit: HitFacts = HitFacts()
    features: SentenceFeatures = NO_FEATURES
    read: ReadAnswer | None = None
    coverage: float = 0.0
    score: float = 0.0
    beside: tuple[Quoted, ...] = ()
    context: str = field(default="", repr=False)

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.span.of(self.document.text)

    @property
    def said(self) -> str:
        """All that it says, folded, with the context that counts as its own."""
        return self.context + folded(self.text)

    @property
    def is_in_clause(self) -> bool:
        """True if it stands in a clause, or below one; False in a text without any."""
        return bool(self.section.parent) or self.section.kind not in UNLISTED_KINDS


@dataclass(frozen=True, slots=True)
class Quoted:
    """A span of a document's cited text that the answer quotes, and the section it stands in.

    `answer` are the words in it that answer, where they are known: a span of the same text.
    """

    document: Document
    section: Section
    span: Span
    answer: Span | None = None


def scored_candidates(
    searcher: Searcher,
    matcher: Matcher,
    hits: Sequence[Hit],
    want: Wanted,
    readings: Readings = NOTHING_READ,
) -> list[Candidate]:
    """The sentences of the hits' sections, best first."""
    found = [
        candidate
        for neighbors in _sections(searcher, hits)
        for candidate in scored_together(neighbors, matcher, want, readings)
        if not (candidate.is_heading and _lacks_number(candidate, want))
        and not _only_asks(candidate, matcher.query)
    ]
    return sorted(found, key=best_first)


def scored_together(
    neighbors: Sequence[Candidate], matcher: Matcher, want: Wanted, readings: Readings
) -> list[Candidate]:
    """Candidates that stand together, each scored by what sets it apart from the others, too."""
    return [
        _score(_with_reading(candidate, readings), apart, matcher, want)
        for candidate, apart in zip(neighbors, _apart(neighbors, matcher), strict=True)
    ]


def _sections(searcher: Searcher, hits: Sequence[Hit]) -> Iterable[list[Candidate]]:
    """The candidates of each section that has a hit."""
    seen: set[tuple[str, str]] = set()
    best_score = max((hit.score for hit in hits), default=0.0) or 1.0
    for hit in hits:
        doc_id, address = hit.passage.doc_id, hit.passage.address
        if (doc_id, address) in seen:
            continue
        seen.add((doc_id, address))
        document, section = place_of(searcher, hit.passage)
        headings = folded(" ".join(hit.passage.path))
        facts = HitFacts(hit.score / best_score, hit.rank, hit.why.dense_score)
        yield [
            replace(candidate, hit=facts) for candidate in _candidates(document, section, headings)
        ]


def place_of(searcher: Searcher, passage: Passage) -> tuple[Document, Section]:
    """The document and the section that a passage stands in."""
    section = section_at(searcher, passage.doc_id, passage.address)
    return searcher.store.document(passage.doc_id), section


def section_at(searcher: Searcher, doc_id: str, address: str) -> Section:
    """The section of a document that has just this address, as a passage or a child gives it."""
    sections = searcher.store.sections(doc_id)
    return next(section for section in sections if section.address == address)


def _with_reading(candidate: Candidate, readings: Readings) -> Candidate:
    spans = (candidate.span, *(quoted.span for quoted in candidate.beside))
    read = [readings.best_in(candidate.document.doc_id, span) for span in spans]
    best = max(filter(None, read), key=lambda answer: answer.likelihood, default=None)
    return candidate if best is None else replace(candidate, read=best)


def _candidates(document: Document, section: Section, headings: str) -> Iterable[Candidate]:
    if section.heading_span:
        yield Candidate(document, section, section.heading_span, True, headings)
    body = folded(section.body_span.of(document.text))
    for span in body_sentences(document, section):
        yield Candidate(document, section, span, False, headings, body)


def body_sentences(document: Document, section: Section) -> list[Span]:
    """The sentences of a section's own body, without its label: spans of the cited text."""
    start = section.body_span.start
    return [span.shifted(start) for span in sentences(section.body_span.of(document.text))]


def said_in(document: Document, section: Section) -> list[Quoted]:
    """What a section says itself: its heading, if any, and the sentences of its own body."""
    heading = [section.heading_span] if section.heading_span else []
    spans = [*heading, *body_sentences(document, section)]
    return [Quoted(document, section, span) for span in spans]


def announcing(sections: Mapping[str, Section], item: Quoted) -> tuple[Quoted, ...]:
    """What announces an item that has no heading of its own, from the top down: the last sentences
    of the clauses above, by their addresses, that end in a colon."""
    document, section = item.document, item.section
    found: list[Quoted] = []
    while section.parent and section.kind not in UNLISTED_KINDS and not section.heading:
        section = sections[section.parent]
        said = body_sentences(document, section)[-1:]
        if not said or not announces(said[0].of(document.text)):
            break
        found.insert(0, Quoted(document, section, said[0]))
    return tuple(found)


def _apart(neighbors: Sequence[Candidate], matcher: Matcher) -> list[float]:
    """For each sentence of a section, the share of the question that sets it apart there.

    A word that many of the sentences have is what the section is about, and tells little of which
    of them answers: each word counts by one over the number of sentences that have it.
    """
    if not neighbors:
        return []
    credits = [matcher.credits(candidate.said) for candidate in neighbors]
    holders = [sum(credit > 0 for credit in column) for column in zip(*credits, strict=True)]
    telling = [1 / holder if holder else 0.0 for holder in holders]
    total = sum(telling) or 1.0
    return [sum(t * c for t, c in zip(telling, row, strict=True)) / total for row in credits]


def _score(candidate: Candidate, apart: float, matcher: Matcher, want: Wanted) -> Candidate:
    text = candidate.said
    coverage = matcher.share(
        (1.0, text), (_HEADING_CREDIT, candidate.headings), (_BODY_CREDIT, candidate.body)
    )
    query = matcher.query
    is_numberless = want.quantity is not None and not quantities(want.quantity, text)
    features = SentenceFeatures(
        own=matcher.share((1.0, text)),
        clause=matcher.share((1.0, candidate.body), (_HEADING_CREDIT, candidate.headings)),
        apart=apart,
        order=_pairs_held(query, text),
        run=longest_run(query.folded, text),
        blank=float(fills_blank(query, text)),
        form=float(has_form(query, text)),
        numberless=float(is_numberless),
        hit=candidate.hit.score,
        rank=1 / candidate.hit.rank,
        first=float(candidate.hit.rank == 1),
        read=candidate.read.likelihood if candidate.read else 0.0,
        odds=likelihood_feature(candidate.read.likelihood) if candidate.read else 0.0,
    )
    return replace(
        candidate,
        features=features,
        # No number, no answer: however much of the question the sentence has.
        coverage=coverage * (_NO_NUMBER if is_numberless else 1.0),
        score=sentence_score(features) - _penalty(candidate, text, query, want),
    )


def _penalty(candidate: Candidate, text: str, query: Query, want: Wanted) -> float:
    if candidate.is_heading:
        return _HEADING_PENALTY
    if is_interrogative(text):
        return _INTERROGATIVE_PENALTY
    is_asked_to_tell = want.kind is not AnswerKind.YES_NO and not want.is_bare
    only_repeats = is_asked_to_tell and not announces(text) and is_echo(query, text)
    return _ECHO_PENALTY if only_repeats else 0.0


def _only_asks(candidate: Candidate, query: Query) -> bool:
    """True for a sentence that asks what the reader asks, and tells nothing."""
    text = folded(candidate.text)
    return not candidate.is_heading and is_interrogative(text) and is_echo(query, text)


def _lacks_number(candidate: Candidate, want: Wanted) -> bool:
    """True if a number or a time is asked for, and the words have no digit."""
    asks_number = want.is_time or (want.quantity is not None and want.quantity.is_number)
    return asks_number and not any(map(str.isdigit, candidate.text))


def _pairs_held(query: Query, text: str) -> float:
    """The share of neighboring characters of the question's words that the text has together."""
    han = "".join(word.text if is_han(word.text) else " " for word in query.words)
    pairs = {han[i : i + 2] for i in range(len(han) - 1) if " " not in han[i : i + 2]}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def best_first(candidate: Candidate) -> tuple[float, str, int]:
    """The order of candidates: the key that sorts them."""
    return (-candidate.score, candidate.document.doc_id, candidate.span.start)
