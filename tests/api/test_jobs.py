"""/v1/jobs: uploads that are added in the background."""

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.fetching import Fetcher
from api.jobs import state, worker
from api.schemas import Job, JobList
from index.embedding import Vectors
from index.errors import StoreFullError
from index.library import Library
from index.passage_index import Added, PassageIndex
from index.preparing import EMBEDDED_AT_ONCE, go_on
from index.types import Document
from rag.assembly import build_assistants
from rag.settings import Settings
from tests.api.conftest import BASE_URL
from tests.api.web import Request, serving
from tests.fakes import WordHashEmbedder

IN_BACKGROUND = "/v1/documents?background=true"
Start = Callable[..., TestClient]


@pytest.fixture
def start(
    settings: Settings,
    library: Library,
    index: PassageIndex,  # noqa: ARG001 - fills the library
) -> Iterator[Start]:
    """Start a server over the same store; the one before is stopped."""
    running: list[TestClient] = []

    def started(fetcher: Fetcher | None = None, **changed: object) -> TestClient:
        while running:
            running.pop().__exit__(None, None, None)
        with_changes = settings.model_copy(update=changed)
        assistants = build_assistants(with_changes, library)
        app = create_app(assistants, with_changes, fetcher=fetcher)
        running.append(TestClient(app, base_url=BASE_URL).__enter__())
        app.state.services.jobs.start()
        return running[0]

    yield started
    while running:
        running.pop().__exit__(None, None, None)


def send(client: TestClient, *files: tuple[str, bytes]) -> dict[str, Any]:
    response = client.post(IN_BACKGROUND, files=[("file", file) for file in files])
    assert response.status_code == 202, response.text
    found = Job.model_validate(response.json(), strict=True).model_dump()
    assert response.headers["location"] == f"/v1/jobs/{found['id']}"
    return found


