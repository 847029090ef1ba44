"""The sentence that defines: it opens with the thing asked about, and says what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.candidates import Candidate
from rag.search import Matcher
from rag.search.words import CHINESE_FUNCTION_WORDS
from rag.text import folded, is_word, rarity, segment

_COPULA = re.compile(
    r"^(?:(?:本|这)[^,]{1,4}(?:所称|所谓)?|所谓|所称)?(?P<subject>[^,.;:]{1,30}?),?"
    r"(?:就是|即是|是指|系指|指的是|指|是|即|,系|means|is|are|refers to)(?=[^否不])"
)
_NO_SUBJECT = 0.0


def best_definition(
    matcher: Matcher, candidates: Sequence[Candidate]
) -> tuple[Candidate | None, float]:
    """The candidate that best defines what the question names, and how well (0 to 1)."""
    best: Candidate | None = None
    best_fit = 0.0
    for candidate in candidates:
        fit = 0.0 if candidate.is_heading else subject_fit(matcher, folded(candidate.text))
        if fit > best_fit:
            best, best_fit = candidate, fit
    return best, best_fit


def subject_fit(matcher: Matcher, sentence: str) -> float:
    """How well the subject of a defining sentence is what the question names (0 to 1).

    The harmonic mean of two shares: of the question's words in the subject, and of the subject's
    words in the question.
    """
    match = _COPULA.match(sentence)
    if not match:
        return _NO_SUBJECT
    subject = match["subject"]
    recall = matcher.share((1.0, subject))
    words = [w for w in segment(subject) if is_word(w) and w not in CHINESE_FUNCTION_WORDS]
    terms = [term for word in matcher.query.words for term, _ in word.alternatives]
    held = sum(rarity(w) for w in words if any(w in term or term in w for term in terms))
    precision = held / sum(map(rarity, words)) if words else 0.0
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0
