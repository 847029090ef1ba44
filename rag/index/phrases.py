"""Words as phrase search sees them: what a reader would call finding a phrase word for word.

Each Han character, run of letters and run of digits is a word of its own; white space, punctuation
and symbols only separate. So 社區治理 is found across a line break, 擴大民主居民自治 across its
comma whichever comma that is, and `art` is not found in `article`.
"""

from __future__ import annotations

import hashlib
import re

from rag.text import Span
from rag.text.segment import HAN

_WORD = re.compile(rf"[{HAN}]|[^\W\d_{HAN}]+|\d+")
_LONGEST_TERM = 200


def phrase_words(folded_text: str) -> list[str]:
    """The words of a folded text, in order.

    >>> phrase_words("第12条 good governance.")
    ['第', '12', '条', 'good', 'governance']
    """
    return _WORD.findall(folded_text)


def phrase_spans(
    folded_text: str, folded_phrase: str, *, is_prefix: bool = False
) -> tuple[Span, ...]:
    """Where a folded text has a folded phrase word for word, from left to right, not overlapping.

    With `is_prefix`, the last word may go on: `govern` is found in `governance`, and marked whole.

    >>> phrase_spans("以人为本,服务居民。以人 为本。", "以人为本")
    (Span(start=0, end=4), Span(start=10, end=15))
    >>> phrase_spans("an article", "art")
    ()
    """
    wanted = phrase_words(folded_phrase)
    if wanted and wanted[0] not in folded_text:
        return ()
    found = list(_WORD.finditer(folded_text))
    words = [match[0] for match in found]
    spans: list[Span] = []
    first = 0
    while wanted and first + len(wanted) <= len(words):
        if _agree(words[first : first + len(wanted)], wanted, is_prefix=is_prefix):
            spans.append(Span(found[first].start(), found[first + len(wanted) - 1].end()))
            first += len(wanted)
        else:
            first += 1
    return tuple(spans)


def _agree(words: list[str], wanted: list[str], *, is_prefix: bool) -> bool:
    if is_prefix:
        return words[:-1] == wanted[:-1] and words[-1].startswith(wanted[-1])
    return words == wanted


def bounded(term: str) -> str:
    """The term, or a digest in its place if it is longer than the keyword index holds.

    tantivy drops a term of more than 65,530 bytes without a word.
    """
    if len(term) <= _LONGEST_TERM:
        return term
    return f"{term[:_LONGEST_TERM]}…{hashlib.sha256(term.encode()).hexdigest()}"
