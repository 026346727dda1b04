"""POST /v1/metadata and ``pincite metadata``: a reference manager's export."""

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.schemas import MetadataImport
from tests.api.commands import CommandLine

RECORD = """@report{byrne, title={The Lighthouse}, author={Byrne, Ada}, date={1875},
  url={https://example.org/light}}
@book{other, title={The windmill}}"""


def imported(client: TestClient, **body: object) -> MetadataImport:
    response = client.post("/v1/metadata", json={"text": RECORD} | body)
    assert response.status_code == 200, response.text
    return MetadataImport.model_validate(response.json())


def test_what_would_change_is_told_and_set_only_when_asked(
    client: TestClient, lighthouse: str
) -> None:
    told = imported(client)
    (matched,) = told.matched
    assert (told.applied, matched.document_id, matched.by) == (False, lighthouse, "title")
    assert {each.key: (each.before, each.after) for each in matched.changes} == {
        "title": ("The lighthouse", "The Lighthouse"),
        "author": (None, "Byrne, Ada"),
        "date": (None, "1875"),
        "type": (None, "report"),
        "url": (None, "https://example.org/light"),
    }
    assert [each.key for each in told.unknown] == ["other"]
    assert client.get(f"/v1/documents/{lighthouse}").json()["metadata"] == {}
    assert imported(client, apply=True).applied
    shown = client.get(f"/v1/documents/{lighthouse}").json()
    assert (shown["title"], shown["metadata"]["author"]) == ("The Lighthouse", "Byrne, Ada")
    place = f"document_id={lighthouse}&start=0&end=14&format=apa"
    assert "Byrne, A. (1875). The Lighthouse." in client.get(f"/v1/citations?{place}").text
    again = imported(client, apply=True)
    assert again.matched[0].changes == []


def test_what_a_user_set_stays(client: TestClient, lighthouse: str) -> None:
    client.patch(f"/v1/documents/{lighthouse}", json={"metadata": {"author": "Somebody"}})
    told = imported(client, apply=True)
    assert [(each.key, each.before) for each in told.matched[0].kept] == [("author", "Somebody")]
    metadata = client.get(f"/v1/documents/{lighthouse}").json()["metadata"]
    assert (metadata["author"], metadata["date"]) == ("Somebody", "1875")
    imported(client, apply=True, overwrite=True)
    metadata = client.get(f"/v1/documents/{lighthouse}").json()["metadata"]
    assert metadata["author"] == "Byrne, Ada"


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ({"text": "no records"}, 422, "There is no RIS record"),
        ({"text": "[]", "format": "csl-json"}, 422, "no CSL-JSON"),
        ({"text": "@a{b,}", "format": "papyrus"}, 422, "body.format"),
        ({"text": "@a{b,}", "collection": "nowhere"}, 404, "no collection"),
        ({"text": ""}, 422, "body.text"),
        ({"file": "/etc/passwd"}, 422, "unknown field"),
    ],
)
def test_what_holds_no_records_is_refused(
    client: TestClient, body: dict[str, object], status: int, told: str
) -> None:
    response = client.post("/v1/metadata", json=body)
    assert (response.status_code, told in response.json()["detail"]) == (status, True)


def test_an_export_may_be_as_large_as_a_draft(client: TestClient) -> None:
    response = client.post("/v1/metadata", json={"text": RECORD + " " * 1_000_000})
    assert response.status_code == 200


@pytest.fixture
def lamp(pincite: CommandLine, tmp_path: Path) -> str:
    """The id of a stored document from the file lamp.txt."""
    source = tmp_path / "lamp.txt"
    source.write_text("The lamp was lit in 1874.", encoding="utf-8")
    identifier: str = pincite("add", source, "--json").json["documents"][0]["id"]
    return identifier


def works(tmp_path: Path, **fields: Any) -> Path:  # noqa: ANN401 - any JSON value
    file = tmp_path / "works.json"
    file.write_text(json.dumps([{"id": "byrne", "type": "report", **fields}]), encoding="utf-8")
    return file


def test_the_command_shows_and_then_sets(pincite: CommandLine, lamp: str, tmp_path: Path) -> None:
    file = works(tmp_path, title="Lamp", author=[{"family": "Byrne", "given": "Ada"}])
    ran = pincite("metadata", file)
    assert (ran.code, ran.out.splitlines()) == (
        0,
        [
            f"{lamp}  lamp  (by title)",
            "  title      lamp → Lamp",
            "  author     Byrne, Ada",
            "  type       report",
        ],
    )
    assert "--apply sets it" in ran.err
    assert "author" not in pincite("show", lamp, "--json").json["metadata"]
    ran = pincite("metadata", file, "--apply")
    assert (ran.code, ran.err) == (0, "Set in 1 of 1 documents.\n")
    assert pincite("show", lamp, "--json").json["metadata"]["author"] == "Byrne, Ada"
    assert pincite("metadata", file).err == "Nothing is to be set.\n"


def test_the_command_says_no_where_nothing_is_matched(
    pincite: CommandLine, lamp: str, tmp_path: Path
) -> None:
    pincite("edit", lamp, "--set", "doi=10.5555/lamp")
    ran = pincite("metadata", works(tmp_path, title="Windmill"))
    assert (ran.code, ran.out) == (1, "not stored: byrne “Windmill”\n")
    ran = pincite("metadata", works(tmp_path, title="Lamp", DOI="10.5555/lamp"), "--json")
    assert (ran.code, ran.json["matched"][0]["by"], ran.json["applied"]) == (0, "doi", False)


def test_the_command_lists_what_is_unsure(pincite: CommandLine, lamp: str, tmp_path: Path) -> None:
    other = tmp_path / "more"
    other.mkdir()
    (other / "lamp.txt").write_text("Another lamp.", encoding="utf-8")
    second = pincite("add", other, "--json").json["documents"][0]["id"]
    ran = pincite("metadata", works(tmp_path, title="lamp"), "--apply")
    assert (ran.code, ran.out) == (1, f"unsure: byrne “lamp” may be any of {lamp}, {second}\n")


def test_a_file_that_is_no_export_is_wrong_use(pincite: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "works.bib"
    file.write_bytes("@book{a, title={Öl}, author={Müller, Jörg}}".encode("latin-1"))
    assert pincite("metadata", file).code in {1, 2}
    file.write_text("nothing", encoding="utf-8")
    ran = pincite("metadata", file)
    assert (ran.code, "There is no BibTeX entry" in ran.err) == (2, True)
    assert pincite("metadata", tmp_path / "gone.bib").code == 3
