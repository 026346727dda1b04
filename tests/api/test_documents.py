"""/v1/documents: add, list, look at, remove."""

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.schemas import DocumentList, DocumentWithBlocks, StoredDocument, UploadedDocuments
from index.errors import StoreFullError
from index.library import Library
from index.passage_index import PassageIndex
from index.types import Document
from tests.api.conftest import LIGHTHOUSE
from tests.fakes import WordHashEmbedder

JSON = {"Content-Type": "application/json"}
AWKWARD = (
    "Tab\tand CRLF\r\nlone CR\rU+2011 ‑ NBSP \u00a0 emoji 👩‍🚀 e\u0301 BOM \ufeff "
    "U+2028 \u2028 end. \n\n"
)


def upload(client: TestClient, *files: tuple[str, bytes]) -> tuple[int, list[dict[str, object]]]:
    response = client.post("/v1/documents", files=[("file", each) for each in files])
    documents = UploadedDocuments.model_validate(response.json(), strict=True).documents
    return response.status_code, [document.model_dump() for document in documents]


def test_a_text_is_added_then_unchanged_then_replaced(client: TestClient) -> None:
    new = {"text": "The mill burned in 1902.", "source": "mill", "metadata": {"author": "B. Ruhl"}}
    first = client.post("/v1/documents", json=new)
    again = client.post("/v1/documents", json=new)
    other = client.post("/v1/documents", json=new | {"text": "The mill burned in 1903."})

    assert [r.status_code for r in (first, again, other)] == [201, 200, 201]
    documents = [StoredDocument.model_validate(r.json()) for r in (first, again, other)]
    assert [d.status for d in documents] == ["added", "unchanged", "replaced"]
    assert len({d.id for d in documents}) == 1
    assert (documents[0].source, documents[0].metadata) == ("mill", {"author": "B. Ruhl"})
    assert client.get(f"/v1/documents/{documents[0].id}/text").text == "The mill burned in 1903."


def test_an_added_text_is_answered_from_at_once(client: TestClient) -> None:
    client.post("/v1/documents", json={"text": "The mill burned in 1902.", "title": "Mill"})
    answer = client.post("/v1/answers", json={"question": "When did the mill burn?"}).json()

    assert answer["statements"][0]["text"] == "The mill burned in 1902."


def test_the_text_is_returned_byte_for_byte(client: TestClient) -> None:
    added = client.post("/v1/documents", json={"text": AWKWARD}).json()
    response = client.get(f"/v1/documents/{added['id']}/text")

    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.content == AWKWARD.encode()


def test_many_files_each_have_their_own_status(client: TestClient) -> None:
    rows = [
        {"_id": "row-1", "title": "One", "text": "The first row tells of ducks."},
        {"_id": "row-2", "title": "Two"},
    ]
    status, documents = upload(
        client,
        ("a.md", b"# Boats\n\nThe boat is blue.\n"),
        ("b.exe", b"MZ\0\0"),
        ("empty.txt", b""),
        ("quarry.txt", b"The quarry closed in 1932."),
        ("rows.jsonl", "\n".join(map(json.dumps, rows)).encode() + b"\nnot json\n"),
    )

    assert status == 201
    assert [(d["source"], d["status"]) for d in documents] == [
        ("a.md", "added"),
        ("b.exe", "failed"),
        ("empty.txt", "failed"),
        ("quarry.txt", "replaced"),
        ("rows.jsonl#row-1", "added"),
        ("rows.jsonl", "failed"),
        ("rows.jsonl", "failed"),
    ]
    assert [bool(d["error"]) for d in documents] == [d["status"] == "failed" for d in documents]
    assert ".md" in str(documents[1]["error"])
    assert str(documents[5]["error"]).startswith("Line 2: ")
    assert str(documents[6]["error"]).startswith("Line 3: ")
    assert client.get("/v1/documents/row-1/text").text == "The first row tells of ducks."


