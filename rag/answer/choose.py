"""Which of the candidates answer, and whether any does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from rag.answer.candidates import (
    Candidate,
    Quoted,
    announcing,
    body_sentences,
    said_in,
    scored_candidates,
)
from rag.answer.confidence import signs_of, weighing
from rag.answer.definitions import best_definition
from rag.answer.in_turn import told_in_turn
from rag.answer.kind import Wanted, item_asked
from rag.answer.lists import (
    ListCandidate,
    announces,
    children_of,
    has_in_its_name,
    item_span,
    list_candidates,
)
from rag.answer.penalties import Penalties
from rag.answer.reading import NOTHING_READ, Readings
from rag.answer.terms import definition_of, terms_asked
from rag.refusals import Refusal, TooFewClauses
from rag.search import Matcher, Searcher, match_word
from rag.search.words import CHINESE_FUNCTION_WORDS
from rag.text import Span, folded, is_word, segment
from rag.types import AnswerKind, Document, Hit, Query, Section

# Below this share of the question's words, weighted, nothing answers it.
ANSWER_FLOOR = 0.5
# A list whose clause holds this much less of the question than the best sentence still stands.
_LIST_MARGIN = 0.05
# A heading is what the question names if the question has this share of the heading's
# own words, and the heading, with those above it, that share of the question's.
_NAMED_PRECISION = 0.8
_NAMED_COVERAGE = 0.7
_DEFINITION_FLOOR = 0.7
# The item of a list by its number: the list must hold this share of the rest of the question.
_ITEM_COVERAGE = 0.9
_HITS_FOR_LISTS = 20
# A sentence is quoted beside the best if it is at least a fifth as likely to be the answer.
_CLOSE = 1.5
_MOST_SENTENCES = {AnswerKind.EXPLANATION: 3}
# What may be answered by all of a list, or by the sentence that defines.
_TOLD_WHOLE = (AnswerKind.LIST, AnswerKind.DEFINITION)


@dataclass(frozen=True, slots=True)
class Choice:
    """What answers: nothing if `quoted` is empty. `coverage` is that of the best candidate.

    `refusal` tells why nothing does, where that is more than too little confidence. `confidence` is
    how likely the texts answer; what a question names by its heading or number is certain.
    """

    kind: AnswerKind
    quoted: tuple[Quoted, ...]
    coverage: float
    refusal: Refusal | None = None
    confidence: float = 1.0


def told_outright(searcher: Searcher, query: Query, want: Wanted) -> Choice | None:
    """What needs no hits to be chosen from: the item of a list by its number, and the sentence that
    defines a term in so many words."""
    if (item := _item_asked(searcher, query)) is not None:
        return item
    terms = terms_asked(query) if want.kind is AnswerKind.DEFINITION else []
    defined = definition_of(searcher, terms, query.folded)
    if defined is None:
        return None
    return Choice(AnswerKind.DEFINITION, (defined, *_led_in(searcher, defined)), 1.0)


def choose(
    searcher: Searcher,
    matcher: Matcher,
    hits: Sequence[Hit],
    want: Wanted,
    readings: Readings = NOTHING_READ,
    asked: Penalties | None = None,
) -> Choice:
    """The sentences that answer the matcher's query among its hits, or none: first those of the
    likeliest clause, but how and why in document order. Those of the penalties that are `asked` for
    go before all others."""
    query = matcher.query
    terms = terms_asked(query) if want.kind in _TOLD_WHOLE else []
    candidates = asked.candidates(hits, readings) if asked else []
    candidates = candidates or scored_candidates(searcher, matcher, hits, want, readings)
    lists = list_candidates(searcher, matcher, hits, want)
    definition = _definition(matcher, candidates)
    if (certain := _defined_or_named(definition, lists, want)) is not None:
        return certain
    best_coverage = max((c.coverage for c in candidates), default=0.0)
    if not candidates:
        return Choice(want.kind, (), best_coverage, confidence=0.0)
    signs = signs_of(candidates, hits, readings, query, passages=len(searcher.store))
    weighed = weighing(
        query.language,
        want.kind,
        is_read=bool(readings.verdicts),
        is_in_clause=candidates[0].is_in_clause,
    )
    if lists and _may_be_listed(lists[0], want, terms, best_coverage):
        likely = weighed.confidence(signs.covering(lists[0].coverage))
        if likely >= weighed.floor:
            return replace(_list_choice(lists[0]), confidence=likely)
    if definition and terms:
        return _defining(definition)
    likely = weighed.confidence(signs)
    if likely < weighed.floor:
        return Choice(want.kind, (), best_coverage, confidence=likely)
    return replace(_sentence_choice(searcher, query, candidates, want), confidence=likely)


def _defined_or_named(
    definition: Candidate | None, lists: Sequence[ListCandidate], want: Wanted
) -> Choice | None:
    """A definition that was asked for, or a list that the question names: the one that holds more
    of it."""
    named = next((found for found in lists[:1] if _is_named(found, want)), None)
    held_by_list = named.coverage if named else 0.0
    is_asked = want.kind is AnswerKind.DEFINITION
    if is_asked and definition and definition.coverage >= held_by_list:
        return _defining(definition)
    if named and (want.kind in _TOLD_WHOLE or want.is_bare):
        return _list_choice(named)
    return None


def _may_be_listed(
    candidate: ListCandidate, want: Wanted, terms: Sequence[str], best_sentence_coverage: float
) -> bool:
    """True if a list that is not named may answer: it holds about as much of the question as any
    sentence, and what is asked is not what a thing is, which no list tells but that of the thing.
    """
    if want.kind not in _TOLD_WHOLE:
        return False
    if want.kind is AnswerKind.DEFINITION and terms and "的" not in terms[0]:
        return False
    return candidate.coverage >= max(ANSWER_FLOOR, best_sentence_coverage - _LIST_MARGIN)


def _definition(matcher: Matcher, candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate that says what the thing is that the question names, if one does."""
    definition, fit = best_definition(matcher, candidates)
    return definition if fit >= _DEFINITION_FLOOR else None


