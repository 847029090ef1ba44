"""From a question to ranked hits."""

from rag.search.match import Matcher, match_word, matched_spans, occurrences
from rag.search.parse import check_question, parse_query
from rag.search.searcher import Searcher

__all__ = [
    "Matcher",
    "Searcher",
    "check_question",
    "match_word",
    "matched_spans",
    "occurrences",
    "parse_query",
]
