"""What a text says beyond the question: what only repeats it, or asks itself, answers nothing."""

from __future__ import annotations

import re

from rag.search.words import CHINESE_FUNCTION_WORDS, ENGLISH_FUNCTION_WORDS
from rag.text import is_word, segment
from rag.types import Query

_INTERROGATIVE = re.compile(r"\?[\s\"')\]>]*$")
# What tells nothing of its own: who speaks, words that ask, and the place in a row.
_SAYS_NOTHING = re.compile(
    r"^[^\s,.;:?!]{1,8}:|为?什么|怎么样?|怎样|如何|为何|哪[些个里]?|谁|多少|第[〇零一二三四五六七八九十百\d]+"
)
# A question that offers its answers is answered by one of its own words.
_CHOICE = re.compile(r"还是|或|[和与跟][^,;?]{1,16}(?:哪|谁)|\bor\b")
# Words stand on one side of it, and numbers too (3.5).
_STOP = re.compile(r"(?<!\d)[,.:;]|[,.:;](?!\d)")
_FUNCTION_WORDS = CHINESE_FUNCTION_WORDS | ENGLISH_FUNCTION_WORDS


def is_interrogative(folded_text: str) -> bool:
    """True for a sentence that is a question itself.

    >>> is_interrogative('为什么要种树?"'), is_interrogative("种树是为了遮荫.")
    (True, False)
    """
    return _INTERROGATIVE.search(folded_text) is not None


def is_echo(query: Query, folded_text: str) -> bool:
    """True if the text has no telling word that the question does not have.

    Never so beside a question that offers its answers (是甲还是乙).

    >>> asked = Query("", "哪些园丁负责补种?", "zh", ())
    >>> is_echo(asked, "第二,园丁"), is_echo(asked, "北门园丁")
    (True, False)
    """
    if _CHOICE.search(query.folded):
        return False
    # Clause by clause, for most sentences tell something in their first.
    clauses = _STOP.split(_SAYS_NOTHING.sub(" ", folded_text))
    said = (word for clause in clauses for word in segment(clause))
    words = (word for word in said if is_word(word) and word not in _FUNCTION_WORDS)
    return all(word in query.folded for word in words)
