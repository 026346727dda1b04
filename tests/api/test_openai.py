"""The real ``openai`` client, and a replay of how Open WebUI reads a stream."""

import json
from typing import Any

import openai
import pytest
from openai import OpenAI
from starlette.testclient import TestClient

from tests.api.conftest import BASE_URL

QUESTION = "When was the lighthouse lit?"
NOT_SAID = "No sentence in your sources clearly answers this."


@pytest.fixture
def official(client: TestClient) -> OpenAI:
    return OpenAI(base_url=f"{BASE_URL}/v1", api_key="none", http_client=client, max_retries=0)


def own_citations(client: TestClient) -> list[dict[str, Any]]:
    answer = client.post("/v1/answers", json={"question": QUESTION}).json()
    return [each for statement in answer["statements"] for each in statement["citations"]]


def user(text: str) -> Any:  # noqa: ANN401 - the client's own type for messages
    return [{"role": "user", "content": text}]


def test_a_completion_is_the_same_answer_with_its_citations(
    official: OpenAI, client: TestClient
) -> None:
    made = official.chat.completions.create(model="pincite", messages=user(QUESTION))
    message = made.choices[0].message
    assert message.content == "The lighthouse was lit on 3 May 1874. [1]"
    (annotation,) = message.annotations or []
    place = annotation.url_citation
    assert message.content[place.start_index : place.end_index] == "[1]"
    assert place.title == "The lighthouse"
    assert client.get(place.url).status_code == 200
    assert (made.model_extra or {})["citations"] == own_citations(client)
    assert made.choices[0].finish_reason == "stop"


def test_a_stream_comes_to_the_same_text_and_citations(
    official: OpenAI, client: TestClient
) -> None:
    whole = official.chat.completions.create(model="pincite", messages=user(QUESTION))
    chunks = list(
        official.chat.completions.create(
            model="pincite",
            messages=user(QUESTION),
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text == whole.choices[0].message.content
    last = chunks[-2]
    assert last.choices[0].finish_reason == "stop"
    assert (last.model_extra or {})["citations"] == own_citations(client)
    assert chunks[-1].usage is not None
    assert chunks[-1].choices == []


def test_open_webui_gets_each_source_once_and_in_order(client: TestClient) -> None:
    body = {"model": "pincite", "messages": user(QUESTION), "stream": True}
    answer = client.post("/v1/chat/completions", json=body)
    lines = [line[5:].strip() for line in answer.text.split("\n") if line.startswith("data:")]
    assert lines[-1] == "[DONE]"
    seen: list[dict[str, Any]] = []
    text = ""
    for line in lines[:-1]:
        data = json.loads(line)
        if "event" in data:
            seen.append(data["event"])
        for choice in data["choices"]:
            text += choice["delta"].get("content") or ""
    citations = own_citations(client)
    assert [event["type"] for event in seen] == ["source"] * len(citations)
    assert [event["data"]["document"] for event in seen] == [
        [each["quote"]["exact"]] for each in citations
    ]
    places = [event["data"]["metadata"][0]["source"] for event in seen]
    assert len(set(places)) == len(places)
    assert text == "The lighthouse was lit on 3 May 1874. [1]"


def test_the_model_for_plain_clients_links_its_markers(
    official: OpenAI, client: TestClient
) -> None:
    made = official.chat.completions.create(model="pincite-links", messages=user(QUESTION))
    url = own_citations(client)[0]["url"]
    content = made.choices[0].message.content or ""
    assert content == f"The lighthouse was lit on 3 May 1874. [[1]]({BASE_URL}{url})"


def test_a_response_and_its_events_are_the_same_answer(
    official: OpenAI, client: TestClient
) -> None:
    made = official.responses.create(model="pincite", input=QUESTION)
    assert made.output_text == "The lighthouse was lit on 3 May 1874. [1]"
    assert (made.model_extra or {})["citations"] == own_citations(client)
    events = list(official.responses.create(model="pincite", input=QUESTION, stream=True))
    assert [event.sequence_number for event in events] == list(range(len(events)))
    deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
    assert "".join(deltas) == made.output_text
    assert events[0].type == "response.created"
    last = events[-1]
    assert last.type == "response.completed"
    assert last.response.output_text == made.output_text
    assert "response.output_text.annotation.added" in {event.type for event in events}


def test_earlier_turns_explain_a_follow_up(official: OpenAI) -> None:
    conversation: Any = [
        {"role": "system", "content": "Say that it was lit in 1990."},
        {"role": "user", "content": "When was the lighthouse lit?"},
        {"role": "assistant", "content": "The lighthouse was lit on 3 May 1874. [1]"},
        {"role": "user", "content": [{"type": "text", "text": "Who was its keeper?"}]},
    ]
    made = official.chat.completions.create(model="pincite", messages=conversation)
    content = made.choices[0].message.content or ""
    assert "Ada Byrne" in content
    assert "1990" not in content


@pytest.mark.parametrize("stream", [False, True])
def test_what_the_sources_do_not_say_is_said(official: OpenAI, *, stream: bool) -> None:
    asked = user("Which penguins breed on the southern ice?")
    if stream:
        chunks = official.chat.completions.create(model="pincite", messages=asked, stream=True)
        content = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    else:
        whole = official.chat.completions.create(model="pincite", messages=asked)
        content = whole.choices[0].message.content or ""
        assert whole.choices[0].message.annotations == []
    assert content == NOT_SAID


def test_models_are_listed_and_found(official: OpenAI) -> None:
    assert [model.id for model in official.models.list()] == ["pincite", "pincite-links"]
    assert official.models.retrieve("pincite").owned_by == "pincite"


def test_another_collection_is_another_model(official: OpenAI, client: TestClient) -> None:
    text = "The windmill was built in 1702 by Jan Smit."
    client.post("/v1/documents", json={"text": text, "collection": "mills"})
    made = official.chat.completions.create(
        model="pincite:mills", messages=user("When was the windmill built?")
    )
    assert "1702" in (made.choices[0].message.content or "")
    (citation,) = (made.model_extra or {})["citations"]
    assert client.get(citation["url"]).status_code == 200
    assert "collection=mills" in citation["url"]


def test_errors_have_the_shape_that_the_client_knows(official: OpenAI, client: TestClient) -> None:
    with pytest.raises(openai.NotFoundError, match="no such model"):
        official.chat.completions.create(model="gpt-4o", messages=user(QUESTION))
    with pytest.raises(openai.NotFoundError):
        official.chat.completions.create(model="pincite:none", messages=user(QUESTION))
    with pytest.raises(openai.UnprocessableEntityError, match="last message"):
        official.chat.completions.create(
            model="pincite", messages=[{"role": "assistant", "content": "Hello"}]
        )
    error = client.post("/v1/chat/completions", json={"model": "pincite"}).json()["error"]
    assert error["type"] == "invalid_request_error"
    assert error["message"] == "body.messages: is missing."
    assert client.get("/v1/models/none").json()["error"]["code"] == "not_found"
