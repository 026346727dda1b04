"""Collections over HTTP: made, named, removed, and each one for itself."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.jobs.spool import Upload
from api.jobs.state import Job
from api.jobs.worker import Jobs
from index.library import Library
from index.reading import from_text
from rag.assembly import build_assistants
from rag.settings import Settings
from tests.api.conftest import BASE_URL
from tests.fakes import WordHashEmbedder

QUESTION = "When was the harbour bell cast?"
BELL = "The harbour bell was cast in 1761."
NAME = "Reports & more/2026 é"
IN_IT = {"collection": NAME}


@pytest.fixture
def bell(client: TestClient) -> str:
    """The id of a document in a collection of its own."""
    added = client.post(
        "/v1/documents", json={"text": BELL, "title": "Bell", "source": "bell.txt"} | IN_IT
    )
    assert added.status_code == 201
    identifier: str = added.json()["id"]
    return identifier


def names(client: TestClient) -> list[str]:
    return [each["name"] for each in client.get("/v1/collections").json()["data"]]


def test_collections_are_made_listed_renamed_and_removed(client: TestClient) -> None:
    made = client.post("/v1/collections", json={"name": " Cafe\u0301 "})
    assert (made.status_code, made.json()) == (
        201,
        {"name": "Café", "documents": 0, "passages": 0},
    )
    listed = client.get("/v1/collections").json()
    assert listed == {
        "object": "list",
        "data": [
            {"name": "default", "documents": 2, "passages": 2},
            {"name": "Café", "documents": 0, "passages": 0},
        ],
        "has_more": False,
        "first_id": "default",
        "last_id": "Café",
    }
    renamed = client.patch("/v1/collections/CAFÉ", json={"name": "A/B"})
    assert (renamed.status_code, renamed.json()["name"]) == (200, "A/B")
    assert names(client) == ["default", "A/B"]
    assert client.delete("/v1/collections/a%2Fb").status_code == 204
    assert names(client) == ["default"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "told"),
    [
        ("POST", "", {"name": "DEFAULT"}, 409, "Choose another name"),
        ("POST", "", {"name": "a\nb"}, 422, "can be printed"),
        ("POST", "", {"name": "x" * 101}, 422, "1 to 100 characters"),
        ("POST", "", {"name": ""}, 422, "at least 1 character"),
        ("POST", "", {}, 422, "is missing"),
        ("POST", "", {"name": "x", "path": "/etc"}, 422, "the fields are name"),
        ("PATCH", "/nowhere", {"name": "x"}, 404, "GET /v1/collections"),
        ("PATCH", "/default", {"name": "x"}, 422, "keeps its name"),
        ("DELETE", "/nowhere", None, 404, "GET /v1/collections"),
    ],
)
def test_what_cannot_be_done_is_told(
    client: TestClient, method: str, path: str, body: object, status: int, told: str
) -> None:
    response = client.request(method, f"/v1/collections{path}", json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert told in response.json()["detail"]
    assert names(client) == ["default"]


def test_a_document_added_to_a_new_name_makes_the_collection_and_is_found_only_there(
    client: TestClient, bell: str
) -> None:
    assert names(client) == ["default", NAME]
    asked = {"question": QUESTION}
    inside = client.post("/v1/answers", json=asked | IN_IT).json()
    assert [each["text"] for each in inside["statements"]] == [BELL]
    assert client.post("/v1/answers", params=IN_IT, json=asked).json()["status"] == "answered"
    outside = client.post("/v1/answers", json=asked)
    assert outside.json()["status"] == "not_in_sources"
    assert bell not in outside.text
    search = {"query": "harbour bell"}
    found = client.post("/v1/passages", json=search | IN_IT).json()["passages"]
    assert [each["document_id"] for each in found] == [bell]
    assert bell not in client.post("/v1/passages", json=search).text
    listed = client.get("/v1/documents", params=IN_IT).json()["data"]
    assert [each["id"] for each in listed] == [bell]
    assert bell not in client.get("/v1/documents").text
    for path in ("", "/text", "?include=blocks"):
        assert client.get(f"/v1/documents/{bell}{path}").status_code == 404
    assert client.get(f"/v1/documents/{bell}/text", params=IN_IT).text == BELL
    assert client.delete(f"/v1/documents/{bell}").status_code == 404
    assert client.delete(f"/v1/documents/{bell}", params=IN_IT).status_code == 204
    assert client.get("/v1/documents", params=IN_IT).json()["data"] == []


def test_a_citation_of_a_collection_opens_its_document(client: TestClient, bell: str) -> None:
    answer = client.post("/v1/answers", json={"question": QUESTION} | IN_IT).json()
    citation = answer["statements"][0]["citations"][0]
    position = citation["position"]
    start, end = position["start"], position["end"]
    assert citation["url"] == f"/d/{bell}?collection={quote(NAME, safe='')}&c={start}-{end}"
    page = client.get(citation["url"])
    assert (page.status_code, "<mark" in page.text) == (200, True)
    assert f"/text?collection={quote(NAME, safe='')}" in page.text
    assert f'href="/?collection={quote(NAME, safe="")}"' in page.text
    assert client.get(f"/d/{bell}?c={start}-{end}").status_code == 404
    place = {"document_id": bell, "start": start, "end": end, "format": "link"}
    link = client.get("/v1/citations", params=place | IN_IT).text
    assert link == BASE_URL + citation["url"]
    assert client.get("/v1/citations", params=place).status_code == 404


def test_files_are_added_to_the_collection_that_the_address_names(client: TestClient) -> None:
    files = {"file": ("harbour.txt", BELL.encode())}
    added = client.post("/v1/documents", params=IN_IT, files=files)
    assert (added.status_code, added.json()["documents"][0]["status"]) == (201, "added")
    assert names(client) == ["default", NAME]
    assert "harbour.txt" not in client.get("/v1/documents").text


def test_an_unknown_collection_is_told_everywhere_and_not_made(
    client: TestClient, lighthouse: str
) -> None:
    unknown = {"collection": "Xyzzyquux"}
    answers = [
        client.post("/v1/answers", json={"question": QUESTION} | unknown),
        client.post("/v1/answers", params=unknown, json={"question": QUESTION}),
        client.post("/v1/passages", json={"query": "bell"} | unknown),
        client.get("/v1/documents", params=unknown),
        client.get(f"/v1/documents/{lighthouse}", params=unknown),
        client.get(f"/v1/documents/{lighthouse}/text", params=unknown),
        client.delete(f"/v1/documents/{lighthouse}", params=unknown),
        client.get(f"/d/{lighthouse}", params=unknown),
        client.get(f"/v1/citations?document_id={lighthouse}&start=0&end=3", params=unknown),
    ]
    assert [each.status_code for each in answers] == [404] * len(answers)
    assert all("/v1/collections" in each.text for each in answers)
    assert all("xyzzyquux" not in each.text.lower() for each in answers)
    assert names(client) == ["default"]


def test_a_draft_is_checked_against_the_collection_alone(client: TestClient, bell: str) -> None:
    inside = client.post("/v1/checks", json={"text": BELL} | IN_IT).json()["sentences"][0]
    assert inside["verdict"] == "supported"
    assert inside["citations"][0]["url"].startswith(f"/d/{bell}?collection=Reports")
    outside = client.post("/v1/checks", json={"text": BELL})
    assert outside.json()["sentences"][0]["verdict"] == "not_in_sources"
    assert bell not in outside.text
    saved = {"citations": inside["citations"]}
    for params, status in ((IN_IT, "same"), ({}, "gone")):
        found = client.post("/v1/citations/status", params=params, json=saved).json()
        assert found["citations"][0]["status"] == status


def test_an_edit_is_one_of_the_collection_alone(client: TestClient, bell: str) -> None:
    client.post("/v1/documents", json={"text": "Another bell.", "source": "bell.txt"})
    edited = client.patch(f"/v1/documents/{bell}", params=IN_IT, json={"title": "Edited"})
    assert (edited.status_code, edited.json()["title"]) == (200, "Edited")
    assert client.get(f"/v1/documents/{bell}").json()["title"] != "Edited"
    versions = client.get(f"/v1/documents/{bell}/versions", params=IN_IT).json()["data"]
    assert [each["characters"] for each in versions] == [len(BELL)]


def finished(client: TestClient, response: Any) -> dict[str, Any]:  # noqa: ANN401 - httpx's
    assert response.status_code == 202
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        job: dict[str, Any] = client.get(response.headers["location"]).json()
        if job["state"] in {"done", "failed"}:
            return job
        time.sleep(0.01)
    raise AssertionError(job)


def test_a_job_adds_to_the_collection_that_its_address_names(client: TestClient) -> None:
    files = {"file": ("harbour.txt", BELL.encode())}
    params = IN_IT | {"background": "true"}
    job = finished(client, client.post("/v1/documents", params=params, files=files))
    assert (job["state"], job["collection"]) == ("done", NAME)
    listed = client.get("/v1/documents", params=IN_IT).json()["data"]
    assert [each["source"] for each in listed] == ["harbour.txt"]
    assert "harbour.txt" not in client.get("/v1/documents").text
    refused = client.post("/v1/documents", params=params | {"collection": "a\nb"}, files=files)
    assert refused.status_code == 422
    assert names(client) == ["default", NAME]


def test_a_job_does_not_make_a_collection_anew_that_was_removed(
    client: TestClient, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"file": ("harbour.txt", BELL.encode())}
    params = IN_IT | {"background": "true"}
    submit = Jobs.submit

    def removed_first(jobs: Jobs, upload: Upload) -> Job:
        library.delete(upload.collection)
        return submit(jobs, upload)

    monkeypatch.setattr(Jobs, "submit", removed_first)
    job = finished(client, client.post("/v1/documents", params=params, files=files))
    assert job["state"] == "failed"
    assert "no collection of that name" in job["note"]
    assert names(client) == ["default"]


def test_two_names_in_one_request_are_refused(client: TestClient) -> None:
    response = client.post(
        "/v1/answers", params={"collection": "a"}, json={"question": "Why?", "collection": "b"}
    )
    assert (response.status_code, "Name one." in response.json()["detail"]) == (422, True)


def test_a_name_too_long_is_refused_wherever_it_stands(client: TestClient) -> None:
    long = "x" * 101
    add = {"text": "More."}
    assert client.post("/v1/documents", params={"collection": long}, json=add).status_code == 422
    assert client.get("/v1/documents", params={"collection": "x" * 2_000}).status_code == 422
    assert client.get("/v1/documents", params={"collection": long}).status_code == 404
    assert names(client) == ["default"]


def test_the_default_collection_is_emptied(client: TestClient, lighthouse: str) -> None:
    assert client.delete("/v1/collections/default").status_code == 204
    assert client.get(f"/v1/documents/{lighthouse}").status_code == 404
    assert client.get("/v1/collections").json()["data"] == [
        {"name": "default", "documents": 0, "passages": 0}
    ]


CANARIES = 200


def word(number: int) -> str:
    """Return a word that nothing else has, of letters alone so that typing errors are mended."""
    letters = "abcdefghij"
    return "zyq" + "".join(letters[int(digit)] * 2 for digit in f"{number:03}") + "quux"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Library]]:
    """Two hundred collections, each with a document of the same source and a word of its own."""
    settings = Settings(store=tmp_path_factory.mktemp("many"))
    with Library(settings.store, WordHashEmbedder()) as library:
        for number in range(CANARIES):
            text = f"The watchword of this place is {word(number)}. It dates from {1000 + number}."
            note = from_text(text, title=f"Notes {word(number)}", source="notes.txt")
            with library.collection(f"c{number}", create=True) as index:
                index.add(note)
        app = create_app(build_assistants(settings, library), settings)
        with TestClient(app, base_url=BASE_URL) as client:
            yield client, library


def leaks(text: str, own: int | None) -> list[int]:
    found = text.lower()
    return [number for number in range(CANARIES) if number != own and word(number) in found]


def test_nothing_of_another_collection_is_ever_shown(many: tuple[TestClient, Library]) -> None:
    client, _ = many
    (first,) = client.get("/v1/documents?collection=c0").json()["data"]
    identifier = first["id"]
    for number in range(CANARIES):
        other = (number + 1) % CANARIES
        shown = everything_shown(client, identifier, number, other)
        assert leaks(shown, number) == []
        assert word(number) in shown
    assert leaks(client.get("/v1/documents").text, None) == []


def everything_shown(client: TestClient, identifier: str, number: int, other: int) -> str:
    """Return all that the endpoints tell of a collection, asked for another one's secret too."""
    here = {"collection": f"c{number}"}
    misspelt = word(other)[:-4] + "qux"
    asked = [
        {"question": f"What is the watchword of this place, {misspelt} perhaps?"},
        {"question": "What is the watchword of this place?"},
    ]
    responses = [client.post("/v1/answers", json=each | here) for each in asked]
    assert responses[1].json()["statements"][0]["text"].endswith(f"{word(number)}.")
    url = responses[1].json()["statements"][0]["citations"][0]["url"]
    place: dict[str, Any] = {"document_id": identifier, "start": 0, "end": 40}
    responses += [
        client.get(url),
        client.post("/v1/passages", json={"query": f"watchword {misspelt}", "k": 50} | here),
        client.post("/v1/checks", json={"text": f"The watchword is {word(number)}."} | here),
        client.get("/v1/documents", params=here),
        client.get(f"/v1/documents/{identifier}/text", params=here),
        client.get("/v1/citations", params=place | here),
        client.get("/v1/citations", params=place | {"end": 10_000} | here),
        client.get(f"/v1/documents?after=nothing&collection=c{number}"),
    ]
    return "\n".join(each.text.replace(misspelt, "…") for each in responses)


