"""The common words of Chinese, and how often they are used."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from rag.text.segment import is_han, segment

_COMMON = 10


@cache
def common_words() -> Mapping[str, int]:
    """The Han words that jieba's dictionary counts ten times or more (105,000): the counts."""
    segment("词")  # jieba reads its dictionary when first used
    import jieba

    counts = jieba.dt.FREQ.items()
    return {word: count for word, count in counts if count >= _COMMON and is_han(word)}
