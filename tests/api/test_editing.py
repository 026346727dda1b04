"""PATCH /v1/documents/{id} and its versions: what a user sets, and what was read before."""

import json

import pytest
from starlette.testclient import TestClient

from api.schemas import StoredDocument, VersionList
from index.library import Library
from index.passage_index import PassageIndex
from tests.api.conftest import LIGHTHOUSE
from tests.fakes import WordHashEmbedder

JSON = {"Content-Type": "application/json"}


def patch(client: TestClient, document: str, **body: object) -> StoredDocument:
    response = client.patch(f"/v1/documents/{document}", json=body)
    assert response.status_code == 200, response.text
    return StoredDocument.model_validate(response.json())


def versions(client: TestClient, document: str) -> VersionList:
    response = client.get(f"/v1/documents/{document}/versions")
    return VersionList.model_validate(response.json())


def test_title_and_metadata_are_set_and_shown_everywhere(
    client: TestClient, lighthouse: str
) -> None:
    edited = patch(client, lighthouse, title="Skerry light", metadata={"author": "Ada", "year": 3})
    assert (edited.title, edited.metadata) == ("Skerry light", {"author": "Ada", "year": 3})
    assert edited.status == "stored"
    assert client.get(f"/v1/documents/{lighthouse}").json() == edited.model_dump()
    assert client.get("/v1/documents").json()["data"][0] == edited.model_dump()
    (first, *_) = client.post("/v1/passages", json={"query": "skerry light"}).json()["passages"]
    assert (first["document_id"], first["title"]) == (lighthouse, "Skerry light")
    answer = client.post("/v1/answers", json={"question": "When was the lighthouse lit?"}).json()
    (citation, *_) = answer["statements"][0]["citations"]
    assert citation["title"] == "Skerry light"
    place = f"document_id={lighthouse}&start=0&end=14"
    assert "Skerry light" in client.get(f"/v1/citations?{place}").text
    assert "Skerry light" in client.get(f"/d/{lighthouse}").text


def test_null_takes_back_what_was_set_and_nothing_else(client: TestClient, lighthouse: str) -> None:
    patch(client, lighthouse, title="Skerry", metadata={"author": "Ada", "date": "1874"})
    assert patch(client, lighthouse, metadata={"date": None}).metadata == {"author": "Ada"}
    assert patch(client, lighthouse).title == "Skerry"
    back = patch(client, lighthouse, title=None, metadata={"author": None})
    assert (back.title, back.metadata) == ("The lighthouse", {})


def test_what_was_set_survives_a_newer_text(client: TestClient, lighthouse: str) -> None:
    patch(client, lighthouse, title="Skerry")
    newer = {"text": "It was closed.", "source": "lighthouse.txt", "title": "Closed"}
    assert client.post("/v1/documents", json=newer).json()["title"] == "Skerry"
    assert client.post("/v1/documents", json=newer).json()["status"] == "unchanged"


def test_versions_are_listed_without_their_text(client: TestClient, lighthouse: str) -> None:
    newer = {"text": "It was closed.", "source": "lighthouse.txt"}
    stored = client.post("/v1/documents", json=newer).json()
    assert (stored["id"], stored["version"], stored["characters"]) == (lighthouse, 2, 14)
    found = versions(client, lighthouse)
    assert [(each.number, each.characters, each.current) for each in found.data] == [
        (1, len(LIGHTHOUSE), False),
        (2, 14, True),
    ]
    assert found.data[0].content_hash != found.data[1].content_hash
    assert "Ada" not in client.get(f"/v1/documents/{lighthouse}/versions").text


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (b"{", 400, ""),
        (b"[]", 422, "object"),
        (b'{"title": ""}', 422, "one line"),
        (b'{"title": "a\\nb"}', 422, "one line"),
        ('{"title": "\u200b"}'.encode(), 422, "blank"),
        (b'{"title": 5}', 422, "body.title"),
        (b'{"text": "New text."}', 422, "the fields are title, metadata"),
        (b'{"metadata": {"a": "\\u0000"}}', 422, "body.metadata"),
        (b'{"metadata": ' + b'{"a":' * 30 + b"1" + b"}" * 30 + b"}", 422, "20 deep"),
        (b'{"metadata": null}', 422, "body.metadata"),
    ],
)
def test_what_cannot_be_set_is_told_and_changes_nothing(
    client: TestClient, lighthouse: str, body: bytes, status: int, told: str
) -> None:
    before = client.get(f"/v1/documents/{lighthouse}").json()
    response = client.patch(f"/v1/documents/{lighthouse}", content=body, headers=JSON)
    assert (response.status_code, response.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    assert told in response.json()["detail"]
    assert client.get(f"/v1/documents/{lighthouse}").json() == before


def test_an_unknown_document_can_neither_be_edited_nor_has_it_versions(client: TestClient) -> None:
    for response in (
        client.patch("/v1/documents/none", json={"title": "x"}),
        client.get("/v1/documents/none/versions"),
    ):
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"


def test_an_edit_must_say_that_it_is_json_and_come_from_here(
    client: TestClient, lighthouse: str
) -> None:
    address, body = f"/v1/documents/{lighthouse}", json.dumps({"title": "Taken over"})
    plain = client.patch(address, content=body, headers={"Content-Type": "text/plain"})
    foreign = client.patch(address, content=body, headers=JSON | {"Origin": "http://evil.example"})
    assert (plain.status_code, foreign.status_code) == (415, 403)
    assert client.get(address).json()["title"] == "The lighthouse"


def test_an_edit_is_there_after_a_restart(
    client: TestClient, lighthouse: str, library: Library
) -> None:
    edited = patch(client, lighthouse, title="Skerry", metadata={"author": "Ada"})
    library.close()
    with PassageIndex.open(library.folder, WordHashEmbedder()) as reopened:
        summary = reopened.summary(lighthouse)
        assert (summary.title, summary.metadata) == (edited.title, edited.metadata)
        assert reopened.check() == []


def test_the_description_has_examples_that_work(client: TestClient, lighthouse: str) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    (example,) = schemas["Edit"]["examples"]
    assert patch(client, lighthouse, **example).title == example["title"]
    (saved,) = schemas["SavedCitations"]["examples"]
    response = client.post("/v1/citations/status", json=saved)
    assert [each["status"] for each in response.json()["citations"]] == ["gone"]
