"""The route that checks notes answers as the engine does, and takes only what it can check."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from rag.cite.notes import MOST_NOTES_BYTES
from rag.engine import Engine
from rag.serialize import checked_to_json


def test_check_gives_findings_and_counts(client: TestClient, library: Engine) -> None:
    document = library.document("garden")
    section = next(s for s in library.sections("garden") if len(s.body_span) >= 8)
    words = section.body_span.of(document.text).strip().split("\n")[0]
    notes = f"> {words}\n> [garden {section.address}]\n\n「這一句話誰也沒有說過」"
    answer = client.post("/api/check", json={"text": notes}).json()
    assert answer == checked_to_json(library.check(notes))
    assert [finding["status"] for finding in answer["findings"]] == ["exact", "not_found"]
    assert (answer["counts"]["exact"], answer["counts"]["stitched"]) == (1, 0)
    assert answer["problems"] == []


def test_notes_without_text_are_refused_in_one_line(client: TestClient) -> None:
    response = client.post("/api/check", json={"text": " "})
    assert response.status_code == 400
    assert "empty" in response.json()["error"]


def test_notes_with_half_a_character_are_refused(client: TestClient) -> None:
    body = r'{"text": "「擴大\ud800民主」(二/4)"}'
    headers = {"content-type": "application/json"}
    response = client.post("/api/check", content=body.encode(), headers=headers)
    assert response.status_code == 422
    assert response.json()["error"].startswith("text: ")


@pytest.mark.parametrize("body", [{}, {"text": 1}, {"text": "社" * 100_001}])
def test_what_is_no_text_is_refused(client: TestClient, body: dict[str, object]) -> None:
    assert client.post("/api/check", json=body).status_code == 422


def test_notes_that_grow_beyond_the_limit_are_cut_off(client: TestClient) -> None:
    pieces = (b" " * 1024**2 for _ in range(MOST_NOTES_BYTES // 1024**2 + 1))
    headers = {"content-type": "application/json"}
    response = client.post("/api/check", content=pieces, headers=headers)
    assert response.status_code == 413
    assert "too large" in response.json()["error"]
