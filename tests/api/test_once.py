"""A change with a key is made once: retried, asked at the same time, after a restart or a crash."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from index import receipts
from index.library import Library
from index.passage_index import PassageIndex
from index.reading.isolated import IsolatedReader
from rag.assembly import build_assistants
from rag.settings import Settings
from tests.api.conftest import BASE_URL
from tests.fakes import WordHashEmbedder

MILL = {"text": "The mill was built in 1702.", "title": "The mill", "source": "mill.txt"}
KEY = {"Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324"}
REPLAYED = "Idempotency-Replayed"
Start = Callable[[], AbstractContextManager[TestClient]]


@pytest.fixture
def start(settings: Settings, reader: IsolatedReader) -> Start:
    """Gives a server that begins with what the one before left."""

    @contextmanager
    def started() -> Iterator[TestClient]:
        with Library(settings.store, WordHashEmbedder()) as library:
            app = create_app(build_assistants(settings, library), settings, reader=reader)
            with TestClient(app, base_url=BASE_URL) as opened:
                yield opened

    return started


def documents(client: TestClient, collection: str = "default") -> list[str]:
    listed = client.get("/v1/documents", params={"collection": collection}).json()
    return [each["title"] for each in listed["data"]]


def test_a_retry_gets_the_same_answer_and_adds_nothing(client: TestClient) -> None:
    first = client.post("/v1/documents", json=MILL, headers=KEY)
    client.post("/v1/documents", json=MILL | {"text": "The mill burned down."})
    again = client.post("/v1/documents", json=MILL, headers=KEY)
    assert (first.status_code, REPLAYED.lower() in first.headers) == (201, False)
    assert (again.status_code, again.content) == (201, first.content)
    assert (again.headers[REPLAYED], again.headers["content-type"]) == ("true", "application/json")
    text = client.get(f"/v1/documents/{first.json()['id']}/text").text
    assert text == "The mill burned down."


def test_without_a_key_each_request_is_its_own(client: TestClient) -> None:
    assert client.post("/v1/documents", json=MILL).status_code == 201
    assert client.post("/v1/documents", json=MILL).json()["status"] == "unchanged"


def test_a_key_that_came_with_another_request_is_refused(client: TestClient) -> None:
    client.post("/v1/documents", json=MILL, headers=KEY)
    other = client.post("/v1/documents", json=MILL | {"title": "Another"}, headers=KEY)
    assert other.status_code == 422
    assert "another request" in other.json()["detail"]
    assert KEY["Idempotency-Key"] not in other.text


def test_a_key_counts_for_one_address_of_one_collection(client: TestClient) -> None:
    made = client.post("/v1/documents", json=MILL, headers=KEY).json()
    elsewhere = client.post("/v1/documents?collection=mills", json=MILL, headers=KEY)
    assert (elsewhere.status_code, elsewhere.json()["status"]) == (201, "added")
    address = f"/v1/documents/{made['id']}"
    assert client.patch(address, json={"title": "A"}, headers=KEY).json()["title"] == "A"
    assert client.delete(address, headers=KEY).status_code == 204
    assert documents(client, "mills") == ["The mill"]


@pytest.mark.parametrize("key", ["", "a b c", "é", "x" * 201, "a\x7f"])
def test_a_key_that_is_no_name_is_refused(client: TestClient, key: str) -> None:
    refused = client.post(
        "/v1/documents", json=MILL, headers=[(b"Idempotency-Key", key.encode("latin-1"))]
    )
    assert refused.status_code == 400
    assert "Idempotency-Key" in refused.json()["detail"]


def test_a_quoted_key_is_the_same_as_a_bare_one(client: TestClient) -> None:
    client.post("/v1/documents", json=MILL, headers={"Idempotency-Key": '"k 1"'})
    again = client.post("/v1/documents", json=MILL, headers={"Idempotency-Key": '"k 1"'})
    assert again.headers[REPLAYED] == "true"
    client.post("/v1/documents", json=MILL, headers={"Idempotency-Key": '"k2"'})
    bare = client.post("/v1/documents", json=MILL, headers={"Idempotency-Key": "k2"})
    assert bare.headers[REPLAYED] == "true"


def test_a_form_is_the_same_whatever_parts_it(client: TestClient) -> None:
    def send(boundary: str, text: str) -> Any:  # noqa: ANN401 - the client's response
        body = (
            f"--{boundary}\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\n"
            f"{text}\r\n--{boundary}--\r\n"
        )
        kind = f"multipart/form-data; boundary={boundary}"
        return client.post("/v1/documents", content=body, headers={**KEY, "Content-Type": kind})

    first = send("one", "The weir was built in 1650.")
    again = send("another", "The weir was built in 1650.")
    assert first.status_code == 201
    assert (again.headers[REPLAYED], again.json()) == ("true", first.json())
    assert send("third", "The weir was built in 1651.").status_code == 422


def test_an_upload_in_the_background_is_one_job(client: TestClient) -> None:
    files = [("file", ("a.txt", b"The weir was built in 1650."))]
    address = "/v1/documents?background=true"
    first = client.post(address, files=files, headers=KEY)
    again = client.post(address, files=files, headers=KEY)
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.headers["location"] == first.headers["location"]
    assert again.json() == first.json()
    assert len(client.get("/v1/jobs").json()["data"]) == 1


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_an_answer_that_is_asked_twice_is_kept_once(client: TestClient, accept: str) -> None:
    asked = {"question": "When was the lighthouse lit?", "keep": True}
    headers = {**KEY, "Accept": accept}
    texts = [client.post("/v1/answers", json=asked, headers=headers).text for _ in range(2)]
    other = client.post("/v1/answers", json=asked | {"k": 3}, headers=headers).text
    kept = [each["id"] for each in client.get("/v1/answers").json()["data"]]
    assert len(kept) == 2
    assert all(kept[1] in text for text in texts)
    assert kept[0] in other


def test_a_removal_is_not_repeated_on_what_came_later(client: TestClient) -> None:
    made = client.post("/v1/documents", json=MILL).json()["id"]
    assert client.delete(f"/v1/documents/{made}", headers=KEY).status_code == 204
    client.post("/v1/documents", json=MILL)
    again = client.delete(f"/v1/documents/{made}", headers=KEY)
    assert (again.status_code, again.content, again.headers[REPLAYED]) == (204, b"", "true")
    assert "The mill" in documents(client)


def test_an_edit_is_not_repeated_over_a_later_one(client: TestClient, lighthouse: str) -> None:
    address = f"/v1/documents/{lighthouse}"
    first = client.patch(address, json={"title": "First"}, headers=KEY)
    client.patch(address, json={"title": "Second"})
    again = client.patch(address, json={"title": "First"}, headers=KEY)
    assert (again.content, again.headers[REPLAYED]) == (first.content, "true")
    assert client.get(address).json()["title"] == "Second"


def test_collections_are_made_renamed_and_removed_once(client: TestClient) -> None:
    made = client.post("/v1/collections", json={"name": "A"}, headers=KEY)
    assert client.post("/v1/collections", json={"name": "A"}, headers=KEY).json() == made.json()
    named = client.patch("/v1/collections/A", json={"name": "B"}, headers=KEY)
    again = client.patch("/v1/collections/A", json={"name": "B"}, headers=KEY)
    assert (again.status_code, again.json()) == (200, named.json())
    assert client.delete("/v1/collections/B", headers=KEY).status_code == 204
    assert client.delete("/v1/collections/B", headers=KEY).headers[REPLAYED] == "true"
    other = {"Idempotency-Key": "another"}
    assert client.delete("/v1/collections/default", headers=other).status_code == 204
    client.post("/v1/documents", json=MILL)
    assert client.delete("/v1/collections/default", headers=other).headers[REPLAYED] == "true"
    assert documents(client) == ["The mill"]


def test_what_failed_may_be_tried_again_with_its_key(client: TestClient) -> None:
    missing = client.delete("/v1/documents/none", headers=KEY)
    assert missing.status_code == 404
    files = [("file", ("a.bin", bytes(range(256))))]
    assert client.post("/v1/documents", files=files, headers=KEY).status_code >= 400
    files = [("file", ("a.txt", b"The weir was built in 1650."))]
    assert client.post("/v1/documents", files=files, headers=KEY).status_code == 201


def test_nothing_of_a_removed_document_is_told_again(client: TestClient) -> None:
    made = client.post("/v1/documents", json=MILL, headers=KEY).json()["id"]
    client.delete(f"/v1/documents/{made}")
    again = client.post("/v1/documents", json=MILL, headers=KEY)
    assert again.status_code == 409
    assert "mill" not in again.text
    assert "The mill" not in documents(client)


def test_a_key_is_remembered_over_a_restart(start: Start) -> None:
    with start() as client:
        first = client.post("/v1/documents", json=MILL, headers=KEY)
    with start() as client:
        again = client.post("/v1/documents", json=MILL, headers=KEY)
    assert (again.content, again.headers[REPLAYED]) == (first.content, "true")


def test_a_crash_leaves_the_change_with_its_receipt_or_neither(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    with start() as client, monkeypatch.context() as patched:
        patched.setattr(PassageIndex, "_changed", broken)  # after the commit
        assert client.post("/v1/documents", json=MILL, headers=KEY).status_code == 500
    with start() as client:
        again = client.post("/v1/documents", json=MILL, headers=KEY)
        assert (again.status_code, again.json()["status"]) == (201, "added")
        assert again.headers[REPLAYED] == "true"
        made = again.json()["id"]
        with monkeypatch.context() as patched:
            patched.setattr(receipts.Receipts, "insert", broken)  # before it
            removal = client.delete(f"/v1/documents/{made}", headers=KEY)
        assert removal.status_code == 500
        assert documents(client) == ["The mill"]
        assert client.delete(f"/v1/documents/{made}", headers=KEY).status_code == 204


def broken(*_arguments: object) -> None:
    raise RuntimeError("as if the power went")


def test_while_one_is_at_work_the_other_waits(client: TestClient) -> None:
    adding = PassageIndex.add
    begun, go_on = threading.Event(), threading.Event()

    def slow(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        begun.set()
        assert go_on.wait(10)
        return adding(*arguments, **named)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PassageIndex, "add", slow)
        first: list[int] = []
        thread = threading.Thread(
            target=lambda: first.append(
                client.post("/v1/documents", json=MILL, headers=KEY).status_code
            )
        )
        thread.start()
        assert begun.wait(10)
        second = client.post("/v1/documents", json=MILL, headers=KEY)
        go_on.set()
        thread.join(10)
    assert (second.status_code, second.headers["retry-after"], first) == (409, "1", [201])
    assert client.post("/v1/documents", json=MILL, headers=KEY).headers[REPLAYED] == "true"


def test_many_at_once_change_it_once(client: TestClient) -> None:
    told: list[tuple[int, str]] = []

    def send() -> None:
        response = client.post("/v1/documents", json=MILL, headers=KEY)
        told.append((response.status_code, response.json().get("status", "")))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert {status for status, _ in told} <= {201, 409}
    assert {what for status, what in told if status == 201} == {"added"}


def test_receipts_go_after_a_day_and_when_there_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "MOST_RECEIPTS", 3)
    time = [1_000_000.0]
    with PassageIndex.open(tmp_path, WordHashEmbedder()) as index:
        kept = receipts.Receipts(index._store, lambda: time[0])
        for number in range(5):
            kept.keep(receipts.Receipt("POST /", str(number), b"", 201))
        found = [number for number in range(5) if kept.find("POST /", str(number))]
        assert found == [2, 3, 4]
        kept.keep(receipts.Receipt("POST /", "long", b"", 201, b"x" * 100_000))
        long = kept.find("POST /", "long")
        assert long is not None
        assert long.body is None
        time[0] += receipts.KEPT_FOR
        assert kept.find("POST /", "4") is None
