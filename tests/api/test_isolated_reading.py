"""Files reach the store through processes that can be ended, and nobody waits for a bad one."""

import statistics
import struct
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from index.boxes import Box, word_boxes
from index.confinement import Limits
from index.library import Library
from index.passage_index import PassageIndex
from index.reading.isolated import IsolatedReader
from index.types import Block, BlockKind, Document, Span
from rag.assembly import build_assistants, build_reader
from rag.settings import Settings
from tests.api.commands import CommandLine
from tests.api.conftest import BASE_URL
from tests.browser.site import running
from tests.index.samples import samples

HOSTILE = "tests.index.hostile_reader"
PAGE = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000320000002580802000000")
"""The opening of an image of 800 by 600, which the hostile program gives back as it is."""


@pytest.fixture(scope="module")
def hostile() -> Iterator[IsolatedReader]:
    with IsolatedReader(Limits(seconds=20.0), program=HOSTILE) as opened:
        yield opened


@pytest.fixture
def impatient() -> Iterator[IsolatedReader]:
    with IsolatedReader(Limits(seconds=1.5), program=HOSTILE) as opened:
        opened.read(b"number", "begun.txt")
        yield opened


@pytest.fixture
def site(settings: Settings, library: Library, hostile: IsolatedReader) -> TestClient:
    app = create_app(build_assistants(settings, library), settings, reader=hostile)
    return TestClient(app, base_url=BASE_URL)


def upload(client: TestClient, *deeds: str) -> dict[str, object]:
    files = [("file", (f"{number}.txt", deed.encode())) for number, deed in enumerate(deeds)]
    sent: dict[str, object] = client.post("/v1/documents", files=files).json()
    return sent


def test_a_file_that_ends_its_reader_is_a_problem_of_that_file_alone(site: TestClient) -> None:
    sent = upload(site, "crash", "folder", "memory 600")
    assert isinstance(sent["documents"], list)
    told = [(each["status"], each["error"]) for each in sent["documents"]]
    assert [status for status, _ in told] == ["failed", "added", "failed"]
    assert told[0][1].startswith("0.txt cannot be read: it is damaged")
    assert told[2][1].startswith("2.txt needs more than 512 MiB")


@pytest.mark.alone
def test_a_file_that_takes_too_long_is_too_large(
    settings: Settings, library: Library, impatient: IsolatedReader
) -> None:
    app = create_app(build_assistants(settings, library), settings, reader=impatient)
    sent = upload(TestClient(app, base_url=BASE_URL), "sleep 60")
    assert (sent["status"], sent["title"]) == (413, "Too large")
    assert sent["detail"] == (
        "0.txt took more than 1.5 s to read. Split it, or give it more time with "
        "PINCITE_READ_SECONDS."
    )


def test_the_time_is_a_setting() -> None:
    settings = Settings.from_env({"PINCITE_READ_SECONDS": "2.5"})
    with build_reader(settings) as reader:
        assert reader.limits == Limits(seconds=2.5, cpu_seconds=3)


@pytest.mark.alone
def test_others_are_answered_while_a_file_is_read(
    settings: Settings, library: Library, impatient: IsolatedReader
) -> None:
    app = create_app(build_assistants(settings, library), settings, reader=impatient)
    with running(app) as url:
        site = TestClient(app, base_url=BASE_URL)
        slow = [threading.Thread(target=upload, args=(site, "compute")) for _ in range(2)]
        for each in slow:
            each.start()
        taken = []
        while any(each.is_alive() for each in slow):
            begun = time.monotonic()
            with urllib.request.urlopen(f"{url}/healthz") as answer:
                assert answer.status == 200
            taken.append(time.monotonic() - begun)
            time.sleep(0.05)
    assert len(taken) > 10
    assert statistics.quantiles(taken, n=20)[-1] < 0.2


