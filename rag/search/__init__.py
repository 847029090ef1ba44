"""From a question to ranked hits."""

from rag.search.lookup import Rerank, asks, look_up
from rag.search.match import Matcher, match_word, matched_spans, occurrences
from rag.search.missing import as_typed
from rag.search.parse import check_question, check_readable, parse_query
from rag.search.places import place_named
from rag.search.query_language import narrowed, without_scope
from rag.search.results import (
    DocumentCount,
    MissingWord,
    SearchResult,
    SectionCount,
    is_exact,
)
from rag.search.searcher import Searcher

__all__ = [
    "DocumentCount",
    "Matcher",
    "MissingWord",
    "Rerank",
    "SearchResult",
    "Searcher",
    "SectionCount",
    "as_typed",
    "asks",
    "check_question",
    "check_readable",
    "is_exact",
    "look_up",
    "match_word",
    "matched_spans",
    "narrowed",
    "occurrences",
    "parse_query",
    "place_named",
    "without_scope",
]
