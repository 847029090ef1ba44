"""Complete lists: the clauses below the clause that the question names, all of them, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rag.answer.kind import Wanted
from rag.answer.rows import paragraph_row
from rag.search import Matcher, Searcher
from rag.search.forms import FORM_WEIGHT, answered_with
from rag.search.words import CHINESE_FUNCTION_WORDS
from rag.text import Span, folded, is_word, rarity, segment, sentences
from rag.types import Document, Hit, Query, Section

# What a word of the question is worth in the heading, the lead-in below it, the headings above
# it, and the document's title.
_HEADING_CREDIT = 1.0
_LEAD_IN_CREDIT = 0.9
_ABOVE_CREDIT = 0.9
_TITLE_CREDIT = 0.6

# A heading's own words that the question does not have count against it, by this share.
_PRECISION_SHARE = 0.4
_COUNT_BONUS = 0.15
# What a question of this form is answered with names the list: 職責, for what one has to do.
_FORM_BONUS = 0.15
# A word this rare in the language tells which of several lists is meant.
_TELLING = 0.8

# What stands between clauses, and is none: the title line, and paragraphs without a label.
UNLISTED_KINDS = ("title", "paragraph")


Item = tuple[Section, Span]
"""An item of a list: where it stands, and the words that stand for it."""


@dataclass(frozen=True, slots=True)
class ListCandidate:
    """A section that may be the list asked for, with its items: the sections below it, each with
    what names it, or of a list without labels the section itself with what names each paragraph.

    `lacks_telling` says that the question has a word, rare in the language, that neither what names
    the list nor what stands above it has: its subject may be another.
    """

    document: Document
    section: Section
    items: tuple[Item, ...]
    coverage: float
    precision: float
    score: float
    lacks_telling: bool = False

    @property
    def is_announced(self) -> bool:
        """True if the section has no heading, and says what is listed below it."""
        return not self.section.heading and announces(self.section.body_span.of(self.document.text))


def list_candidates(
    searcher: Searcher, matcher: Matcher, hits: Sequence[Hit], want: Wanted
) -> list[ListCandidate]:
    """Sections with at least two items, at or above the hits, best first."""
    found = [
        _score(document, sections, section, items, matcher, want)
        for document, sections, section, items in _parents(searcher, hits)
    ]
    found.sort(key=lambda c: (-c.score, c.document.doc_id, c.section.span.start))
    return _narrowest_first(found, matcher)


def _narrowest_first(found: Sequence[ListCandidate], matcher: Matcher) -> list[ListCandidate]:
    """The candidates, but before the best one that which stands below it and says as much: a
    clause that announces it in words that hold no less of the question (有下列情形之一的,应当认定为
    工伤, and not the chapter on it), or one of the two things that its heading joins."""
    for candidate in found[1:]:
        best = found[0]
        is_below = best.document.doc_id == candidate.document.doc_id and best.section.span.contains(
            candidate.section.span
        )
        if not is_below:
            continue
        is_told = candidate.is_announced and candidate.coverage >= best.coverage
        if is_told or _is_part_named(candidate, best, matcher):
            return [candidate, *(other for other in found if other is not candidate)]
    return list(found)


def _is_part_named(candidate: ListCandidate, best: ListCandidate, matcher: Matcher) -> bool:
    """True if a heading is shorter than one above it, and has as much of the question."""
    heading, above = folded(candidate.section.heading), folded(best.section.heading)
    if not heading or len(heading) >= len(above) or candidate.precision < best.precision:
        return False
    held = matcher.share((1.0, heading))
    return held > 0 and held >= matcher.share((1.0, above))


def announces(said: str) -> bool:
    """True for words that end in a colon: what they announce is below them."""
    return folded(said).rstrip().endswith(":")


def item_span(section: Section, text: str) -> Span:
    """The words that stand for a clause in a list: its heading, or its first sentence."""
    if section.heading_span:
        return section.heading_span
    first = sentences(section.body_span.of(text))
    return first[0].shifted(section.body_span.start) if first else section.span


def _parents(
    searcher: Searcher, hits: Iterable[Hit]
) -> Iterable[tuple[Document, dict[str, Section], Section, tuple[Item, ...]]]:
    seen: set[tuple[str, str]] = set()
    for hit in hits:
        doc_id, address = hit.passage.doc_id, hit.passage.address
        document = searcher.store.document(doc_id)
        sections = {section.address: section for section in searcher.store.sections(doc_id)}
        while address and (doc_id, address) not in seen:
            seen.add((doc_id, address))
            if len(items := _items_of(sections, sections[address], document.text)) > 1:
                yield document, sections, sections[address], items
            address = sections[address].parent


def _items_of(sections: Mapping[str, Section], section: Section, text: str) -> tuple[Item, ...]:
    children = children_of(sections.values(), section.address)
    if children or not section.heading:
        return tuple((child, item_span(child, text)) for child in children)
    return tuple((section, span) for span in paragraph_row(section.body_span, text))


def children_of(sections: Iterable[Section], address: str) -> tuple[Section, ...]:
    """The clauses directly below an address, in document order.

    A closing paragraph after them (`第三條/¶2`) is no item of their list.
    """
    return tuple(s for s in sections if s.parent == address and s.kind not in UNLISTED_KINDS)


def _score(
    document: Document,
    sections: dict[str, Section],
    section: Section,
    items: tuple[Item, ...],
    matcher: Matcher,
    want: Wanted,
) -> ListCandidate:
    heading = folded(section.heading)
    lead_in = folded(section.body_span.of(document.text))
    above = folded(" ".join(headings_above(sections, section)))
    title = folded(document.title)
    coverage = matcher.share(
        (_HEADING_CREDIT, heading),
        (_LEAD_IN_CREDIT, lead_in),
        (_ABOVE_CREDIT, above),
        (_TITLE_CREDIT, title),
    )
    forms = answered_with(matcher.query.folded)
    precision = _precision(matcher.query, heading or lead_in, forms)
    is_of_form = any(form in (heading or lead_in) for form in forms)
    if is_of_form:
        # As a word more that the question has, and the list holds.
        asked = sum(matcher.weights)
        coverage = (coverage * asked + FORM_WEIGHT) / (asked + FORM_WEIGHT)
    score = coverage * (1 - _PRECISION_SHARE + _PRECISION_SHARE * precision)
    if want.count == len(items):
        score += _COUNT_BONUS
    if is_of_form:
        score += _FORM_BONUS
    lacks = _lacks_telling(matcher, (heading, lead_in, above, title))
    return ListCandidate(document, section, items, coverage, precision, score, lacks)


def _lacks_telling(matcher: Matcher, names: Sequence[str]) -> bool:
    held = [max(credits) for credits in zip(*map(matcher.credits, names), strict=True)]
    words = zip(matcher.query.words, held, strict=True)
    return any(credit == 0 and word.rarity >= _TELLING for word, credit in words)


def has_in_its_name(searcher: Searcher, found: ListCandidate, number: str) -> bool:
    """True if a number stands in what names a list, and tells no item of it: 第一书记的职责."""
    section = found.section
    sections = {s.address: s for s in searcher.store.sections(found.document.doc_id)}
    name = section.heading or section.body_span.of(found.document.text)
    names = (name, *headings_above(sections, section), found.document.title)
    return any(number in folded(name) for name in names)


def headings_above(sections: Mapping[str, Section], section: Section) -> list[str]:
    """The headings of the clauses above one, from the nearest up."""
    headings = []
    while section.parent:
        section = sections[section.parent]
        headings.append(section.heading)
    return headings


def _precision(query: Query, heading: str, forms: Sequence[str]) -> float:
    """The share of a heading's telling words that the question has, or its form stands for."""
    words = [w for w in segment(heading) if is_word(w) and w not in CHINESE_FUNCTION_WORDS]
    terms = {term for word in query.words for term, _ in word.alternatives} | set(forms)
    asked = "".join(sorted(terms))
    weights = [rarity(word) for word in words]
    held = sum(
        weight
        for word, weight in zip(words, weights, strict=True)
        if word in terms or word in asked or any(term in word for term in terms)
    )
    return held / sum(weights) if words else 0.0
