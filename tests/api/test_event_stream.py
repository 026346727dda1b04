"""The events of an answer: numbering, errors in the middle, pauses, clients that go away."""

import threading
import time
from collections.abc import Generator, Iterator, MutableMapping, Sequence
from typing import Any

import anyio
import pytest
from starlette.testclient import TestClient

from api import event_stream
from api.app import create_app
from api.desk import Desk
from api.event_stream import AnswerStream, frames, paced
from index.errors import StoreDamagedError
from index.library import Library
from index.types import Passage
from rag.answering import Assistant, Event, Progress
from rag.assistants import Assistants
from rag.settings import Settings
from rag.types import Draft, Question, Quote
from tests.api.conftest import BASE_URL
from tests.api.test_answers import EVENTS, parse_events


def quoting(text: str, *quotes: str) -> Draft:
    return Draft(text, tuple(Quote(quote) for quote in quotes))


LIT = "The lighthouse was lit on 3 May 1874."
CLOSED = "The quarry closed in 1931."


def scripted(_question: Question, _passages: Sequence[Passage]) -> Iterator[Draft]:
    yield quoting(LIT, LIT)
    yield quoting("The lamp burned 99 litres.", "The lamp burned 53 litres of oil in a night.")
    yield quoting(CLOSED, CLOSED)
    yield quoting(f"{CLOSED} {LIT}", CLOSED, LIT)


@pytest.mark.usefixtures("index")
def test_numbers_and_order_are_those_of_the_whole_answer(
    settings: Settings, library: Library
) -> None:
    assistants = Assistants(library, lambda index: Assistant(index, scripted))
    client = TestClient(create_app(assistants, settings), base_url=BASE_URL)
    events = parse_events(
        client.post("/v1/answers", json={"question": "What happened?"}, headers=EVENTS).text
    )

    assert [name for name, _ in events if name != "status"] == [
        "statement",
        "dropped",
        "statement",
        "statement",
        "done",
    ]
    statements = [data for name, data in events if name == "statement"]
    assert [[c["n"] for c in s["citations"]] for s in statements] == [[1], [2], [2, 1]]
    assert events[-1][1]["statements"] == statements
    assert events[-1][1]["dropped"] == [data for name, data in events if name == "dropped"]


def events_then(error: Exception) -> Iterator[Event]:
    yield Progress("writing")
    raise error


def test_an_error_after_the_first_byte_is_an_error_event(
    caplog: pytest.LogCaptureFixture,
) -> None:
    error = StoreDamagedError("/var/secret/store.db is damaged")
    body = b"".join(frames(Progress("retrieving"), events_then(error))).decode()

    name, problem = parse_events(body)[-1]
    assert name == "error"
    assert (problem["status"], problem["title"]) == (503, "The store cannot be used")
    assert "secret" not in body
    assert "/var/secret/store.db is damaged" in caplog.text


def test_an_unforeseen_error_in_the_middle_tells_nothing_of_itself(
    caplog: pytest.LogCaptureFixture,
) -> None:
    body = b"".join(frames(Progress("retrieving"), events_then(KeyError("hunter2")))).decode()

    assert parse_events(body)[-1][0] == "error"
    assert parse_events(body)[-1][1]["status"] == 500
    assert "hunter2" not in body
    assert "hunter2" in caplog.text


def slow_frames(closed: list[str]) -> Generator[bytes, None, None]:
    try:
        for number in range(1000):
            time.sleep(0.02)
            yield f"event: {number}\n\n".encode()
    finally:
        closed.append("closed")


def test_a_long_pause_is_filled_with_a_comment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "KEEP_ALIVE_SECONDS", 0.05)

    def pausing() -> Generator[bytes, None, None]:
        time.sleep(0.18)
        yield b"event: late\n\n"

    async def collect() -> list[bytes]:
        return [frame async for frame in paced(pausing(), threading.Event(), Desk(1, 0))]

    collected = anyio.run(collect)
    assert collected[0] == b": ping\n\n"
    assert collected[-1] == b"event: late\n\n"
    assert set(collected) == {b": ping\n\n", b"event: late\n\n"}


def test_the_making_stops_when_the_client_goes_away() -> None:
    closed: list[str] = []
    sent: list[bytes] = []

    async def receive() -> dict[str, str]:
        while len(sent) < 3:
            await anyio.sleep(0.01)
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        if isinstance(body := message.get("body"), bytes):
            sent.append(body)

    given_up = threading.Event()

    async def serve_one() -> None:
        response = AnswerStream(slow_frames(closed), given_up, Desk(1, 0))
        await response({"type": "http", "asgi": {"spec_version": "2.3"}}, receive, send)

    anyio.run(serve_one)
    assert closed == ["closed"]
    assert given_up.is_set()
    assert 3 <= len(sent) < 10