def test_the_command_line_reads_in_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pincite: CommandLine
) -> None:
    def here(*_given: object, **_more: object) -> None:
        raise AssertionError("read in the process of the command")

    monkeypatch.setattr("index.reading.plain_text.read_layout", here)
    (tmp_path / "mill.txt").write_text("The mill opened in 1912.")
    assert pincite("add", str(tmp_path / "mill.txt")).code == 0


# Pages as pictures


@pytest.fixture
def printed(index: PassageIndex) -> str:
    """The id of a document of one page, whose file is a picture already."""
    text = "The mill opened in 1912."
    whole = Span(0, len(text))
    document = Document(
        id="dprinted",
        title="The mill",
        text=text,
        blocks=(Block(whole, BlockKind.PARAGRAPH, (whole,), page=1),),
        source="mill.pdf",
        boxes=word_boxes([(Span(0, 3), Box(1, 10, 10, 30, 20))], [(600, 450)]),
        original=PAGE,
    )
    return index.add(document).document_id


def test_a_page_is_drawn(site: TestClient, printed: str) -> None:
    answer = site.get(f"/v1/documents/{printed}/pages/1?width=800")
    assert (answer.status_code, answer.content) == (200, PAGE)
    assert answer.headers["content-type"] == "image/png"


def test_a_page_of_an_added_file_is_drawn_as_wide_as_asked(client: TestClient) -> None:
    sent = client.post("/v1/documents", files={"file": ("mill.pdf", samples()["mill.pdf"])}).json()
    (added,) = sent["documents"]
    answer = client.get(f"/v1/documents/{added['id']}/pages/2?width=320")
    assert answer.headers["content-type"] == "image/png"
    assert struct.unpack_from(">8s8xII", answer.content) == (b"\x89PNG\r\n\x1a\n", 320, 414)


def test_an_answer_from_a_pdf_tells_where_its_words_stand(client: TestClient) -> None:
    client.post("/v1/documents", files={"file": ("mill.pdf", samples()["mill.pdf"])})
    asked = {"question": "How many people did the mill employ until the flood of 1931?"}
    answer = client.post("/v1/answers", json=asked).json()
    locator = answer["statements"][0]["citations"][0]["locator"]
    (box,) = locator["boxes"]
    assert (locator["page"], box["page"], box["width"], box["height"]) == (1, 1, 612, 792)
    assert 0 < box["left"] < box["right"] < 612
    assert 0 < box["top"] < box["bottom"] < 792


def test_a_page_that_was_drawn_is_not_drawn_again(site: TestClient, printed: str) -> None:
    first = site.get(f"/v1/documents/{printed}/pages/1?width=800")
    etag = {"If-None-Match": first.headers["etag"]}
    again = site.get(f"/v1/documents/{printed}/pages/1?width=800", headers=etag)
    other = site.get(f"/v1/documents/{printed}/pages/1?width=801", headers=etag)
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 422  # drawn again: this reader's pages are 800 wide


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ("pages/2", 404, "its pages are 1 to 1"),
        ("pages/0", 422, "page"),
        ("pages/one", 422, "page"),
        ("pages/1?width=63", 422, "width"),
        ("pages/1?width=2401", 422, "width"),
    ],
)
def test_a_page_that_cannot_be_drawn_is_a_problem(
    site: TestClient, printed: str, asked: str, status: int, words: str
) -> None:
    answer = site.get(f"/v1/documents/{printed}/{asked}")
    assert answer.status_code == status
    assert words in answer.json()["detail"]


def test_a_document_without_pages_has_no_page_to_draw(site: TestClient, lighthouse: str) -> None:
    answer = site.get(f"/v1/documents/{lighthouse}/pages/1")
    assert answer.status_code == 404
    assert "only files with pages are" in answer.json()["detail"]


def test_an_unknown_document_has_no_page(site: TestClient) -> None:
    assert site.get("/v1/documents/dnone/pages/1").status_code == 404
