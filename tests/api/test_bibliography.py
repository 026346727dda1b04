"""GET /v1/bibliography and ``pincite bibliography``: lists of works."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rag.citing.formats import LISTS, READERS
from tests.api.commands import CommandLine


@pytest.fixture
def described(client: TestClient) -> TestClient:
    """A client whose documents are both of one author and year."""
    for document in client.get("/v1/documents").json()["data"]:
        told = {"metadata": {"author": "Ada Byrne", "date": "1875"}}
        client.patch(f"/v1/documents/{document['id']}", json=told)
    return client


def listed(client: TestClient, query: str = "") -> str:
    response = client.get(f"/v1/bibliography{query}")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/plain")
    return response.text


@pytest.mark.parametrize("form", READERS)
def test_all_works_are_listed_under_the_keys_of_drafts(described: TestClient, form: str) -> None:
    works = READERS[form](listed(described, f"?format={form}"))
    assert [(work.key, work.title) for work in works] == [
        ("pincite-byrne1875lighthouse", "The lighthouse"),
        ("pincite-byrne1875quarry", "The quarry"),
    ]


def test_bibtex_is_what_is_given_unasked(described: TestClient) -> None:
    assert listed(described) == listed(described, "?format=bibtex")
    assert listed(described).startswith("@misc{pincite-byrne1875lighthouse,")


def test_a_style_lists_the_works_in_its_order(described: TestClient) -> None:
    assert listed(described, "?format=apa") == (
        "Byrne, A. (1875a). The lighthouse.\nByrne, A. (1875b). The quarry.\n"
    )
    first, second = (each["id"] for each in described.get("/v1/documents").json()["data"])
    only = f"?format=ieee&document_id={second}&document_id={first}"
    assert listed(described, only) == (
        "[1] A. Byrne, “The quarry.” 1875.\n[2] A. Byrne, “The lighthouse.” 1875.\n"
    )


def test_one_work_keeps_the_key_that_it_has_among_all(client: TestClient, lighthouse: str) -> None:
    twin = {"text": "Another.", "title": "The lighthouse", "source": "twin.txt"}
    identifier = client.post("/v1/documents", json=twin).json()["id"]
    assert "@misc{pincite-lighthouseb," in listed(client, f"?document_id={identifier}")
    assert "@misc{pincite-lighthouse," in listed(client, f"?document_id={lighthouse}")


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("?format=papyrus", 422, "is written as one of bibtex, ris, csl-json, apa"),
        ("?document_id=nowhere", 404, "`pincite documents` lists them"),
        ("?collection=nowhere", 404, "no collection"),
    ],
)
def test_what_cannot_be_listed_is_told(
    client: TestClient, query: str, status: int, told: str
) -> None:
    response = client.get(f"/v1/bibliography{query}")
    assert (response.status_code, told in response.json()["detail"]) == (status, True)


def test_the_command_prints_or_writes_a_list(pincite: CommandLine, tmp_path: Path) -> None:
    source, out = tmp_path / "lamp.txt", tmp_path / "works.bib"
    source.write_text("The lamp was lit in 1874.", encoding="utf-8")
    identifier = pincite("add", source, "--json").json["documents"][0]["id"]
    ran = pincite("bibliography", "--format", "apa")
    assert (ran.code, ran.out) == (0, "lamp. (n.d.).\n")
    assert pincite("bibliography", identifier, "--output", out).out == ""
    assert out.read_text(encoding="utf-8").startswith("@misc{pincite-lamp,\n  title = {{lamp}},")
    refused = pincite("bibliography", "--output", out)
    assert (refused.code, "--overwrite" in refused.err) == (2, True)
    assert pincite("bibliography", "--output", out, "--overwrite", "--format", "ris").code == 0
    assert out.read_text(encoding="utf-8").startswith("TY  - GEN\nID  - pincite-lamp\n")
    assert pincite("bibliography", "nowhere").code == 3


def test_every_list_of_an_empty_collection_is_empty_and_no_failure(client: TestClient) -> None:
    for document in client.get("/v1/documents").json()["data"]:
        client.delete(f"/v1/documents/{document['id']}")
    for form in LISTS:
        assert listed(client, f"?format={form}").strip() in {"", "[]"}