def _defining(definition: Candidate) -> Choice:
    return Choice(AnswerKind.DEFINITION, (_read(definition),), definition.coverage)


def _is_named(candidate: ListCandidate, want: Wanted) -> bool:
    """True if the question names the list, and no other: by its heading, or by how many items it
    has."""
    if candidate.coverage < _NAMED_COVERAGE or candidate.lacks_telling:
        return False
    return candidate.precision >= _NAMED_PRECISION or want.count == len(candidate.items)


def _item_asked(searcher: Searcher, query: Query) -> Choice | None:
    """The item of a list that the question asks for by its number, with what it says."""
    item = item_asked(query.folded)
    if item is None or not is_word(item.question):
        return None
    rest = searcher.parse(item.question)
    hits = searcher.search(rest, _HITS_FOR_LISTS)
    lists = list_candidates(searcher, searcher.matcher(rest), hits, Wanted(AnswerKind.LIST))
    if not lists or lists[0].coverage < _ITEM_COVERAGE:
        return None
    chosen = lists[0]
    if has_in_its_name(searcher, chosen, item.named):
        return None
    if item.number > len(chosen.items):
        too_few = TooFewClauses(chosen.section.title, len(chosen.items), item.number)
        return Choice(AnswerKind.FACT, (), chosen.coverage, too_few, confidence=0.0)
    child, span = chosen.items[item.number - 1]
    if child is chosen.section:
        return Choice(AnswerKind.FACT, (Quoted(chosen.document, child, span),), chosen.coverage)
    said = said_in(chosen.document, child)
    return Choice(
        AnswerKind.FACT, (*said, *_items(searcher, chosen.document, child)), chosen.coverage
    )


def _list_choice(chosen: ListCandidate) -> Choice:
    quoted = tuple(Quoted(chosen.document, section, span) for section, span in chosen.items)
    return Choice(AnswerKind.LIST, quoted, chosen.coverage)


