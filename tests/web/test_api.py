"""The HTTP routes answer as the engine does, and the rest of the server stays shut."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from rag.engine import Engine
from rag.serialize import hit_to_json
from rag.web.shield import MOST_BODY_BYTES


def test_ask_gives_the_answer_in_the_stable_form(client: TestClient, library: Engine) -> None:
    answer = client.get("/api/ask", params={"question": "什麼是遊客?"}).json()
    assert answer["found"]
    assert answer["answer_id"] == library.ask("什麼是遊客?").answer_id
    (citation, *_) = answer["sentences"][0]["citations"]
    text = library.document(citation["doc_id"]).text
    assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_search_gives_the_hits_of_the_engine(client: TestClient, library: Engine) -> None:
    hits = client.get("/api/search", params={"query": "公園", "k": 3}).json()["hits"]
    assert hits == [hit_to_json(hit) for hit in library.search("公園", 3)]


def test_show_understands_a_loose_address(client: TestClient) -> None:
    clause = client.get("/api/show", params={"address": "1/2", "doc": "garden"}).json()
    assert clause["address"] == "一/2"
    assert clause["text"].endswith("不收門票。")


def test_documents_lists_the_shelf(client: TestClient) -> None:
    first = client.get("/api/documents").json()[0]
    assert first.keys() == {"doc_id", "title", "language", "passages"}
    assert first["doc_id"] == "garden"


def test_documents_lists_those_that_are_named(client: TestClient) -> None:
    found = client.get("/api/documents", params={"doc": ["pond", "nowhere", "garden"]}).json()
    assert [document["doc_id"] for document in found] == ["garden", "pond"]


@pytest.mark.parametrize(
    "request_line",
    ["/api/show?address=9/9&doc=garden", "/api/show?address=1&doc=nowhere", "/api/search?query=?!"],
)
def test_an_error_is_one_line(client: TestClient, request_line: str) -> None:
    response = client.get(request_line)
    assert response.status_code == 400
    assert "\n" not in response.json()["error"]


@pytest.mark.parametrize(
    "request_line",
    ["/api/ask", "/api/ask?question=", "/api/search?query=a&k=0", "/api/search?query=a&k=9999"],
)
def test_a_malformed_request_is_refused(client: TestClient, request_line: str) -> None:
    response = client.get(request_line)
    assert response.status_code == 422
    assert set(response.json()) == {"error"} and "\n" not in response.json()["error"]


def test_too_long_a_question_is_refused(client: TestClient) -> None:
    assert client.get("/api/ask", params={"question": "園" * 2001}).status_code == 422


@pytest.mark.parametrize(
    ("left_empty", "without"),
    [
        ("/api/documents?doc=", "/api/documents"),
        ("/api/show?address=Article+2&doc=", "/api/show?address=Article+2"),
        ("/api/cite?address=Article+2&doc=&base_url=", "/api/cite?address=Article+2"),
    ],
)
def test_a_form_of_the_description_may_leave_the_document_empty(
    client: TestClient, left_empty: str, without: str
) -> None:
    response = client.get(left_empty)
    assert response.status_code == 200
    assert response.json() == client.get(without).json() != []


def test_the_description_names_every_route_and_loads_nothing_from_afar(client: TestClient) -> None:
    page = client.get("/docs").text
    paths = client.get("/openapi.json").json()["paths"]
    names = ("ask", "search", "show", "quote", "documents", "cite", "verify", "export", "check")
    assert set(paths) == {f"/api/{name}" for name in names}
    assert all(path in page for path in paths)
    assert not re.findall(r"(?:https?:)?//", page)


@pytest.mark.parametrize("path", ["/", "/api/documents", "/docs", "/zhangju/page.js"])
def test_every_response_has_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "connect-src 'self'" in policy
    script_policy = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe-inline" not in script_policy


def test_the_pages_own_scripts_carry_the_nonce_of_their_response(client: TestClient) -> None:
    responses = [client.get("/"), client.get("/")]
    nonces = [
        re.search(r"'nonce-([^']+)'", response.headers["content-security-policy"])
        for response in responses
    ]
    for response, nonce in zip(responses, nonces, strict=True):
        scripts = re.findall(r"<script[^>]*>", response.text)
        assert nonce
        assert scripts
        assert all(f'nonce="{nonce[1]}"' in script for script in scripts)
    assert nonces[0] and nonces[1] and nonces[0][1] != nonces[1][1]


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/upload_progress",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=pyproject.toml",
        "/gradio_api/file/pyproject.toml",
        "/gradio_api/proxy=https://example.org/",
        "/gradio_api/component_server",
        "/gradio_api/runs",
        "/gradio_api/run/predict",
        "/monitoring",
        "/login",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_the_page_does_not_use_is_shut(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, path).status_code == 404


def test_a_huge_body_is_refused(client: TestClient) -> None:
    response = client.post("/gradio_api/queue/join", content=b"0" * (MOST_BODY_BYTES + 1))
    assert response.status_code == 413
    assert "too large" in response.json()["error"]


def test_a_route_that_is_not_there_is_one_line_too(client: TestClient) -> None:
    response = client.get("/api/nothing")
    assert (response.status_code, set(response.json())) == (404, {"error"})


def test_the_page_sends_no_analytics(client: TestClient) -> None:
    assert client.get("/config").json()["analytics_enabled"] is False


def test_many_at_once_get_the_answers_of_one_at_a_time(client: TestClient) -> None:
    questions = ["什麼是遊客?", "公園的管理原則有哪些?", "池塘多久清淤?", "天文臺幾點開放?"] * 6

    def ask(question: str) -> dict[str, object]:
        answer = client.get("/api/ask", params={"question": question}).json()
        return {key: value for key, value in answer.items() if key != "seconds"}

    with ThreadPoolExecutor(8) as crowd:
        assert list(crowd.map(ask, questions)) == [ask(question) for question in questions]
