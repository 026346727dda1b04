"""One question, every form of the interface: the same text, the same citations, the same numbers.

And what Open WebUI (0.11) makes of a stream: its server turns chunks with an ``event``, and
annotations too, into sources; its page merges those of one ``metadata.source``, and opens the
n-th of what is left for ``[n]``.
"""

import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import BASE_URL

QUESTION = "When was the lighthouse lit? When did the quarry close? Who was the keeper?"
Citations = list[dict[str, Any]]


@pytest.fixture
def asked(client: TestClient) -> dict[str, Any]:
    """The answer object, with which all else is compared."""
    answer: dict[str, Any] = client.post("/v1/answers", json={"question": QUESTION}).json()
    numbers = [each["n"] for each in cited(answer)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 2
    return answer


def cited(answer: dict[str, Any]) -> Citations:
    """Return the citations of an answer object in the order of their numbers."""
    found = {c["n"]: c for statement in answer["statements"] for c in statement["citations"]}
    return [found[n] for n in sorted(found)]


def data_of(text: str) -> list[Any]:
    lines = [line.removeprefix("data:").strip() for line in text.splitlines() if "data:" in line]
    return [json.loads(line) for line in lines if line != "[DONE]"]


def chat(client: TestClient, *, stream: bool) -> str:
    messages = [{"role": "user", "content": QUESTION}]
    body = {"model": "pincite", "messages": messages, "stream": stream}
    return client.post("/v1/chat/completions", json=body).text


def respond(client: TestClient, *, stream: bool) -> str:
    body = {"model": "pincite", "input": QUESTION, "stream": stream}
    return client.post("/v1/responses", json=body).text


def test_every_form_gives_the_same_citations(client: TestClient, asked: dict[str, Any]) -> None:
    events = client.post(
        "/v1/answers", json={"question": QUESTION}, headers={"Accept": "text/event-stream"}
    )
    streamed = data_of(events.text)
    statements = [each for each in streamed if "citations" in each]
    params = {"name": "answer", "arguments": {"question": QUESTION}}
    tool = client.post(
        "/mcp",
        json={"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params},
        headers={"Accept": "application/json, text/event-stream"},
    ).json()["result"]["structuredContent"]
    assert statements == asked["statements"] == streamed[-1]["statements"] == tool["statements"]
    citations = cited(asked)
    whole, made = json.loads(chat(client, stream=False)), json.loads(respond(client, stream=False))
    chunks, told = data_of(chat(client, stream=True)), data_of(respond(client, stream=True))
    assert whole["citations"] == made["citations"] == citations
    assert next(each["citations"] for each in chunks if "citations" in each) == citations
    assert told[-1]["response"]["citations"] == citations


def test_every_form_gives_the_same_text(client: TestClient) -> None:
    whole, made = json.loads(chat(client, stream=False)), json.loads(respond(client, stream=False))
    text = whole["choices"][0]["message"]["content"]
    deltas = [each["choices"][0]["delta"] for each in data_of(chat(client, stream=True))]
    assert "".join(delta.get("content") or "" for delta in deltas) == text
    assert made["output"][0]["content"][0]["text"] == text
    parts = [each for each in data_of(respond(client, stream=True)) if "delta" in each]
    assert "".join(each["delta"] for each in parts) == text


def sources_of(chunks: list[Any]) -> list[dict[str, Any]]:
    """Return the sources that Open WebUI's server tells its page of."""
    told: list[dict[str, Any]] = []
    for chunk in chunks:
        if (event := chunk.get("event", {})).get("type") in {"source", "citation"}:
            told.append(event["data"])
        for choice in chunk["choices"][:1]:
            for annotation in choice["delta"].get("annotations") or ():
                if annotation["type"] == "url_citation":
                    url, title = (annotation["url_citation"][key] for key in ("url", "title"))
                    source = {"name": title, "url": url}
                    metadata = [{"source": url, "name": title}]
                    told.append({"source": source, "document": [title], "metadata": metadata})
    return told


def listed(sources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the list that Open WebUI's page shows, in its order."""
    shown: dict[str, dict[str, Any]] = {}
    for source in sources:
        for number, document in enumerate(source["document"]):
            metadata = source["metadata"][number]
            identifier = metadata.get("source") or source["source"].get("id") or "N/A"
            own = dict(source["source"]) | {"name": metadata.get("name", source["source"]["name"])}
            if address := metadata.get("source_url"):
                own |= {"url": address}
            elif identifier.startswith(("http://", "https://")):
                own |= {"name": identifier, "url": identifier}
            shown.setdefault(identifier, own | {"documents": []})["documents"].append(document)
    return list(shown.values())


def test_open_webui_opens_the_quote_of_each_number(
    client: TestClient, asked: dict[str, Any]
) -> None:
    chunks = data_of(chat(client, stream=True))
    shown = listed(sources_of(chunks))
    citations = cited(asked)
    assert [(each["name"], each["url"], each["documents"][0]) for each in shown] == [
        (each["title"], BASE_URL + each["url"], each["quote"]["exact"]) for each in citations
    ]
    text = "".join(each["choices"][0]["delta"].get("content") or "" for each in chunks)
    marked = {int(number) for number in re.findall(r"\[(\d+)\]", text)}
    assert marked == set(range(1, len(shown) + 1))
    for each in shown:
        assert client.get(each["url"]).status_code == 200
