"""What the server's log tells of requests: enough to find one, and no word of anybody's."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import logs
from index.passage_index import PassageIndex

NOUN = "lighthouse"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], logs.access.level
    written = io.StringIO()
    logs.configure("json", written)
    yield written
    root.handlers[:] = before
    logs.access.setLevel(level)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_each_request_is_a_line_with_its_id(client: TestClient, log: io.StringIO) -> None:
    answer = client.post(
        "/v1/answers", json={"question": "When was it lit?"}, headers={"X-Request-ID": "req-1"}
    )
    assert answer.headers["x-request-id"] == "req-1"
    (line,) = lines(log)
    assert line.pop("time").endswith("+00:00")
    assert line.pop("duration_ms") > 0
    assert line == {
        "level": "info",
        "logger": "pincite.access",
        "message": "request",
        "request_id": "req-1",
        "method": "POST",
        "route": "/v1/answers",
        "status": 200,
    }


@pytest.mark.parametrize("given", ["", "a b", "x" * 129, "a\x1b[2J", "é"])
def test_an_id_that_could_do_harm_is_replaced(
    client: TestClient, log: io.StringIO, given: str
) -> None:
    headers = [(b"X-Request-ID", given.encode("latin-1"))]
    own = client.get("/healthz", headers=headers).headers["x-request-id"]
    assert own != given
    assert len(own) == 32
    assert lines(log)[0]["request_id"] == own


def test_refused_requests_have_an_id_too(client: TestClient, log: io.StringIO) -> None:
    refused = client.get("/healthz", headers={"Host": "evil.example"})
    assert refused.status_code == 421
    assert lines(log)[0]["status"] == 421
    assert lines(log)[0]["request_id"] == refused.headers["x-request-id"]


def test_no_line_holds_what_was_asked_or_stored(
    client: TestClient, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_named: object) -> None:
        raise RuntimeError(f"about the {NOUN}")

    client.get(f"/v1/documents/{NOUN}?q={NOUN}")
    client.get(f"/{NOUN}")
    client.post("/v1/answers", json={"question": f"Who kept the {NOUN}?"})
    monkeypatch.setattr(PassageIndex, "search", broken)
    failed = client.post("/v1/passages", json={"query": NOUN})
    assert failed.status_code == 500
    assert NOUN not in log.getvalue()
    (error,) = [line for line in lines(log) if line["level"] == "error"]
    assert error["error"] == "RuntimeError"
    assert error["request_id"] == failed.headers["x-request-id"]
    assert any("broken" in place for place in error["at"])


def test_lines_for_people_hold_no_request_and_steer_no_terminal(client: TestClient) -> None:
    root, written = logging.getLogger(), io.StringIO()
    before = root.handlers[:]
    logs.configure("text", written)
    try:
        client.get("/healthz")
        logging.getLogger("x").warning("not %s", "a\x1b[2Jb\nforged line\r")
    finally:
        root.handlers[:] = before
    assert written.getvalue() == "not a[2Jb forged line\n"
