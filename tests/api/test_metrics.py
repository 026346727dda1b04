"""What a monitor reads at /metrics: the very numbers, and nothing that names anything."""

import time
from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from api.app import create_app
from api.metrics import Metrics
from api.readiness import Readiness
from index.errors import StoreDamagedError
from index.library import Library
from index.passage_index import PassageIndex
from rag.assembly import build_assistants
from rag.assistants import Assistants
from rag.settings import Settings
from rag.types import Usage
from tests.api.conftest import BASE_URL


def measured(client: TestClient) -> dict[str, float]:
    """Return each sample by its name with its labels, as the text tells them."""
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found = {}
    for family in text_string_to_metric_families(response.text):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


def requests(route: str, method: str, status: int) -> str:
    return f"pincite_http_requests_total{{method={method},route={route},status={status}}}"


def test_requests_are_counted_by_the_template_of_their_address(
    client: TestClient, lighthouse: str
) -> None:
    for path in (lighthouse, "none", "another-none"):
        client.get(f"/v1/documents/{path}")
    client.head("/healthz")
    client.get("/secret-path")
    client.request("SECRETMETHOD", "/healthz")
    client.get("/healthz", headers={"Host": "secret.example"})
    client.post("/mcp", content=b"{}")
    found = measured(client)
    one = "/v1/documents/{document_id}"
    assert found[requests(one, "GET", 200)] == 1
    assert found[requests(one, "GET", 404)] == 2
    assert found[requests("/healthz", "HEAD", 200)] == 1
    assert found[requests("none", "GET", 404)] == 1
    assert found[requests("none", "GET", 421)] == 1
    assert found[requests("/healthz", "other", 405)] == 1
    assert found[requests("/mcp", "POST", 400)] == 1
    text = client.get("/metrics").text
    assert "secret" not in text.lower()
    assert lighthouse not in text
    assert "_created" not in text


