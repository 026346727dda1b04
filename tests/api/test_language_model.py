"""A language model over HTTP and on the command line: off by default, limited, and told of."""

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.rate import MOST_CLIENTS, Rate
from index.library import Library
from rag.assembly import build_assistants
from rag.settings import Settings
from tests.api.commands import CommandLine
from tests.api.conftest import BASE_URL
from tests.api.test_answers import EVENTS, parse_events
from tests.language_model.misbehaving import FAULTS, Connection, Server, serving

pytestmark = pytest.mark.usefixtures("index")

QUESTION = {"question": "When was the lighthouse lit?"}
TRUE = "On 3 May 1874 the lighthouse was lit."


def reply(connection: Connection) -> None:
    sentences = [{"text": text, "passage": 1, "quote": ""} for text in (TRUE, "It sank in 1900.")]
    connection.answer(json.dumps({"sentences": sentences}))


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(reply) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setenv("NO_PROXY", "*")
        yield server


def client(library: Library, settings: Settings, **changed: object) -> TestClient:
    told = settings.model_copy(update=changed)
    return TestClient(create_app(build_assistants(told, library), told), base_url=BASE_URL)


def test_a_key_in_the_environment_alone_sends_nothing(
    endpoint: Server, library: Library, settings: Settings
) -> None:
    answer = client(library, settings).post("/v1/answers", json=QUESTION).json()
    assert (answer["writer"], answer["degraded"]) == ("extractive", None)
    assert answer["usage"] == {"prompt_tokens": 0, "completion_tokens": 0, "cached": False}
    assert endpoint.received == 0


def test_a_model_answers_in_its_words_with_citations_and_its_cost(
    endpoint: Server, library: Library, settings: Settings
) -> None:
    asking = client(library, settings, llm_model="tiny", llm_restate=False)
    answer = asking.post("/v1/answers", json=QUESTION).json()
    assert [each["text"] for each in answer["statements"]] == [TRUE]
    (citation,) = answer["statements"][0]["citations"]
    assert citation["quote"]["exact"] == "The lighthouse was lit on 3 May 1874."
    assert [each["text"] for each in answer["dropped"]] == ["It sank in 1900."]
    assert (answer["writer"], answer["degraded"]) == ("tiny", None)
    assert answer["usage"]["prompt_tokens"] > 0
    assert endpoint.requests[0]["model"] == "tiny"
    assert asking.post("/v1/answers", json=QUESTION).json()["usage"]["cached"] is True
    assert len(endpoint.requests) == 1


@pytest.mark.usefixtures("endpoint")
def test_the_events_of_a_model_s_answer_are_the_answer(
    library: Library, settings: Settings
) -> None:
    asking = client(library, settings, llm_model="tiny", llm_restate=False)
    events = parse_events(asking.post("/v1/answers", json=QUESTION, headers=EVENTS).text)
    assert [name for name, _ in events] == ["status", "status", "statement", "dropped", "done"]
    assert [data["stage"] for name, data in events if name == "status"] == ["retrieving", "writing"]
    assert events[-1][1]["statements"] == [events[2][1]]
    again = parse_events(asking.post("/v1/answers", json=QUESTION, headers=EVENTS).text)
    assert [name for name, _ in again] == ["statement", "dropped", "done"]


def test_a_request_chooses_the_writer_but_never_the_model_or_its_address(
    endpoint: Server, library: Library, settings: Settings
) -> None:
    asking = client(library, settings, llm_model="tiny")
    chosen = asking.post("/v1/answers", json=QUESTION | {"writer": "extractive"}).json()
    assert (chosen["writer"], endpoint.received) == ("extractive", 0)
    for field in ("model", "base_url", "llm_model"):
        assert asking.post("/v1/answers", json=QUESTION | {field: "x"}).status_code == 422
    without = client(library, settings).post("/v1/answers", json=QUESTION | {"writer": "llm"})
    assert without.status_code == 422
    assert "PINCITE_LLM_MODEL" in without.json()["detail"]
    assert endpoint.received == 0


def test_an_endpoint_that_fails_leaves_an_answer_that_says_so(
    library: Library, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(FAULTS["401"]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        response = client(library, settings, llm_model="tiny").post("/v1/answers", json=QUESTION)
    assert response.status_code == 200
    answer = response.json()
    assert answer["statements"][0]["text"] == "The lighthouse was lit on 3 May 1874."
    assert answer["writer"] == "extractive"
    assert "does not accept the key (401)" in answer["degraded"]
    assert "sk-" not in response.text


@pytest.mark.usefixtures("endpoint")
def test_a_client_may_ask_the_model_only_so_often(library: Library, settings: Settings) -> None:
    asking = client(library, settings, llm_model="tiny", llm_requests_per_minute=2)
    statuses = [asking.post("/v1/answers", json=QUESTION).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    refused = asking.post("/v1/answers", json=QUESTION)
    assert refused.headers["content-type"] == "application/problem+json"
    assert 1 <= int(refused.headers["retry-after"]) <= 30
    free = asking.post("/v1/answers", json=QUESTION | {"writer": "extractive"})
    assert free.status_code == 200


def test_a_bucket_fills_again_with_time_and_each_client_has_its_own() -> None:
    now = [0.0]
    rate = Rate(2, clock=lambda: now[0])
    assert [rate._take("a") for _ in range(3)] == [0.0, 0.0, 30.0]
    assert rate._take("b") == 0.0
    now[0] = 30.0
    assert [rate._take("a") for _ in range(2)] == [0.0, 30.0]
    for number in range(MOST_CLIENTS + 5):
        rate._take(f"c{number}")
    assert len(rate._buckets) == MOST_CLIENTS


def test_doctor_tests_the_endpoint_and_says_what_leaves(
    endpoint: Server, pincite: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_PORT", "0")
    monkeypatch.setenv("PINCITE_LLM_MODEL", "tiny")
    found = {check["name"]: check for check in pincite("doctor", "--json").json["checks"]}
    assert found["language model"]["level"] == "ok"
    assert f"tiny at {endpoint.url} answered in" in found["language model"]["detail"]
    told = found["network"]["detail"]
    assert "up to 8 passages of your documents" in told
    assert f"sent to {endpoint.url} (model tiny)" in told
    sent = json.dumps(endpoint.requests)
    assert "lighthouse" not in sent


def test_doctor_tells_why_an_endpoint_cannot_be_used_and_shows_no_secret(
    pincite: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_PORT", "0")
    monkeypatch.setenv("PINCITE_LLM_MODEL", "tiny")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    with serving(FAULTS["404"]) as server:
        address = server.url.replace("http://", "http://user:word@")
        monkeypatch.setenv("OPENAI_BASE_URL", f"{address}/v1")
        ran = pincite("doctor", "--json")
    found = {check["name"]: check for check in ran.json["checks"]}
    assert (ran.code, found["language model"]["level"]) == (3, "problem")
    assert "check PINCITE_LLM_MODEL" in found["language model"]["detail"]
    assert "sk-secret" not in ran.out
    assert "word" not in found["network"]["detail"].replace("words", "")


def test_the_command_line_chooses_the_writer_too(
    endpoint: Server, library: Library, pincite: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.close()
    monkeypatch.setenv("PINCITE_LLM_MODEL", "tiny")
    asked = ("ask", QUESTION["question"], "--json")
    assert pincite(*asked).json["writer"] == "tiny"
    assert pincite(*asked, "--writer", "extractive").json["writer"] == "extractive"
    assert len(endpoint.requests) >= 1
