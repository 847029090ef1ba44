"""What Python callers may give the engine by mistake: one line says what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rag.engine import Engine
from rag.types import IndexFormatError, QueryError


@pytest.mark.parametrize(
    "texts", [{}, ["x"], "x", {"a": 5}, {"a": None}, {"": "社區"}, {1: "社區"}], ids=repr
)
def test_what_is_not_texts_by_id_is_refused(texts: Any) -> None:
    with pytest.raises(QueryError, match="doc_id: text"):
        Engine.from_texts(texts, reader="none")


@pytest.mark.parametrize("texts", [{"a": ""}, {"a": " \n", "b": "　"}], ids=repr)
def test_texts_without_a_word_are_refused(texts: dict[str, str]) -> None:
    with pytest.raises(QueryError, match="no words"):
        Engine.from_texts(texts, reader="none")


def test_an_engine_shows_what_it_is_over() -> None:
    library = Engine.from_texts({"notes": "一、宗旨\n服務居民。"}, reader="none")
    assert repr(library) == "Engine(documents=1, passages=1)"


def test_a_clause_of_a_document_without_text_is_refused() -> None:
    engine = Engine.from_texts({"pool": "一、總則\n池塘。", "empty": " "}, reader="none")
    with pytest.raises(QueryError, match="no clause '一' in document empty; there are"):
        engine.show("一", "empty")


def test_a_missing_index_is_named_in_the_command_that_builds_it(tmp_path: Path) -> None:
    folder = tmp_path / "nope"
    with pytest.raises(IndexFormatError, match=f"run: zhangju index --index {folder}$"):
        Engine.open(folder)


@pytest.mark.parametrize("typed", [None, 5, ["社區"], b"x"], ids=repr)
def test_what_is_not_a_string_cannot_be_asked(typed: Any) -> None:
    library = Engine.from_texts({"notes": "一、宗旨\n服務居民。"}, reader="none")
    for method in (library.ask, library.search, library.show, library.cite):
        with pytest.raises(QueryError, match="give a string"):
            method(typed)
