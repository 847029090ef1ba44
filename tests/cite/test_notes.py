"""A notes file is read whole or refused with one line that says what is wrong, and where."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.cite.notes import (
    LONGEST_QUOTATION,
    MOST_NOTES_BYTES,
    Note,
    Notebook,
    NotedQuotation,
    load_notebook,
    read_notebook,
)
from rag.engine import Engine
from rag.types import QueryError
from tests.cite.noting import note_of, notebook, notes_to_json, quoting, write_notebook

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
QUOTE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map("字".__add__)
QUOTATIONS = st.builds(
    NotedQuotation, TEXT, TEXT, TEXT, st.integers(0, 9), st.integers(9), QUOTE, TEXT, TEXT, TEXT
)
NOTES = st.builds(
    Note, TEXT, TEXT, TEXT, TEXT, st.lists(TEXT).map(tuple), st.lists(QUOTATIONS).map(tuple)
)


@given(st.builds(Notebook, TEXT, st.lists(NOTES, max_size=3).map(tuple)))
def test_what_is_written_is_read_again(notes: Notebook) -> None:
    assert read_notebook(write_notebook(notes)) == notes


def spoilt(library: Engine, change: Callable[[dict[str, Any]], object]) -> bytes:
    """A good notebook of two notes, with one thing changed."""
    quotation = quoting(library, "garden", "開放共享")
    found = notes_to_json(notebook(note_of(), note_of(quotation)))
    found = json.loads(json.dumps(found))
    change(found)
    return json.dumps(found).encode()


def in_quotation(**values: object) -> Callable[[dict[str, Any]], object]:
    return lambda found: found["notes"][1]["quotations"][0].update(values)


def in_note(**values: object) -> Callable[[dict[str, Any]], object]:
    return lambda found: found["notes"][1].update(values)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda found: found.update(format="other"), "not a notes file"),
        (lambda found: found.pop("format"), "not a notes file"),
        (lambda found: found.update(version=2), "version 2"),
        (lambda found: found.update(version=None), "version None"),
        (lambda found: found.update(notes={}), '"notes"'),
        (lambda found: found.update(title=7), "the file, title"),
        (lambda found: found["notes"].append(None), "note 3 is not an object"),
        (in_note(comment=None), "note 2, comment"),
        (in_note(tags="a"), "note 2, tags"),
        (in_note(tags=[1]), "note 2, tags"),
        (in_note(quotations=[[]]), "note 2, quotation 1 is not an object"),
        (in_quotation(doc_id=1), "note 2, quotation 1, doc_id"),
        (in_quotation(start=1.5), "note 2, quotation 1, start"),
        (in_quotation(start=True), "note 2, quotation 1, start"),
        (in_quotation(start=-1), "note 2, quotation 1: not a span"),
        (in_quotation(start=9, end=8), "note 2, quotation 1: not a span"),
        (in_quotation(quote=" \n"), "note 2, quotation 1: it quotes nothing"),
        (in_quotation(quote="a\x0cb"), "U+000C"),
        (in_quotation(quote="字" * (LONGEST_QUOTATION + 1)), "too many to quote"),
        (in_quotation(prefix="\ud800"), "lone surrogate"),
        (in_note(quotations=[{}] * 3), "note 2, quotation 1, doc_id"),
    ],
)
def test_a_bad_field_is_named_with_its_note(
    library: Engine, change: Callable[[dict[str, Any]], object], message: str
) -> None:
    with pytest.raises(QueryError, match=r"\A[^\n]+\Z") as caught:
        read_notebook(spoilt(library, change))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[]", "not a notes file"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[" * 200_000, "not JSON"),
        (b"9" * 10_000, "not JSON"),
        (b" " * (MOST_NOTES_BYTES + 1), "8 MiB"),
    ],
    ids=["empty", "cut off", "a list", "not text", "deep", "a huge number", "too long"],
)
def test_what_is_no_notes_file_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        read_notebook(data)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"nowhere\.json"):
        load_notebook(tmp_path / "nowhere.json")
    (tmp_path / "bad.json").write_text("no", "utf-8")
    with pytest.raises(QueryError, match=r"bad\.json: not JSON"):
        load_notebook(tmp_path / "bad.json")


def test_a_byte_order_mark_and_fields_of_others_do_no_harm(library: Engine) -> None:
    data = spoilt(library, lambda found: found.update(to="md"))
    assert read_notebook(b"\xef\xbb\xbf" + data) == read_notebook(data)
