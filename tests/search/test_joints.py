"""Words that stand together in a question are sought together."""

from __future__ import annotations

from rag.encode import Lexicon
from rag.search import parse_query
from rag.search.searcher import keyword_terms


def test_the_joint_of_two_words_is_sought_less_than_the_words() -> None:
    terms = keyword_terms(parse_query("居民自治", Lexicon.from_entries({})))
    assert 0 < terms["民自"] < terms["居民"]


def test_what_only_asks_has_no_joints() -> None:
    terms = keyword_terms(parse_query("原則有哪些?", Lexicon.from_entries({})))
    assert terms.keys() == {"原则"}