def _sentence_choice(
    searcher: Searcher, query: Query, candidates: Sequence[Candidate], want: Wanted
) -> Choice:
    best = candidates[0]
    kind = AnswerKind.FACT if want.kind is AnswerKind.LIST else want.kind
    if best.is_heading:
        return Choice(kind, _named_clause(searcher, query, best), best.coverage)
    if items := _led_in(searcher, _quoted(best)):
        return Choice(kind, (_quoted(best), *items), best.coverage)
    if want.kind is AnswerKind.LIST and (others := told_in_turn(searcher, _quoted(best))):
        return Choice(kind, (_quoted(best), *others), best.coverage)
    if want.kind is AnswerKind.LIST and (above := _announcing(searcher, _quoted(best))):
        # All of the list that it is an item of.
        return Choice(kind, (*above, *_led_in(searcher, above[-1])), best.coverage)
    most = _MOST_SENTENCES.get(kind, 2)
    close = [c for c in candidates if c.score >= best.score - _CLOSE and not c.is_heading][:most]
    is_told_in_order = kind is AnswerKind.EXPLANATION
    close.sort(key=partial(_place_beside, best, is_told_in_order=is_told_in_order))
    quoted: list[Quoted] = []
    for candidate in close:
        said = _read(candidate) if candidate is best else _quoted(candidate)
        quoted += [*candidate.beside, *_announcing(searcher, said), said, *_led_in(searcher, said)]
    return Choice(kind, _once_each(quoted), best.coverage)


def _once_each(quoted: Sequence[Quoted]) -> tuple[Quoted, ...]:
    """Each span once, at its first place, with the words marked in it wherever they are known."""
    marked: dict[tuple[str, Span], Quoted] = {}
    for said in quoted:
        place = said.document.doc_id, said.span
        if place not in marked or said.answer:
            marked[place] = said
    return tuple(marked.values())


def _place_beside(
    best: Candidate, other: Candidate, *, is_told_in_order: bool
) -> tuple[bool, bool, int]:
    """Where a sentence is quoted: in document order if it tells how or why; else what stands in the
    clause of the best goes before what does not."""
    is_elsewhere = other.document.doc_id != best.document.doc_id
    is_apart = not is_told_in_order and other.section.address != best.section.address
    return is_elsewhere, is_apart, other.span.start


def _announcing(searcher: Searcher, item: Quoted) -> tuple[Quoted, ...]:
    sections = searcher.store.sections(item.document.doc_id)
    return announcing({section.address: section for section in sections}, item)


def _led_in(searcher: Searcher, sentence: Quoted) -> tuple[Quoted, ...]:
    """What follows a sentence that ends in a colon before the clauses below it: all of them."""
    if not announces(sentence.span.of(sentence.document.text)):
        return ()
    if Span(sentence.span.end, sentence.section.body_span.end).of(sentence.document.text).strip():
        return ()
    return _items(searcher, sentence.document, sentence.section)


def _items(searcher: Searcher, document: Document, section: Section) -> tuple[Quoted, ...]:
    below = children_of(searcher.store.sections(document.doc_id), section.address)
    return tuple(Quoted(document, child, item_span(child, document.text)) for child in below)


def _named_clause(searcher: Searcher, query: Query, heading: Candidate) -> tuple[Quoted, ...]:
    """The question names a clause: its heading where that says more, and what stands under it."""
    document, section = heading.document, heading.section
    under = [Quoted(document, section, span) for span in body_sentences(document, section)[:1]]
    under += _items(searcher, document, section)
    if under and not _says_more(query, folded(heading.text)):
        return tuple(under)
    return (_quoted(heading), *under)


def _says_more(query: Query, heading: str) -> bool:
    """True if a heading has a telling word that the question does not."""
    asked = " ".join(term for word in query.words for term, _ in word.alternatives)
    words = [w for w in segment(heading) if is_word(w) and w not in CHINESE_FUNCTION_WORDS]
    return any(word not in asked for word in words) and any(
        match_word(word, heading).credit for word in query.words
    )


def _read(candidate: Candidate) -> Quoted:
    """The sentence, with what the reader took for the answer in it, if that tells anything."""
    read = candidate.read
    is_telling = read and not read.is_echo and candidate.span.contains(read.span)
    return replace(_quoted(candidate), answer=read.span if read and is_telling else None)


def _quoted(candidate: Candidate) -> Quoted:
    return Quoted(candidate.document, candidate.section, candidate.span)