def test_files_that_are_all_unchanged_give_200(client: TestClient) -> None:
    file = ("a.txt", b"The boat is blue.")

    assert upload(client, file)[0] == 201
    status, documents = upload(client, file)
    assert (status, documents[0]["status"]) == (200, "unchanged")


def test_one_file_that_cannot_be_added_is_a_problem_with_its_own_status(
    client: TestClient,
) -> None:
    for file, status in (("b.exe", 415), ("b.txt", 422)):
        response = client.post("/v1/documents", files={"file": (file, b"MZ\0\x01\0\xff")})
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"
        assert client.get("/v1/documents").json()["data"][2:] == []


def test_files_that_all_fail_are_a_problem_that_tells_why_for_each(client: TestClient) -> None:
    files = [("file", ("b.exe", b"MZ\0")), ("file", ("empty.txt", b""))]
    response = client.post("/v1/documents", files=files)

    assert response.status_code == 422
    assert [e["location"] for e in response.json()["errors"]] == ["body.file.0", "body.file.1"]


def test_a_file_name_is_only_a_label(client: TestClient, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    names = ["../../etc/passwd.txt", "C:\\temp\\x.txt", "/abs/y.txt", "a\u202eb.txt"]
    _, documents = upload(client, *((name, b"The boat is blue.") for name in names))

    assert [d["source"] for d in documents] == ["passwd.txt", "x.txt", "y.txt", "ab.txt"]
    assert [p for p in sorted(tmp_path.rglob("*")) if p not in before] == []


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (b"", 400, "not JSON"),
        (b"{", 400, "not JSON"),
        (b'{"text": "\xff"}', 400, "not JSON"),
        (b'{"text": "\\ud800"}', 400, "not JSON"),
        (b"[" * 100_000, 400, "not JSON"),
        (b'{"text": "x", "metadata": {"a": NaN}}', 400, "not JSON"),
        (b'{"text": "x", "metadata": {"a": 1e999}}', 422, "body.metadata"),
        (b'{"text": "x", "metadata": {"a": "\\u0000"}}', 422, "body.metadata"),
        (b'{"text": "x", "metadata": {"\\u0000": 1}}', 422, "body.metadata"),
        (b'{"text": "x", "metadata": ' + b'{"a":' * 30 + b"1" + b"}" * 30 + b"}", 422, "20 deep"),
        (b'{"text": "x", "metadata": [1]}', 422, "must be a JSON object"),
        (b'{"text": "a\\u0000b"}', 422, "NUL"),
        (b'{"text": ""}', 422, "at least 1 character"),
        (b'{"text": " \\n "}', 422, ""),
        (b'{"text": 5}', 422, "valid string"),
        (b'{"title": "x"}', 422, "body.text: is missing"),
        (b'{"text": "x", "title": "two\\nlines"}', 422, "one line"),
        (b'{"text": "x", "source": " "}', 422, "one line"),
        (b'{"text": "x", "path": "/etc"}', 422, "the fields are text, title, source, metadata"),
        (b"[]", 422, "must be a JSON object"),
    ],
)
def test_a_bad_text_is_refused_and_loses_nothing(
    client: TestClient, body: bytes, status: int, told: str
) -> None:
    response = client.post("/v1/documents", content=body, headers=JSON)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert told in response.json()["detail"]
    assert len(client.get("/v1/documents").json()["data"]) == 2


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Content-Type": "text/plain"}, b"hello", 415),
        ({}, b"hello", 415),
        ({"Content-Type": "multipart/form-data"}, b"hello", 400),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"hello", 400),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"--x--\r\n", 422),
    ],
)
def test_a_body_of_another_kind_is_refused(
    client: TestClient, headers: dict[str, str], body: bytes, status: int
) -> None:
    response = client.post("/v1/documents", content=body, headers=headers)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("name", ["document", "files"])
def test_a_form_with_another_field_is_refused(client: TestClient, name: str) -> None:
    files = [("file", ("a.txt", b"Good.")), (name, ("b.txt", b"Stray."))]

    assert client.post("/v1/documents", files=files).status_code == 422
    assert len(client.get("/v1/documents").json()["data"]) == 2


