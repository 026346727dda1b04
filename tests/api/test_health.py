"""Alive, ready, and what is refused before that."""

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.readiness import Readiness
from index.library import Library
from index.passage_index import PassageIndex
from rag.assembly import build_assistants
from rag.settings import Settings
from tests.api.conftest import BASE_URL


def test_a_server_that_runs_is_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_before_it_is_ready_it_says_why_and_answers_no_question(
    settings: Settings, library: Library, index: PassageIndex
) -> None:
    readiness = Readiness("The model is being loaded.")
    app = create_app(build_assistants(settings, library), settings, readiness)
    client = TestClient(app, base_url=BASE_URL)

    early = [
        client.get("/readyz"),
        client.post("/v1/answers", json={"question": "When was it lit?"}),
        client.post("/v1/passages", json={"query": "lit"}),
        client.post("/v1/documents", json={"text": "More."}),
    ]
    assert [response.status_code for response in early] == [503] * 4
    assert {response.json()["detail"] for response in early} == {"The model is being loaded."}
    assert {response.headers["retry-after"] for response in early} == {"1"}
    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 200
    assert index.document_count == 2

    readiness.done()
    assert client.get("/readyz").json() == {"status": "ready"}


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/docs", "/v1/documents"])
def test_head_answers_as_get_does_without_the_body(client: TestClient, path: str) -> None:
    head, get = client.head(path), client.get(path)

    assert head.status_code == get.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == get.headers["content-length"]
    assert get.content
