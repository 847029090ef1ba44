"""The route that cites: text in a style, the reference as data, and a link that opens here."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from rag.cite.styles import STYLES, format_reference
from rag.engine import Engine


@pytest.mark.parametrize("style", STYLES)
def test_cite_writes_what_the_engine_cites(style: str, client: TestClient, library: Engine) -> None:
    asked = {"address": "1/2", "doc": "garden", "style": style}
    answer = client.get("/api/cite", params=asked).json()
    reference = library.cite("一/2", "garden")
    assert answer.keys() == {"style", "text", "reference"}
    assert answer["style"] == style
    assert answer["text"] == format_reference(reference, style)


def test_cite_gives_a_footnote_and_the_facts_as_csl(client: TestClient) -> None:
    answer = client.get("/api/cite", params={"address": "一/2", "doc": "garden"}).json()
    assert answer["style"] == "footnote"
    item = answer["reference"]
    assert (item["title"], item["section"]) == ("公園管理辦法", "一/2 開放共享")
    assert item["author"] == [{"literal": "市政府"}]
    assert item["issued"] == {"date-parts": [[2020]]}
    assert item["URL"] == "https://example.org/garden"


def test_a_link_that_is_asked_for_opens_the_page(client: TestClient) -> None:
    asked = {"address": "一/2", "doc": "garden", "base_url": "http://testserver"}
    item = client.get("/api/cite", params=asked).json()["reference"]
    link = urlsplit(item["custom"]["link"])
    assert link.netloc == "testserver"
    assert client.get(f"{link.path}?{link.query}").status_code == 200


def test_a_hostile_title_cannot_leave_its_footnote(client: TestClient) -> None:
    text = client.get("/api/cite", params={"address": "一", "doc": "hostile"}).json()["text"]
    assert "<img" not in text.replace("\\<", "")
    assert len(text.splitlines()) == 3


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"address": "9/9", "doc": "garden"}, "9/9"),
        ({"address": "一", "doc": "nowhere"}, "nowhere"),
        ({"address": "一/2", "doc": "garden", "style": "mla"}, "csl-json"),
    ],
)
def test_an_error_is_one_line(client: TestClient, asked: dict[str, str], message: str) -> None:
    response = client.get("/api/cite", params=asked)
    assert response.status_code == 400
    assert message in response.json()["error"]
    assert "\n" not in response.json()["error"]


@pytest.mark.parametrize("query", ["", "address=", "address=" + "1" * 201])
def test_a_malformed_request_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/api/cite?{query}").status_code == 422
