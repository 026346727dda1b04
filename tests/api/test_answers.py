"""POST /v1/answers as JSON and as events."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.schemas import Answer
from tests.api.conftest import LIGHTHOUSE

QUESTION = {"question": "When was the lighthouse lit?"}
EVENTS = {"Accept": "text/event-stream"}


def parse_events(body: str) -> list[tuple[str, Any]]:
    frames = [frame for frame in body.split("\n\n") if frame and not frame.startswith(":")]
    pairs = [dict(line.split(": ", 1) for line in frame.split("\n")) for frame in frames]
    return [(pair["event"], json.loads(pair["data"])) for pair in pairs]


def without_what_differs(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key not in {"id", "timing_ms"}}


def test_an_answer_is_the_right_sentence_cited_to_the_character(
    client: TestClient, lighthouse: str
) -> None:
    response = client.post("/v1/answers", json=QUESTION)

    assert response.status_code == 200
    answer = Answer.model_validate(response.json(), strict=True)
    assert answer.question == QUESTION["question"]
    assert answer.status == "answered"
    assert answer.statements[0].text == "The lighthouse was lit on 3 May 1874."
    cited = answer.statements[0].citations[0]
    assert (cited.n, cited.document_id, cited.source) == (1, lighthouse, "lighthouse.txt")
    start, end = cited.position.start, cited.position.end
    assert LIGHTHOUSE[start:end] == cited.quote.exact == "The lighthouse was lit on 3 May 1874."
    assert cited.url == f"/d/{lighthouse}?c={start}-{end}"
    assert (answer.writer, answer.degraded, answer.index.embedder) == (
        "extractive",
        None,
        "word-hash",
    )


def test_every_citation_is_the_exact_text_at_its_place(client: TestClient) -> None:
    for question in ("Who was the keeper?", "When did the quarry close?", "How much oil?"):
        answer = client.post("/v1/answers", json={"question": question}).json()
        for statement in answer["statements"]:
            for citation in statement["citations"]:
                text = client.get(f"/v1/documents/{citation['document_id']}/text").text
                position = citation["position"]
                assert text[position["start"] : position["end"]] == citation["quote"]["exact"]


def test_what_the_sources_do_not_say_is_refused_with_the_nearest_passages(
    client: TestClient,
) -> None:
    answer = client.post("/v1/answers", json={"question": "Who painted the Mona Lisa?"}).json()

    assert (answer["status"], answer["statements"]) == ("not_in_sources", [])
    assert answer["related"][0].keys() == {"document_id", "title", "text", "position", "score"}
    Answer.model_validate(answer, strict=True)


def test_the_events_end_with_the_object_that_json_gives(client: TestClient) -> None:
    whole = client.post("/v1/answers", json=QUESTION).json()
    response = client.post("/v1/answers", json=QUESTION, headers=EVENTS)
    events = parse_events(response.text)

    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert events[0] == ("status", {"stage": "retrieving"})
    name, done = events[-1]
    assert name == "done"
    assert without_what_differs(done) == without_what_differs(whole)
    assert [data for name, data in events if name == "statement"] == done["statements"]
    assert done["statements"] != []


def test_events_of_a_refusal_hold_no_statement(client: TestClient) -> None:
    asked = {"question": "Who painted the Mona Lisa?"}
    events = parse_events(client.post("/v1/answers", json=asked, headers=EVENTS).text)

    assert {name for name, _ in events} == {"status", "done"}
    assert events[-1][1]["status"] == "not_in_sources"


@pytest.mark.parametrize("headers", [{}, EVENTS])
@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ({"question": "?!"}, 422, "no word"),
        ({"question": "   "}, 422, "empty"),
        ({"question": ""}, 422, "at least 1 character"),
        ({"question": "word " * 1000}, 422, "at most 4000 characters"),
        ({}, 422, "is missing"),
        ({"question": 7}, 422, "valid string"),
        ({"question": None}, 422, "valid string"),
        ([], 422, "must be a JSON object"),
        ("x", 422, "must be a JSON object"),
        ({"question": "x", "k": 0}, 422, "greater than or equal to 1"),
        ({"question": "x", "k": 51}, 422, "less than or equal to 50"),
        ({"question": "x", "k": 10**400}, 422, "less than or equal to 50"),
        ({"question": "x", "k": "all"}, 422, "valid integer"),
        ({"question": "x", "history": [{"answer": "y"}]}, 422, "is missing"),
        ({"question": "x", "writer": "llm"}, 422, "No language model is configured"),
        ({"question": "x", "writer": "gpt"}, 422, "'extractive' or 'llm'"),
        ({"question": "x", "collection": "other"}, 404, "no collection of that name"),
        ({"question": "x", "seed": 1}, 422, "the fields are question, history, k, collection"),
    ],
)
def test_a_bad_question_is_told_before_the_first_byte(
    client: TestClient, headers: dict[str, str], body: object, status: int, told: str
) -> None:
    response = client.post("/v1/answers", json=body, headers=headers)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert told in response.json()["detail"]


def test_a_follow_up_is_understood_from_the_history(client: TestClient) -> None:
    asked = {"question": "When was it lit?", "history": [{"question": "What is the lighthouse?"}]}
    answer = client.post("/v1/answers", json=asked).json()

    assert answer["question"] == "When was it lit?"
    assert "The lighthouse was lit on 3 May 1874." in [s["text"] for s in answer["statements"]]


def test_a_removed_document_is_not_answered_from(client: TestClient, lighthouse: str) -> None:
    before = client.post("/v1/answers", json=QUESTION).json()
    client.delete(f"/v1/documents/{lighthouse}")
    after = client.post("/v1/answers", json=QUESTION).json()

    assert before["statements"] != []
    assert lighthouse not in json.dumps(after)
    assert after["index"]["generation"] > before["index"]["generation"]


def test_a_form_is_refused_with_the_header_to_send(client: TestClient) -> None:
    response = client.post("/v1/answers", data={"question": "x"})

    assert response.status_code == 415
    assert "Content-Type: application/json" in response.json()["detail"]