def test_the_time_of_a_request_is_in_the_histogram(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = PassageIndex.search

    def slow(index: PassageIndex, *arguments: object, **options: object) -> object:
        time.sleep(0.21)
        return search(index, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(PassageIndex, "search", slow)
    client.post("/v1/passages", json={"query": "lit"})
    found = measured(client)
    name, labels = "pincite_http_request_duration_seconds", "method=POST,route=/v1/passages"
    assert found[f"{name}_count{{{labels}}}"] == 1
    assert 0.21 <= found[f"{name}_sum{{{labels}}}"] < 20
    assert found[f"{name}_bucket{{le=0.2,{labels}}}"] == 0
    assert found[f"{name}_bucket{{le=120.0,{labels}}}"] == 1


def test_answers_count_whoever_asks_and_however(client: TestClient) -> None:
    lit, penguins = "When was the lighthouse lit?", "Which penguins breed on the southern ice?"
    before = measured(client)
    answered = "pincite_answers_total{status=answered,writer=extractive}"
    refused = "pincite_answers_total{status=not_in_sources,writer=extractive}"
    assert (before[answered], before[refused], before["pincite_statements_total"]) == (0, 0, 0)
    client.post("/v1/answers", json={"question": lit})
    client.post("/v1/answers", json={"question": lit}, headers={"Accept": "text/event-stream"})
    asked = {"model": "pincite", "messages": [{"role": "user", "content": lit}]}
    client.post("/v1/chat/completions", json=asked)
    call = {"name": "answer", "arguments": {"question": lit}}
    client.post(
        "/mcp",
        json={"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call},
        headers={"Accept": "application/json, text/event-stream"},
    )
    client.post("/v1/answers", json={"question": penguins})
    found = measured(client)
    assert (found[answered], found[refused], found["pincite_statements_total"]) == (4, 1, 4)
    assert found["pincite_answers_total{status=partial,writer=llm}"] == 0
    assert "penguin" not in client.get("/metrics").text


def test_verdicts_are_counted_streamed_or_not(client: TestClient) -> None:
    draft = (
        "The lighthouse was lit on 4 May 1874. The quarry closed in 1931. "
        "“The lamp burned 53 litres of oil in a night.”"
    )
    client.post("/v1/checks", json={"text": draft})
    client.post("/v1/checks", json={"text": draft}, headers={"Accept": "text/event-stream"})
    found = measured(client)
    assert found["pincite_checked_sentences_total{verdict=contradicted}"] == 2
    assert found["pincite_checked_sentences_total{verdict=partly}"] == 0
    assert found["pincite_checked_quotations_total{verdict=exact}"] == 2


def test_what_a_language_model_did_is_counted(
    settings: Settings, library: Library, index: PassageIndex
) -> None:
    metrics = Metrics(library, Readiness(), "1")
    with build_assistants(settings, library).of() as assistant:
        answer = assistant.answer("When was the lighthouse lit?")
    assert index.document_count == 2
    written = replace(answer, writer="some/model", usage=Usage(900, 40))
    metrics.answered(written)
    metrics.answered(replace(written, usage=Usage(cached=True)))
    metrics.answered(replace(answer, degraded="It failed.", usage=Usage(100, 0)))
    metrics.answered(answer)
    lines = metrics.text().decode().splitlines()
    assert 'pincite_language_model_answers_total{outcome="written"} 1.0' in lines
    assert 'pincite_language_model_answers_total{outcome="cached"} 1.0' in lines
    assert 'pincite_language_model_answers_total{outcome="degraded"} 1.0' in lines
    assert 'pincite_language_model_tokens_total{kind="prompt"} 1000.0' in lines
    assert 'pincite_language_model_tokens_total{kind="completion"} 40.0' in lines
    assert 'pincite_answers_total{status="answered",writer="llm"} 2.0' in lines
    assert 'pincite_answers_total{status="answered",writer="extractive"} 2.0' in lines
    assert "some/model" not in "\n".join(lines)


def test_what_is_stored_is_counted_over_all_collections(
    client: TestClient, index: PassageIndex
) -> None:
    client.post("/v1/documents", json={"text": "A windmill.", "collection": "secret mills"})
    found = measured(client)
    assert found["pincite_collections"] == 2
    assert found["pincite_documents"] == 3
    assert found["pincite_passages"] == index.passage_count + 1
    assert found["pincite_store_generation"] == index.generation
    assert found["pincite_ready"] == 1
    assert found["process_start_time_seconds"] <= time.time()
    assert "secret" not in client.get("/metrics").text


def test_what_is_slow_to_count_is_counted_seldom(
    client: TestClient, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    describe, calls = library.describe, []

    def slow() -> object:
        calls.append(1)
        time.sleep(0.5)
        return describe()

    monkeypatch.setattr(library, "describe", slow)
    assert [measured(client)["pincite_documents"] for _ in range(5)] == [2] * 5
    assert len(calls) == 1


def test_a_store_that_cannot_be_read_leaves_the_rest(
    client: TestClient, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise StoreDamagedError("It is broken.")

    monkeypatch.setattr(library, "describe", broken)
    found = measured(client)
    assert found["pincite_ready"] == 1
    assert "pincite_documents" not in found


def test_it_answers_before_the_server_is_ready(assistants: Assistants, settings: Settings) -> None:
    client = TestClient(create_app(assistants, settings, Readiness("Not yet.")), base_url=BASE_URL)
    assert measured(client)["pincite_ready"] == 0


def test_two_applications_count_apart(assistants: Assistants, settings: Settings) -> None:
    one, other = (TestClient(create_app(assistants, settings), base_url=BASE_URL) for _ in range(2))
    one.get("/healthz")
    assert measured(one)[requests("/healthz", "GET", 200)] == 1
    assert requests("/healthz", "GET", 200) not in measured(other)


@pytest.fixture
def assistants(settings: Settings, library: Library, index: PassageIndex) -> Assistants:
    assert index.document_count == 2
    return build_assistants(settings, library)