def test_a_typing_error_is_never_mended_with_a_word_of_another_collection(
    many: tuple[TestClient, Library],
) -> None:
    _, library = many
    with library.collection("c7") as index:
        (other,) = set(index.corrections(word(7)[:-1] + "z").values())
        assert other in word(7)
        assert index.corrections(word(8)[:-1] + "z").get(word(8)[:-1] + "z") in {None, other}
        assert index.passage_frequencies([word(8)]) == {word(8): 0}


def test_a_removed_collection_leaves_nothing_behind(many: tuple[TestClient, Library]) -> None:
    client, library = many
    for number in (3, 150):
        assert client.delete(f"/v1/collections/c{number}").status_code == 204
        secret = word(number).encode()
        files = [path for path in library.folder.rglob("*") if path.is_file()]
        assert not [path for path in files if secret in path.read_bytes().lower()]
        response = client.get("/v1/documents", params={"collection": f"c{number}"})
        assert (response.status_code, leaks(response.text, None)) == (404, [])
        assert f"c{number}" not in names(client)
    assert len(names(client)) == CANARIES - 1


def test_a_copied_store_has_the_same_collections(
    many: tuple[TestClient, Library], tmp_path: Path
) -> None:
    _, library = many
    with library.collection("c11") as index:
        (summary,) = index.summaries()
    shutil.copytree(library.folder, tmp_path / "copy", ignore=lambda *_: ["lock"])
    with (
        Library(tmp_path / "copy", WordHashEmbedder()) as copy,
        copy.collection("c11") as index,
    ):
        assert index.document(summary.id).text.endswith("It dates from 1011.")
