"""The words of a sentence that define something."""

from __future__ import annotations

import re

from rag.text import Span, fold, sentences

# Folded: Simplified, half width. 即 and 是 alone mostly do not define.
_DEFINES = re.compile(
    r"(?P<term>[^,.;:!?\n]{1,40}?),?\s*"
    r"(?:就是|即是|(?:是|系)?指(?:的是)?|(?:shall )?means?|refers? to)"
    r"(?!定|挥|导|出|示|引|派|标|数|令|南|望|责|纹|向|明)[,:]?\s*"
    r"(?P<words>.+?)[.;。]?$",
    re.DOTALL,
)
_FEWEST_CHARACTERS = 4


def defining_words(quote: str) -> Span | None:
    """Where `quote` says what something is (X就是…, X是指…, X,指…, X means …); None if nowhere.

    >>> quote = "(1)遊客。遊客就是進入公園的人。"
    >>> defining_words(quote).of(quote)
    '進入公園的人'
    """
    for sentence in sentences(quote):
        view = fold(sentence.of(quote))
        match = _DEFINES.match(view.text)
        if match and len(match["words"]) >= _FEWEST_CHARACTERS:
            words = view.offsets.to_source(Span(*match.span("words")))
            return words.shifted(sentence.start)
    return None
