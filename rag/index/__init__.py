"""Passages to disk and back: tables, keywords and vectors over the same rows, whole or refused."""

from rag.index.build import build_in_memory
from rag.index.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Matches,
    NoneOf,
    Phrase,
    unwanted_phrases,
    wanted_phrases,
)
from rag.index.disk import BuildReport, encoder_of, open_index, refresh_index
from rag.index.embedding import embedding_text
from rag.index.meta import (
    CORPUS,
    INDEX,
    IndexMeta,
    ensure_fresh,
    source_digest,
    staleness,
    with_folders,
)
from rag.index.opening import ensure_same_shelf, naming_folders
from rag.index.phrases import phrase_spans
from rag.index.store import DocumentSummary, Progress, ScoredRow, Store

__all__ = [
    "CORPUS",
    "INDEX",
    "AllOf",
    "AnyOf",
    "BuildReport",
    "Condition",
    "DocumentSummary",
    "IndexMeta",
    "Matches",
    "NoneOf",
    "Phrase",
    "Progress",
    "ScoredRow",
    "Store",
    "build_in_memory",
    "embedding_text",
    "encoder_of",
    "ensure_fresh",
    "ensure_same_shelf",
    "naming_folders",
    "open_index",
    "phrase_spans",
    "refresh_index",
    "source_digest",
    "staleness",
    "unwanted_phrases",
    "wanted_phrases",
    "with_folders",
]
