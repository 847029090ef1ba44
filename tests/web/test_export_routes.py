"""Notes are posted to be checked or exported, and nothing of them is kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient

from rag.cite.export import FORMATS
from rag.cite.notes import MOST_NOTES_BYTES
from rag.engine import Engine
from tests.cite import reading
from tests.cite.noting import note_of, notebook, notes_to_json, quoting, with_quote


@pytest.fixture
def posted(library: Engine) -> dict[str, Any]:
    """A notebook with a quotation that holds and one that does not."""
    good = quoting(library, "garden", "公園全年開放")
    return notes_to_json(notebook(note_of(good, with_quote(good, "公園全年關閉"))))


def test_verify_says_the_status_and_the_source_of_each_quotation(
    client: TestClient, posted: dict[str, Any]
) -> None:
    answer = client.post("/api/verify", json=posted).json()
    assert answer["counts"] == {"verified": 1, "moved": 0, "altered": 1, "missing": 0}
    (note,) = answer["notes"]
    assert note["id"] == "n1"
    assert [q["status"] for q in note["quotations"]] == ["verified", "altered"]
    assert [q["source"]["quote"] for q in note["quotations"]] == ["公園全年開放"] * 2


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_export_sends_a_file_of_each_format(
    client: TestClient, posted: dict[str, Any], format_: Any
) -> None:
    response = client.post("/api/export", json=posted | {"to": format_.name})
    assert response.status_code == 200
    disposition = response.headers["content-disposition"]
    assert disposition.startswith(f"attachment; filename=zhangju-notes{format_.suffix}; ")
    assert unquote(disposition).endswith(f"''期末複習{format_.suffix}")
    assert response.headers["content-type"] == format_.media_type
    assert response.headers["x-content-type-options"] == "nosniff"


def test_links_lead_to_the_server_that_was_asked(
    client: TestClient, posted: dict[str, Any]
) -> None:
    data = client.post("/api/export", json=posted | {"to": "csv", "language": "en"}).content
    assert reading.csv_rows(data)[0]["link"].startswith("http://testserver/?doc=garden&at=")


@pytest.mark.parametrize("title", ["", '../..\\"\r\n; x', "a" * 500, "💡 *?"])
def test_a_title_cannot_break_the_file_name(
    client: TestClient, posted: dict[str, Any], title: str
) -> None:
    response = client.post("/api/export", json=posted | {"to": "md", "title": title})
    name = unquote(response.headers["content-disposition"].split("''")[1])
    assert response.status_code == 200
    assert name.endswith(".md") and len(name) <= 80
    assert not set(name) & set('/\\:*?"<>|\r\n;')


@pytest.mark.parametrize("route", ["/api/verify", "/api/export"])
@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "not JSON"),
        (b"{}", "not a notes file"),
        (b"[" * 100_000, "not JSON"),
        (b'{"format": "zhangju-notes", "version": 1, "notes": [7]}', "note 1"),
    ],
)
def test_a_bad_notebook_is_one_line(
    client: TestClient, route: str, body: bytes, message: str
) -> None:
    response = client.post(route, content=body, headers={"content-type": "application/json"})
    assert response.status_code == 400
    assert message in response.json()["error"]


@pytest.mark.parametrize("change", [{}, {"to": "pdf"}, {"to": 7}, {"to": "md", "language": "fr"}])
def test_a_wrong_format_or_language_is_one_line(
    client: TestClient, posted: dict[str, Any], change: dict[str, Any]
) -> None:
    response = client.post("/api/export", json=posted | change)
    assert response.status_code == 400
    assert "\n" not in response.json()["error"]


def test_a_notebook_that_grows_beyond_its_limit_is_cut_off(client: TestClient) -> None:
    pieces = (b" " * 1024**2 for _ in range(MOST_NOTES_BYTES // 1024**2 + 1))
    response = client.post(
        "/api/verify", content=pieces, headers={"content-type": "application/json"}
    )
    assert response.status_code == 413
    assert "too large" in response.json()["error"]
