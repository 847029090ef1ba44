"""Words that the mainland and Taiwan have different ones for: 信息 and 资讯.

Taken from OpenCC's dictionary TWPhrases (Apache 2.0), folded, in both directions. Words that are
written on both sides, in two senses (程序, 社区), are left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from rag.search.term_tables import term_table

# How sure it is that the other side's word is meant, beside the word itself.
REGIONAL_SURE = 0.6


def across(word: str) -> tuple[tuple[str, float], ...]:
    """What the other side of the strait says for a folded word, with how surely; often nothing.

    >>> across("资讯"), across("软件")
    ((('信息', 0.6),), (('软体', 0.6),))
    """
    return tuple((other, REGIONAL_SURE) for other in regional_words().get(word, ()))


def regional_words() -> Mapping[str, tuple[str, ...]]:
    """Folded words of one side to those of the other."""
    return term_table("regional_words.tsv")