def test_a_full_disk_is_told_and_what_was_there_still_answers(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_index: PassageIndex, _document: Document, **_named: object) -> None:
        raise StoreFullError("No space left for /srv/pincite/store.db.")

    monkeypatch.setattr(PassageIndex, "add", full)
    alone = client.post("/v1/documents", json={"text": "More."})
    files = [("file", ("a.txt", b"Good.")), ("file", ("b.txt", b"Good too."))]
    together = client.post("/v1/documents", files=files)

    assert (alone.status_code, together.status_code) == (507, 507)
    assert "/srv/pincite" not in alone.text + together.text
    answer = client.post("/v1/answers", json={"question": "When was the lighthouse lit?"})
    assert answer.json()["status"] == "answered"


def test_the_list_goes_on_after_its_last_document(client: TestClient) -> None:
    client.post("/v1/documents", json={"text": "Third.", "source": "third"})
    first = DocumentList.model_validate(client.get("/v1/documents?limit=2").json())
    rest = DocumentList.model_validate(
        client.get("/v1/documents", params={"limit": 2, "after": str(first.last_id)}).json()
    )

    assert [d.source for d in first.data] == ["lighthouse.txt", "quarry.txt"]
    assert (first.has_more, first.first_id, first.last_id) == (
        True,
        first.data[0].id,
        first.data[1].id,
    )
    assert ([d.source for d in rest.data], rest.has_more) == (["third"], False)
    beyond = client.get("/v1/documents", params={"after": str(rest.last_id)}).json()
    assert beyond == {
        "object": "list",
        "data": [],
        "has_more": False,
        "first_id": None,
        "last_id": None,
    }


def test_one_document_is_told_with_its_blocks_only_if_asked(
    client: TestClient, lighthouse: str
) -> None:
    plain = client.get(f"/v1/documents/{lighthouse}").json()
    laid_out = client.get(f"/v1/documents/{lighthouse}?include=blocks").json()

    assert StoredDocument.model_validate(plain).status == "stored"
    blocks = DocumentWithBlocks.model_validate(laid_out, strict=True).blocks or []
    assert {key: laid_out[key] for key in plain} == plain
    covered = "".join(LIGHTHOUSE[block.start : block.end] for block in blocks)
    assert "".join(covered.split()) == "".join(LIGHTHOUSE.split())


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/documents/none", 404),
        ("/v1/documents/none?include=blocks", 404),
        ("/v1/documents/none/text", 404),
        ("/v1/documents/%00", 404),
        ("/v1/documents/%ED%A0%80", 404),
        ("/v1/documents/..%2F..%2Fetc%2Fpasswd", 404),
        ("/v1/documents/" + "x" * 5000, 404),
        ("/v1/documents?after=none", 404),
        ("/v1/documents?limit=0", 422),
        ("/v1/documents?limit=1001", 422),
        ("/v1/documents?limit=many", 422),
    ],
)
def test_an_unknown_document_is_told(client: TestClient, path: str, status: int) -> None:
    response = client.get(path)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_after_removal_nothing_shows_the_document_also_after_a_restart(
    client: TestClient, lighthouse: str, library: Library, tmp_path: Path
) -> None:
    response = client.delete(f"/v1/documents/{lighthouse}")

    assert (response.status_code, response.content) == (204, b"")
    for path in ("", "/text", "?include=blocks"):
        assert client.get(f"/v1/documents/{lighthouse}{path}").status_code == 404
    assert client.get(f"/d/{lighthouse}").status_code == 404
    assert client.delete(f"/v1/documents/{lighthouse}").status_code == 404
    found = client.post("/v1/passages", json={"query": "lighthouse lit 1874"}).text
    assert lighthouse not in found + client.get("/v1/documents").text
    library.close()
    with PassageIndex.open(tmp_path / "store", WordHashEmbedder()) as reopened:
        assert [summary.source for summary in reopened.summaries()] == ["quarry.txt"]
