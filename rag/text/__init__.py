"""Strings only: clean, fold, segment, find sentences, and remember where every character was."""

from rag.text.clean import Cleaned, RemovedLine, clean
from rag.text.common import common_words
from rag.text.fold import fold, folded, render_simplified, render_traditional
from rag.text.furniture import RemovalReason
from rag.text.pinyin import (
    has_tones,
    is_syllable,
    pinyin_words,
    spelling,
    spellings,
    syllable_ends,
)
from rag.text.segment import (
    bulk_index_terms,
    bulk_segment,
    index_terms,
    is_han,
    is_word,
    rarity,
    segment,
    stem,
)
from rag.text.sentences import sentences
from rag.text.spans import MappedText, OffsetMap, Span, merged

__all__ = [
    "Cleaned",
    "MappedText",
    "OffsetMap",
    "RemovalReason",
    "RemovedLine",
    "Span",
    "bulk_index_terms",
    "bulk_segment",
    "clean",
    "common_words",
    "fold",
    "folded",
    "has_tones",
    "index_terms",
    "is_han",
    "is_syllable",
    "is_word",
    "merged",
    "pinyin_words",
    "rarity",
    "render_simplified",
    "render_traditional",
    "segment",
    "sentences",
    "spelling",
    "spellings",
    "stem",
    "syllable_ends",
]
