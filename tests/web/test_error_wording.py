"""What a reader of the page may do wrong is said in the page's language."""

from __future__ import annotations

import re
from itertools import islice, product
from string import Formatter

import pytest

from rag.corpus import DOCUMENTS_LEAFED, parse_text
from rag.engine import Engine
from rag.index import build_in_memory
from rag.index.condition_query import MOST_WORDS
from rag.search.query_language import DEEPEST
from rag.text import render_simplified
from rag.types import AnswerKind, QueryError, RagError
from rag.web.desk import Desk
from rag.web.error_wording import ERROR_WORDING, error_line
from rag.web.visit import Place, Preferences
from rag.web.wording import Language
from tests.fakes import HashEncoder
from tests.web.html_text import parse

QUERIES = {
    "no_words": "?!",
    "too_long": "園" * 2_001,
    "control": "公園\x07",
    "phrase_empty": "“!”",
    "phrase_open": "“公園",
    "prefix_empty": "公園 *",
    "word_empty": "公園 AND !",
    "nothing_after": "公園 AND",
    "nothing_before": "OR 公園",
    "group_empty": "公園 AND ()",
    "group_open": "(公園 OR 池塘",
    "group_unopened": "公園 OR 池塘)",
    "group_deep": "(" * (DEEPEST + 1) + "公園 OR 池塘" + ")" * (DEEPEST + 1),
    "in_empty": "公園 in:!",
    "doc_empty": "公園 doc:!",
    "scope_twice": "公園 in:一 in:二",
    "scope_joined": "公園 OR in:一",
    "scope_clause": "公園 in:九/9",
    "scope_document": "公園 doc:nowhere",
    "scope_documents": "公園 doc:a",
}
PLACES = {
    "empty": Place("garden", " "),
    "no_clause": Place("garden", "九/9"),
    "no_clause_near": Place("garden", "二/9"),
    "many_clauses": Place("", "一"),
    "no_document": Place("nowhere"),
}
# On a larger shelf.
LARGE = {"scope_wide": "池塘 in:一", "prefix_short": "w*"}


@pytest.fixture(scope="module")
def large() -> Engine:
    """An engine over more documents than are leafed through, and more words than are listed."""
    words = " ".join(map("".join, islice(product("w", *["bcdfghjk"] * 4), MOST_WORDS + 1)))
    texts = [parse_text(f"d{n}", "一、總則\n池塘。") for n in range(DOCUMENTS_LEAFED)]
    encoder = HashEncoder(16)
    return Engine.over(build_in_memory([*texts, parse_text("words", words)], encoder), encoder)


def said(page: str) -> str:
    (error,) = parse(page).classed("zj-error")
    return error.text


@pytest.mark.parametrize("key", QUERIES)
def test_a_query_that_is_wrong_is_met_in_the_readers_language(desk: Desk, key: str) -> None:
    check(
        key,
        {
            language: said(desk.search(QUERIES[key], Preferences(language)).page)
            for language in Language
        },
    )


@pytest.mark.parametrize("key", PLACES)
def test_a_place_that_is_wrong_is_met_in_the_readers_language(desk: Desk, key: str) -> None:
    check(
        key,
        {
            language: said(desk.read(PLACES[key], "k", Preferences(language))[0])
            for language in Language
        },
    )


@pytest.mark.parametrize("key", LARGE)
def test_a_query_that_is_too_wide_is_met_in_the_readers_language(large: Engine, key: str) -> None:
    with pytest.raises(QueryError) as caught:
        large.look_up(LARGE[key])
    check(key, {language: error_line(caught.value, language) for language in Language})


def test_a_clause_that_may_be_anywhere_is_met_in_the_readers_language(large: Engine) -> None:
    with pytest.raises(QueryError) as caught:
        large.show("一")
    check("clause_anywhere", {lang: error_line(caught.value, lang) for lang in Language})
    with pytest.raises(QueryError) as asked:
        large.ask("第二條說了什麼?")
    check("clause_anywhere", {lang: error_line(asked.value, lang) for lang in Language})


def test_on_a_large_shelf_a_clause_is_quoted_of_the_document_that_is_named(large: Engine) -> None:
    assert [s.text for s in large.ask("d99 一說了什麼?").sentences] == ["總則", "池塘。"]
    assert large.ask("一").kind is not AnswerKind.NAVIGATION  # may be a word


def check(key: str, lines: dict[Language, str]) -> None:
    """The lines are those of the row `key`, filled in."""
    assert not re.search(r"[\u4e00-\u9fff]{5}", lines[Language.ENGLISH].replace("園" * 9, ""))
    for language, wording in zip(Language, ERROR_WORDING[key], strict=False):
        pattern = re.escape(wording)
        for blank in blanks(wording):
            pattern = pattern.replace(re.escape(f"{{{blank}}}"), ".+")
        assert re.search(pattern, lines[language]), lines[language]


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_wording_is_met_above() -> None:
    assert {*QUERIES, *PLACES, *LARGE, "clause_anywhere"} == ERROR_WORDING.keys()


@pytest.mark.parametrize("key", ERROR_WORDING)
def test_both_scripts_say_the_same(key: str) -> None:
    traditional, simplified = ERROR_WORDING[key]
    assert blanks(traditional) == blanks(simplified)
    assert render_simplified(simplified) == simplified


def test_an_error_without_a_wording_is_shown_as_it_stands() -> None:
    assert error_line(RagError("no room; make some"), Language.SIMPLIFIED) == "no room; make some"
    assert error_line(QueryError("a new one"), Language.TRADITIONAL) == "a new one"