def finished(client: TestClient, job_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = client.get(f"/v1/jobs/{job_id}").json()
        if found["state"] in state.FINISHED:
            return dict(Job.model_validate(found, strict=True).model_dump())
        time.sleep(0.01)
    raise AssertionError(found)


def spooled(settings: Settings) -> list[str]:
    return sorted(path.name for path in (settings.store / "jobs").rglob("*.data"))


class Slow:
    """Lets documents of jobs in one by one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.let_in = 0
        self.asked = 0
        adding = PassageIndex.add_many

        def add_many(
            of: PassageIndex,
            documents: Iterable[Document],
            progress: Callable[[Added], None] | None = None,
            *,
            folder: str = "",
            pause: Callable[[], None] = go_on,
        ) -> list[Added]:
            slowly = self._slowly(documents)
            return adding(of, slowly, progress, folder=folder, pause=pause)

        monkeypatch.setattr(PassageIndex, "add_many", add_many)

    def _slowly(self, documents: Iterable[Document]) -> Iterator[Document]:
        for document in documents:
            self.asked += 1
            while self.let_in < self.asked:
                time.sleep(0.005)
            yield document

    def let_in_once(self, stopping: Callable[[], bool]) -> None:
        """Let one more in as soon as the stop has begun, so that no other is asked for before."""
        while not stopping():
            time.sleep(0.005)
        self.let_in += 1

    def wait_for(self, asked: int) -> None:
        deadline = time.monotonic() + 10
        while self.asked < asked:
            assert time.monotonic() < deadline
            time.sleep(0.005)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made = Slow(monkeypatch)
    yield made
    made.let_in = 1_000_000


def test_files_are_added_one_by_one_and_each_is_told(start: Start, settings: Settings) -> None:
    client = start()
    rows = b'{"_id": "r1", "text": "A row."}\nnot json\n{"_id": "r2", "text": "Another."}\n'
    sent = send(
        client,
        ("mill.txt", b"The mill burned in 1902."),
        ("b.exe", b"MZ\0\0"),
        ("rows.jsonl", rows),
        ("../../etc/passwd.txt", b"A name is only a label."),
    )
    assert (sent["state"], sent["progress"]) == ("queued", {"files_done": 0, "files": 4})
    found = finished(client, sent["id"])
    assert found["state"] == "done"
    assert found["progress"] == {"files_done": 4, "files": 4}
    assert found["counts"] == {"added": 4, "unchanged": 0, "replaced": 0, "failed": 2}
    assert [(f["source"], f["state"], len(f["documents"])) for f in found["files"]] == [
        ("mill.txt", "done", 1),
        ("b.exe", "failed", 0),
        ("rows.jsonl", "done", 2),
        ("passwd.txt", "done", 1),
    ]
    assert found["files"][2]["documents"] == ["r1", "r2"]
    assert found["files"][2]["errors"][0].startswith("Line 2: ")
    assert spooled(settings) == []
    answer = client.post("/v1/answers", json={"question": "When did the mill burn?"}).json()
    assert answer["statements"][0]["text"] == "The mill burned in 1902."
    listed = JobList.model_validate(client.get("/v1/jobs").json(), strict=True)
    assert [job.id for job in listed.data] == [sent["id"]]


def test_the_upload_is_on_the_disk_under_names_of_this_program_only(
    start: Start, settings: Settings, slow: Slow
) -> None:
    sent = send(start(), ("../evil.txt", b"The mill."), ("b.txt", b"The lamp."))
    slow.wait_for(1)
    folder = settings.store / "jobs" / str(sent["id"])
    assert sorted(path.name for path in folder.iterdir()) == ["0.data", "1.data", "state.json"]
    assert (folder / "0.data").read_bytes() == b"The mill."


def test_a_cancelled_job_says_that_what_it_added_stays(
    start: Start, settings: Settings, slow: Slow
) -> None:
    client = start()
    sent = send(client, *((f"{n}.txt", f"The text {n}.".encode()) for n in range(5)))
    slow.let_in = 2
    slow.wait_for(3)
    cancelled = client.delete(f"/v1/jobs/{sent['id']}").json()
    slow.let_in = 100
    assert cancelled["state"] == "cancelled"
    assert "What was added before stays" in cancelled["note"]
    client = start()  # waits for the document that was being added
    found = client.get(f"/v1/jobs/{sent['id']}").json()
    assert found["state"] == "cancelled"
    added = [d["source"] for d in client.get("/v1/documents").json()["data"]][2:]
    assert added[:2] == ["0.txt", "1.txt"]
    assert len(added) <= 3
    assert spooled(settings) == []
    assert client.delete(f"/v1/jobs/{sent['id']}").json()["state"] == "cancelled"


def test_what_is_being_added_when_its_job_is_cancelled_is_not_stored_and_holds_nothing_up(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded: list[int] = []
    held_up = threading.Event()
    embed = WordHashEmbedder.embed

    def slowly(of: WordHashEmbedder, texts: Sequence[str]) -> Vectors:
        embedded.append(len(texts))
        if len(texts) == EMBEDDED_AT_ONCE:
            held_up.wait(10)
        return embed(of, texts)

    monkeypatch.setattr(WordHashEmbedder, "embed", slowly)
    client = start()
    many = " ".join(f"The valve number {number} is in hall {number}." for number in range(5_000))
    sent = send(client, ("big.txt", many.encode()))
    deadline = time.monotonic() + 10
    while EMBEDDED_AT_ONCE not in embedded:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    cancelled = client.delete(f"/v1/jobs/{sent['id']}").json()
    held_up.set()
    second = send(client, ("b.txt", b"The second."))
    assert finished(client, second["id"])["state"] == "done"
    assert embedded.count(EMBEDDED_AT_ONCE) == 1
    assert cancelled["counts"]["added"] == 0
    sources = [d["source"] for d in client.get("/v1/documents").json()["data"]][2:]
    assert sources == ["b.txt"]


def test_a_job_that_waits_is_cancelled_before_it_begins(start: Start, slow: Slow) -> None:
    client = start()
    send(client, ("a.txt", b"The first."))
    second = send(client, ("b.txt", b"The second."))
    slow.wait_for(1)
    assert client.delete(f"/v1/jobs/{second['id']}").json()["state"] == "cancelled"
    slow.let_in = 100
    third = send(client, ("c.txt", b"The third."))
    assert finished(client, third["id"])["state"] == "done"
    sources = [d["source"] for d in client.get("/v1/documents").json()["data"]][2:]
    assert sources == ["a.txt", "c.txt"]


def test_after_a_stop_the_rest_goes_on(start: Start, slow: Slow) -> None:
    client = start()
    sent = send(client, *((f"{n}.txt", f"The text {n}.".encode()) for n in range(4)))
    slow.let_in = 2
    slow.wait_for(3)
    jobs = client.app.state.services.jobs  # type: ignore[attr-defined]
    letting = threading.Thread(target=slow.let_in_once, args=(lambda: jobs._stopping,))
    letting.start()
    client = start()
    letting.join()
    assert client.get(f"/v1/jobs/{sent['id']}").json()["state"] in {"queued", "running"}
    slow.let_in = 100
    found = finished(client, sent["id"])
    assert (found["state"], found["counts"]["failed"]) == ("done", 0)
    assert found["counts"]["added"] + found["counts"]["unchanged"] == 4
    sources = [d["source"] for d in client.get("/v1/documents").json()["data"]][2:]
    assert sources == ["0.txt", "1.txt", "2.txt", "3.txt"]


def test_a_full_disk_fails_the_job_and_says_so(
    start: Start, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreFullError("No space left for /srv/pincite/store.db.")

    client = start()
    monkeypatch.setattr(PassageIndex, "add_many", full)
    found = finished(client, send(client, ("a.txt", b"The mill."))["id"])
    assert found["state"] == "failed"
    assert "no space left" in found["note"]
    assert "/srv" not in json.dumps(found)
    assert spooled(settings) == []


def test_a_disk_that_fills_up_during_the_upload_keeps_nothing_of_it(
    start: Start, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: object, _data: bytes, /) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("api.jobs.spool.SpooledFile.write", full)
    client = start()
    response = client.post(IN_BACKGROUND, files={"file": ("a.txt", b"The mill.")})
    assert response.status_code == 507
    assert "disk is full" in response.json()["detail"]
    assert list((settings.store / "jobs").iterdir()) == []


def test_more_than_the_spool_takes_is_told_and_keeps_nothing(
    start: Start, settings: Settings, slow: Slow
) -> None:
    client = start(max_spool_bytes=3_000)
    send(client, ("a.txt", b"The mill. " * 200))
    response = client.post(IN_BACKGROUND, files={"file": ("b.txt", b"The lamp. " * 200)})
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert spooled(settings) == ["0.data"]
    slow.let_in = 100
    deadline = time.monotonic() + 10
    while spooled(settings):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert send(client, ("b.txt", b"The lamp. " * 200))["state"] == "queued"


def test_a_background_upload_may_be_larger_than_another_and_has_a_limit(start: Start) -> None:
    client = start(max_body_bytes=2_000, max_upload_bytes=20_000)
    files = {"file": ("a.txt", b"The mill burned. " * 500)}
    assert client.post("/v1/documents", files=files).status_code == 413
    assert client.post(IN_BACKGROUND, files=files).status_code == 202
    files = {"file": ("a.txt", b"The mill burned. " * 2_000)}
    assert client.post(IN_BACKGROUND, files=files).status_code == 413


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ({"text": "The mill."}, 422, "files of a form"),
        ({"urls": []}, 422, "at least 1 item"),
        ({"urls": ["https://example.org/a"]}, 403, "PINCITE_FETCH_URLS=true"),
        ({"urls": ["a\nb"]}, 422, "one line"),
        ({"urls": ["https://example.org/a"], "x": 1}, 422, "unknown field"),
    ],
)
def test_a_body_that_is_no_upload_is_refused(
    start: Start, settings: Settings, body: dict[str, object], status: int, told: str
) -> None:
    response = start().post(IN_BACKGROUND, json=body)
    assert (response.status_code, told in response.json()["detail"]) == (status, True)
    assert list((settings.store / "jobs").iterdir()) == []


def test_an_upload_that_breaks_off_is_refused_and_keeps_nothing(
    start: Start, settings: Settings
) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nThe mi'
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    response = start().post(IN_BACKGROUND, content=part, headers=headers)
    assert response.status_code == 400
    assert list((settings.store / "jobs").iterdir()) == []


def mill(request: Request) -> None:
    request.answer(b"# The mill\n\nIt closed in 1931.", Content_Type="text/markdown")


def test_pages_are_fetched_in_the_background(start: Start) -> None:
    with serving(mill=mill) as web:
        fetcher = Fetcher(
            resolve=lambda *_: ["127.0.0.1"],
            allowed=lambda address: address == "127.0.0.1",
            ports=frozenset({web.port}),
        )
        client = start(fetcher, fetch_urls=True)
        urls = [web.url("/mill"), web.url("/absent")]
        sent = client.post(IN_BACKGROUND, json={"urls": urls}).json()
        found = finished(client, sent["id"])
    assert [(f["kind"], f["state"]) for f in found["files"]] == [("url", "done"), ("url", "failed")]
    assert "status 404" in found["files"][1]["errors"][0]
    (document,) = [d for d in client.get("/v1/documents").json()["data"] if d["source"] == urls[0]]
    assert document["title"] == "The mill"
    assert document["metadata"]["url"] == urls[0]


@pytest.mark.parametrize("path", ["/v1/jobs/none", "/v1/jobs/..%2F..%2Fetc", "/v1/jobs/%00"])
def test_an_unknown_job_is_told(start: Start, path: str) -> None:
    for method in ("GET", "DELETE"):
        response = start().request(method, path)
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"


def test_finished_jobs_are_forgotten_when_there_are_many(
    start: Start, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "MOST_FINISHED", 2)
    client = start()
    ids = []
    for number in range(3):
        ids.append(send(client, (f"{number}.txt", f"The text {number}.".encode()))["id"])
        finished(client, ids[-1])
    assert [job["id"] for job in client.get("/v1/jobs").json()["data"]] == ids[:0:-1]
    assert sorted(path.name for path in (settings.store / "jobs").iterdir()) == sorted(ids[1:])


def test_what_is_broken_in_the_folder_of_jobs_is_cleared_away(
    start: Start, settings: Settings
) -> None:
    for name, content in (("job_a", b""), ("job_b", b"{"), ("job_c", b'{"id": "job_d"}')):
        folder = settings.store / "jobs" / name
        folder.mkdir(parents=True)
        (folder / "state.json").write_bytes(content)
        (folder / "0.data").write_bytes(b"The mill.")
    assert start().get("/v1/jobs").json()["data"] == []
    assert list((settings.store / "jobs").iterdir()) == []


def test_a_lost_file_of_an_upload_is_told(start: Start, settings: Settings, slow: Slow) -> None:
    client = start()
    send(client, ("a.txt", b"The first."))
    slow.wait_for(1)
    second = send(client, ("b.txt", b"The second."))
    Path(settings.store, "jobs", second["id"], "0.data").unlink()
    slow.let_in = 100
    found = finished(client, second["id"])
    assert (found["state"], found["files"][0]["state"]) == ("done", "failed")
    assert "Send it again" in found["files"][0]["errors"][0]
