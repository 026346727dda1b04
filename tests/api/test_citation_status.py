"""POST /v1/citations/status: same, moved, changed or gone."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from api.schemas import CitationStatuses
from tests.api.conftest import LIGHTHOUSE

QUESTION = "How much oil did the lamp burn in a night?"
WORDS = "The lamp burned 53 litres of oil in a night."


@pytest.fixture
def citation(client: TestClient) -> dict[str, Any]:
    """A citation as an answer has it."""
    answer = client.post("/v1/answers", json={"question": QUESTION}).json()
    (found,) = answer["statements"][0]["citations"]
    assert found["quote"]["exact"] == WORDS
    cited: dict[str, Any] = found
    return cited


def statuses(client: TestClient, *citations: object) -> list[dict[str, Any]]:
    response = client.post("/v1/citations/status", json={"citations": citations})
    assert response.status_code == 200, response.text
    return [
        each.model_dump() for each in CitationStatuses.model_validate(response.json()).citations
    ]


def replace(client: TestClient, text: str) -> None:
    new = {"text": text, "title": "The lighthouse", "source": "lighthouse.txt"}
    assert client.post("/v1/documents", json=new).json()["status"] == "replaced"


def test_words_that_still_stand_are_the_same(client: TestClient, citation: dict[str, Any]) -> None:
    assert statuses(client, citation) == [
        {
            "status": "same",
            "detail": "",
            "position": citation["position"],
            "nearest": None,
            "url": citation["url"],
        }
    ]
    assert statuses(client) == []


def test_words_that_moved_are_found_at_their_new_place(
    client: TestClient, citation: dict[str, Any]
) -> None:
    newer = "Foreword.\n\n" + LIGHTHOUSE
    replace(client, newer)
    (found,) = statuses(client, citation)
    start, end = found["position"]["start"], found["position"]["end"]
    assert (found["status"], newer[start:end], found["nearest"]) == ("moved", WORDS, None)
    assert found["url"] == f"/d/{citation['document_id']}?c={start}-{end}"


def test_words_that_changed_are_told_with_what_stands_there_now(
    client: TestClient, citation: dict[str, Any]
) -> None:
    newer = "Foreword.\n\n" + LIGHTHOUSE.replace("53", "54")
    replace(client, newer)
    (found,) = statuses(client, citation)
    nearest = found["nearest"]
    assert (found["status"], found["position"], found["url"]) == ("changed", None, None)
    assert nearest["text"] == WORDS.replace("53", "54")
    assert newer[nearest["position"]["start"] : nearest["position"]["end"]] == nearest["text"]


def test_of_what_is_wholly_other_nothing_is_shown(
    client: TestClient, citation: dict[str, Any]
) -> None:
    replace(client, "A mill stood here once.")
    (found,) = statuses(client, citation)
    assert (found["status"], found["nearest"]) == ("changed", None)


def test_a_removed_document_is_gone_and_the_others_are_told_in_order(
    client: TestClient, citation: dict[str, Any]
) -> None:
    client.delete(f"/v1/documents/{citation['document_id']}")
    quarry = client.get("/v1/documents").json()["first_id"]
    other = {
        "document_id": quarry,
        "quote": {"exact": "The quarry"},
        "position": {"start": 0, "end": 10},
    }
    found = statuses(client, citation, other, citation)
    assert [each["status"] for each in found] == ["gone", "same", "gone"]
    assert found[0]["detail"] == "the document is not in the store"
    assert WORDS not in str(found)


def test_an_edited_title_changes_no_citation(client: TestClient, citation: dict[str, Any]) -> None:
    client.patch(f"/v1/documents/{citation['document_id']}", json={"title": "Skerry"})
    assert statuses(client, citation)[0]["status"] == "same"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"quote": {"exact": ""}}, "body.citations.0.quote.exact"),
        ({"quote": {}}, "body.citations.0.quote.exact"),
        ({"position": {"start": -1, "end": 3}}, "body.citations.0.position.start"),
        ({"position": {"start": 1, "end": 10**30}}, "body.citations.0.position.end"),
        ({"position": None}, "body.citations.0.position"),
        ({"document_id": 5}, "body.citations.0.document_id"),
    ],
)
def test_what_is_no_citation_is_refused(
    client: TestClient, citation: dict[str, Any], changed: dict[str, object], told: str
) -> None:
    response = client.post("/v1/citations/status", json={"citations": [citation | changed]})
    assert (response.status_code, response.headers["content-type"]) == (
        422,
        "application/problem+json",
    )
    assert told in response.json()["detail"]


def test_more_citations_than_are_looked_for_at_once_are_refused(
    client: TestClient, citation: dict[str, Any]
) -> None:
    response = client.post("/v1/citations/status", json={"citations": [citation] * 201})
    assert response.status_code == 422
    assert "body.citations" in response.json()["detail"]


def test_a_position_beyond_the_text_is_no_failure(
    client: TestClient, citation: dict[str, Any]
) -> None:
    far = citation | {"position": {"start": 10**9, "end": 10**9 + 5}}
    (found,) = statuses(client, far)
    assert (found["status"], found["position"]) == ("moved", citation["position"])
