"""Every list goes on where the last page ended, and comes to the whole."""

from typing import Any

import pytest
from starlette.testclient import TestClient


@pytest.fixture
def filled(client: TestClient) -> str:
    """Three of everything; returns the path of a document."""
    for name in ("A", "B"):
        client.post("/v1/collections", json={"name": name})
    made = {}
    for text in ("One.", "Two.", "Three."):
        new = {"text": text, "source": "count.txt"}
        made = client.post("/v1/documents", json=new).json()
        question = {"question": "When was the lighthouse lit?", "keep": True}
        client.post("/v1/answers", json=question)
    for collection in ("B", "A", "A"):
        files = [("file", ("a.txt", b"The weir was built in 1650."))]
        address = f"/v1/documents?background=true&collection={collection}"
        assert client.post(address, files=files).status_code == 202
    return f"/v1/documents/{made['id']}/versions"


def key_of(each: dict[str, Any]) -> object:
    return each.get("id") or each.get("name") or each["number"]


def pages(client: TestClient, address: str, limit: int) -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = []
    query: dict[str, str] = {"limit": str(limit)}
    while True:
        page = client.get(address, params=query).json()
        assert page["object"] == "list"
        found.append(page["data"])
        if not page["has_more"]:
            return found
        assert page["first_id"] != page["last_id"] or len(page["data"]) == 1
        query["after"] = page["last_id"]


def test_each_list_comes_in_pages(client: TestClient, filled: str) -> None:
    for address in ("/v1/documents", "/v1/answers", "/v1/collections", "/v1/jobs", filled):
        whole = client.get(address).json()
        assert (len(whole["data"]), whole["has_more"]) == (3, False), address
        parts = pages(client, address, 2)
        keys = [[key_of(each) for each in part] for part in parts]
        told = [key_of(each) for each in whole["data"]]
        assert [len(part) for part in keys] == [2, 1], address
        assert [key for part in keys for key in part] == told, address
        for wrong in ("limit=0", "limit=x"):
            assert client.get(f"{address}?{wrong}").status_code == 422, address


def test_a_cursor_that_is_not_in_the_list_is_told(client: TestClient) -> None:
    for address in ("documents", "answers", "collections", "jobs"):
        assert client.get(f"/v1/{address}?after=none").status_code == 404, address


@pytest.mark.usefixtures("filled")
def test_the_jobs_of_one_collection_are_listed(client: TestClient) -> None:
    def names(query: str) -> list[str]:
        return [each["collection"] for each in client.get(f"/v1/jobs{query}").json()["data"]]

    assert sorted(names("")) == ["A", "A", "B"]
    assert names("?collection=a") == ["A", "A"]
    assert names("?collection=B") == ["B"]
    assert names("?collection=default") == []
    assert names("?collection=none") == []


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/v1/answers", {"question": "Why?", "colection": "A"}),
        ("/v1/passages", {"query": "Why?", "limit": 3}),
        ("/v1/checks", {"text": "So.", "colection": "A"}),
        ("/v1/documents", {"text": "So.", "titel": "A"}),
        ("/v1/collections", {"nam": "A", "name": "A"}),
        ("/v1/metadata", {"text": "So.", "aply": True}),
    ],
)
def test_a_field_that_is_not_known_is_refused_with_those_that_are(
    client: TestClient, address: str, body: dict[str, object]
) -> None:
    refused = client.post(address, json=body)
    assert refused.status_code == 422
    detail = refused.json()["detail"]
    assert "unknown field; the fields are" in detail
    assert not {"colection", "titel", "nam,", "aply"} & set(detail.split())
