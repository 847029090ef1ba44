"""Where a question's words stand in a text, and how well they are covered there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from rag.search.figures import NUMERALS
from rag.text import Span, bulk_segment, is_han, is_word, segment, stem
from rag.types import Query, QueryWord

# Credit for what is not the word itself: an abbreviation spelt out (居委会: 居民委员会), or a long
# compound of which the text holds the parts.
ABBREVIATION_CREDIT = 0.8
PARTS_CREDIT = 0.7
# And for some of the parts, or the body without its kind (公安局: 公安), of what no text holds.
SUBWORD_CREDIT = 0.5

# An alternative this sure counts in full; a less sure one, in proportion.
_FULL_CREDIT = 0.34

_BODY_OF_OFFICE = re.compile(r"(?<=..)(?:局|部门|机关|委|署)$")


@dataclass(frozen=True, slots=True)
class Match:
    """How well a text covers a word (0 to 1), and where: spans of the folded text."""

    credit: float
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Matcher:
    """A query's words with their weights, ready to be looked for in many texts.

    `absent` are the words that no text holds, which their parts may stand for. What a text holds is
    worked out once: headings and bodies come up again for every sentence.
    """

    query: Query
    weights: tuple[float, ...]
    absent: frozenset[str] = frozenset()
    _memory: dict[str, tuple[float, ...]] = field(default_factory=dict)

    def credits(self, folded_text: str) -> tuple[float, ...]:
        """For each word of the query, how well the text holds it (0 to 1)."""
        if folded_text not in self._memory:
            self._memory[folded_text] = tuple(
                match_word(word, folded_text, is_absent=word.text in self.absent).credit
                for word in self.query.words
            )
        return self._memory[folded_text]

    def share(self, *weighted_texts: tuple[float, str]) -> float:
        """The share (0 to 1) of the query that texts hold between them, each at its own worth.

        A word counts where it is worth most, and by its weight.
        """
        total = sum(self.weights)
        if total == 0:
            return 0.0
        held = [[worth * c for c in self.credits(text)] for worth, text in weighted_texts]
        best = [max(credits) for credits in zip(*held, strict=True)]
        return float(sum(w * c for w, c in zip(self.weights, best, strict=True)) / total)


def match_word(word: QueryWord, folded_text: str, *, is_absent: bool = False) -> Match:
    """The best way in which `folded_text` holds `word`: itself, a translation, its parts.

    Of a word that is absent from all texts, a smaller part will do.
    """
    best = Match(0.0)
    for term, sure in word.alternatives:
        credit = min(1.0, sure / _FULL_CREDIT)
        if credit > best.credit and (spans := occurrences(term, folded_text)):
            best = Match(credit, spans)
    if best.credit == 0.0 and len(word.text) > 2 and is_han(word.text):
        best = _match_parts(word.text, folded_text)
        if best.credit == 0.0 and is_absent:
            return _match_subwords(word.text, folded_text)
    return best


def occurrences(term: str, folded_text: str) -> tuple[Span, ...]:
    """Where a term stands in a folded text: Han as written, Latin words by their stem.

    A single Han character counts only where it is a word of its own.
    """
    # Of what is written a stem may keep the first letter alone (die: dying, tri: try).
    begins = term[:3] if is_han(term) else term[:1]
    if begins not in folded_text:
        return ()
    if len(term) > 1 and is_unspaced(term):
        return tuple(Span(m.start(), m.end()) for m in _written(term).finditer(folded_text))
    # One character says little inside a longer word: 法 in 方法 is not law.
    return tuple(span for span, found in _words(folded_text) if found == term)


def is_unspaced(term: str) -> bool:
    """True for Han, and for digits with Han behind them (3万): no segment need begin or end with
    it."""
    return is_han(term.lstrip("0123456789.,"))


@lru_cache(maxsize=4096)
def _written(term: str) -> re.Pattern[str]:
    """A term, but not inside a longer number: 十五 is not in 二十五, and 三万 not in 三万五千."""
    numerals = rf"[\d{NUMERALS}]"
    before = rf"(?<!{numerals})(?<!\d[.,])" if re.match(numerals, term) else ""
    after = f"(?!{numerals})" if re.fullmatch(f"{numerals}+", term) else ""
    return re.compile(before + re.escape(term) + after)


def matched_spans(query: Query, folded_text: str) -> list[Span]:
    """Every place in the folded text where a word of the query stands."""
    return [span for word in query.words for span in match_word(word, folded_text).spans]


@lru_cache(maxsize=4096)
def _words(folded_text: str) -> tuple[tuple[Span, str], ...]:
    """The words of a text with where they stand; Latin words by their stem."""
    found = []
    position = 0
    for piece in bulk_segment(folded_text):
        end = position + len(piece)
        if is_word(piece):
            found.append((Span(position, end), piece if is_han(piece) else stem(piece)))
        position = end
    return tuple(found)


def _match_parts(word: str, folded_text: str) -> Match:
    spelt_out = re.search(f".{{0,{len(word)}}}?".join(map(re.escape, word)), folded_text)
    if len(word) == 3 and spelt_out and is_han(spelt_out[0]) and len(spelt_out[0]) <= 7:
        return Match(ABBREVIATION_CREDIT, (Span(spelt_out.start(), spelt_out.end()),))
    if contracted := _spans_of(_uncontracted(word), folded_text):
        share = len({span.of(folded_text) for span in contracted}) / 2
        return Match(PARTS_CREDIT * share, contracted)
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    found = [span for pair in pairs for span in occurrences(pair, folded_text)]
    share = sum(pair in folded_text for pair in pairs) / len(pairs)
    return Match(PARTS_CREDIT * share if share > 0.5 else 0.0, tuple(found) if share > 0.5 else ())


def _match_subwords(word: str, folded_text: str) -> Match:
    body = _BODY_OF_OFFICE.sub("", word)
    if body != word:
        spans = _spans_of((body,), folded_text)
        return Match(SUBWORD_CREDIT if spans else 0.0, spans)
    spans = _spans_of(_subwords(word), folded_text)
    held = {character for span in spans for character in span.of(folded_text)}
    return Match(SUBWORD_CREDIT * sum(c in held for c in word) / len(word), spans)


def _spans_of(terms: Iterable[str], folded_text: str) -> tuple[Span, ...]:
    return tuple(span for term in terms for span in occurrences(term, folded_text))


@lru_cache(maxsize=4096)
def _uncontracted(word: str) -> tuple[str, ...]:
    """The two words that three characters join, if both are known: 进出口 is 进口 and 出口."""
    joined = (word[0] + word[2], word[1:])
    return joined if len(word) == 3 and all(map(_is_known, joined)) else ()


@lru_cache(maxsize=4096)
def _subwords(word: str) -> tuple[str, ...]:
    return tuple(filter(_is_known, (word[i : i + 2] for i in range(len(word) - 1))))


def _is_known(pair: str) -> bool:
    return segment(pair) == [pair]
