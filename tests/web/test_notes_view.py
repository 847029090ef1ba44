"""Notes get the source's own words with their proof, and only the page itself may post."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from rag.cite import checking, verify_notes
from rag.engine import Engine
from rag.web.quoting import LONGEST_QUOTATION
from rag.web.reader_view import reader_view, set_document
from rag.web.source_text import Rendering, source_text
from rag.web.wording import WORDING, Language, Wording
from tests.web.html_text import parse

WEB = Path(__file__).parents[2] / "rag/web"


def quote(client: TestClient, doc: str, start: int, end: int) -> dict[str, object]:
    response = client.get("/api/quote", params={"doc": doc, "start": start, "end": end})
    answer: dict[str, object] = response.json()
    return answer


def test_a_quotation_is_a_slice_with_its_surroundings_and_the_documents_hash(
    client: TestClient, library: Engine
) -> None:
    text = library.document("garden").text
    start = text.index("公園全年開放")
    found = quote(client, "garden", start, start + 6)
    assert found == {
        "doc_id": "garden",
        "address": "一/2",
        "heading": "開放共享",
        "start": start,
        "end": start + 6,
        "quote": "公園全年開放",
        "prefix": text[start - 32 : start],
        "suffix": text[start + 6 : start + 38],
        "sha256": sha256(text.encode("utf-8")).hexdigest(),
    }


def test_every_clause_can_be_quoted_and_is_its_own_place(
    client: TestClient, library: Engine
) -> None:
    text = library.document("garden").text
    for section in library.sections("garden"):
        found = quote(client, "garden", section.span.start, section.span.end)
        assert found["quote"] == section.span.of(text).strip()
        assert found["address"] == section.address


def test_white_space_around_what_was_chosen_is_left_out(
    client: TestClient, library: Engine
) -> None:
    text = library.document("garden").text
    start = text.index("公園全年開放")
    found = quote(client, "garden", start - 2, start + 6)
    assert (found["start"], found["quote"]) == (start, "公園全年開放")


@pytest.mark.parametrize(
    ("doc", "start", "end", "said"),
    [
        ("nowhere", 0, 1, "no document"),
        ("garden", 0, 1_000_000, "characters; choose a place inside it"),
        ("garden", 5, 2, "cannot end (2) before it starts (5)"),
        ("garden", 6, 8, "nothing but white space"),
        ("garden", 20, 150, "in no single clause"),
    ],
)
def test_a_place_that_cannot_be_quoted_is_one_clear_line(
    client: TestClient, doc: str, start: int, end: int, said: str
) -> None:
    response = client.get("/api/quote", params={"doc": doc, "start": start, "end": end})
    assert response.status_code == 400
    assert said in response.json()["error"]


def test_what_is_too_long_to_quote_is_said() -> None:
    long = Engine.from_texts({"long": "一、長\n" + "長" * (LONGEST_QUOTATION + 1)})
    from rag.text import Span
    from rag.types import QueryError
    from rag.web.quoting import quotation_at

    with pytest.raises(QueryError, match="too many to quote"):
        quotation_at(long, "long", Span(0, LONGEST_QUOTATION + 3))


@pytest.mark.parametrize("rendering", Rendering)
@pytest.mark.parametrize("doc_id", ["garden", "pond", "lake", "hostile"])
def test_lines_say_where_they_begin_in_the_cited_text_in_every_script(
    library: Engine, doc_id: str, rendering: Rendering
) -> None:
    source = source_text(library.document(doc_id), rendering)
    view = reader_view(
        set_document(source, library.sections(doc_id), Wording(Language.ENGLISH)), "name"
    )
    lines = parse(view).having("data-from")
    assert len(lines) > 3
    for line in lines:
        start = int(line.attributes["data-from"])
        assert source.shown[start : start + len(line.text)] == line.text


def test_the_scripts_say_every_word_that_they_are_given_and_no_other() -> None:
    scripts = "\n".join(path.read_text("utf-8") for path in WEB.glob("*.js"))
    errors = re.findall(r'NotesError\("(\w+)"', scripts)
    said = {f"note.{key}" for key in [*re.findall(r'say\((?:\w+ \? )?"([^"]+)"', scripts), *errors]}
    said |= {f"note.{key}" for pair in re.findall(r'\? "(\w+)" : "(\w+)"', scripts) for key in pair}
    said |= {f"note.proof.{state}" for state in (*verify_notes.NotedStatus, "unknown")}
    said |= {f"note.status.{status}" for status in checking.Status}
    given = {key for key in WORDING if key.startswith("note.")}
    assert given <= said
    assert not {key for key in said - given if f'say("{key.removeprefix("note.")}"' in scripts}


def test_documents_in_the_notebook_are_only_text(client: TestClient, library: Engine) -> None:
    from rag.web.desk import Desk, Preferences

    page = parse(Desk(library).notes(Preferences()))
    books = json.loads(page.having("data-books")[0].attributes["data-books"])
    assert books["garden"] == {"title": "公園管理辦法", "language": "zh-Hant"}
    assert "img" not in {element.tag for element in page.elements}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": "application/json", "Origin": "https://evil.example"}, 403),
        ({"Content-Type": "application/json", "Origin": "null"}, 403),
        ({"Content-Type": "application/json", "Origin": "http://["}, 403),
        ({"Content-Type": "application/json", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Type": "application/json", "Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_another_sites_page_cannot_post_to_the_routes(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    assert client.post("/api/verify", content="{}", headers=headers).status_code == status


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}]
)
def test_the_page_and_programs_may_post_json(client: TestClient, headers: dict[str, str]) -> None:
    json_headers = {"Content-Type": "application/json; charset=utf-8", **headers}
    status = client.post("/api/verify", content="{}", headers=json_headers).status_code
    assert status not in (403, 415)
