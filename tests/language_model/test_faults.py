"""Whatever an endpoint does, a question ends in time with checked sentences or a clear reason."""

import threading
import time
from collections.abc import Iterator

import pytest

from api.event_stream import frames
from rag.language_model import faults
from rag.language_model.client import Client, Limits
from rag.language_model.writer import LanguageModel
from rag.types import Answer
from tests.language_model.conftest import QUESTION, WithModel
from tests.language_model.misbehaving import FAULTS, Connection, serving

pytestmark = pytest.mark.alone

LIMITS = Limits(
    total=2.0, first=1.0, idle=0.5, tokens=200, bytes=1_000_000, tries=2, pause=0.05, at_once=2
)
TRUE = "The old mill closed in 1931."
ENDS_WELL = {
    False: {f"dropped after piece {n}" for n in range(2, 8)},
    True: set(),
}
"""What a client cannot tell from a good answer: all of a body came before the connection ended."""


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture(scope="module")
def other_host() -> Iterator[tuple[str, list[int]]]:
    """Another host, which must never be sent anything."""
    with serving(Connection.answer) as server:
        yield server.url, [0]
        assert server.received == 0


def model(streaming: bool, limits: Limits = LIMITS) -> LanguageModel:
    return LanguageModel(Client("tiny", limits, streaming=streaming))


def settled(seconds: float = 3.0) -> bool:
    """Tell whether every request's thread ends soon."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not any(thread.name == "language-model" for thread in threading.enumerate()):
            return True
        time.sleep(0.01)
    return False


def assert_honest(answer: Answer, *, ends_well: bool) -> None:
    assert {statement.text for statement in answer.statements} == {TRUE}
    assert answer.statements[0].citations[0].exact == TRUE
    if ends_well:
        assert (answer.writer, answer.degraded) == ("tiny", None)
        return
    assert answer.degraded is not None
    assert answer.degraded.startswith("The language model tiny gave no answer: ")
    assert "sk-" not in answer.degraded
    assert "unexpected" not in answer.degraded.lower()


@pytest.mark.parametrize("streaming", [True, False], ids=["stream", "whole"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ends_in_time_with_checked_sentences_and_the_reason(
    fault: str,
    streaming: bool,
    with_model: WithModel,
    other_host: tuple[str, list[int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving(FAULTS[fault], other_host[0]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        assistant = with_model(model(streaming))
        started = time.monotonic()
        answer = assistant.answer(QUESTION)
        took = time.monotonic() - started
        assert took < LIMITS.total + 1.0
        assert settled(), "a request's thread goes on"
    assert_honest(answer, ends_well=fault in ENDS_WELL[streaming])
    assert server.requests, "nothing was asked"


@pytest.mark.parametrize("streaming", [True, False], ids=["stream", "whole"])
@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1/v1", "http://nowhere.invalid/v1", "https://127.0.0.1:1/v1", "ftp://a/v1"],
    ids=["refused", "no such name", "refused with TLS", "no such protocol"],
)
def test_an_endpoint_that_is_not_there_is_told(
    address: str, streaming: bool, with_model: WithModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    assistant = with_model(model(streaming))
    started = time.monotonic()
    answer = assistant.answer(QUESTION)
    assert time.monotonic() - started < LIMITS.total + 1.0
    assert_honest(answer, ends_well=False)


def test_a_resolver_that_says_nothing_is_not_waited_for(
    with_model: WithModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asleep = threading.Event()
    monkeypatch.setenv("OPENAI_BASE_URL", "http://slow.invalid/v1")
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: asleep.wait(10) and [])
    assistant = with_model(model(streaming=True))
    started = time.monotonic()
    answer = assistant.answer(QUESTION)
    assert time.monotonic() - started < LIMITS.total + 1.0
    asleep.set()
    assert settled()
    assert_honest(answer, ends_well=False)


@pytest.mark.parametrize("streaming", [True, False], ids=["stream", "whole"])
def test_a_good_endpoint_is_used_and_its_tokens_are_counted(
    streaming: bool, with_model: WithModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(Connection.answer) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        answer = with_model(model(streaming)).answer(QUESTION)
    assert_honest(answer, ends_well=True)
    assert [each.text for each in answer.dropped][:1] == ["The old mill closed in 1666."]
    assert answer.dropped[0].reason == "the source says 1931, not 1666"
    assert (answer.usage.prompt_tokens > 0, answer.usage.completion_tokens > 0) == (True, True)


def test_a_busy_endpoint_is_asked_again_after_the_pause_it_asks_for(
    with_model: WithModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[float] = []

    def busy_once(connection: Connection) -> None:
        times.append(time.monotonic())
        if len(times) == 1:
            FAULTS["429 with Retry-After"](connection)
        else:
            connection.answer()

    with serving(busy_once) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        limits = Limits(total=5.0, tries=2, pause=0.05)
        answer = with_model(model(streaming=True, limits=limits)).answer(QUESTION)
    assert_honest(answer, ends_well=True)
    assert 1.0 <= times[1] - times[0] < 2.0


def test_tries_are_bounded_and_a_long_pause_is_not_waited_for(
    with_model: WithModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    for fault, expected in (("500", 2), ("429 with a long Retry-After", 1), ("401", 1)):
        with serving(FAULTS[fault]) as server:
            monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
            with_model(model(streaming=True)).answer(QUESTION)
            assert len(server.requests) == expected, fault


def test_an_endpoint_that_knows_no_structured_output_is_asked_simply_and_that_is_remembered(
    with_model: WithModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def simple(connection: Connection) -> None:
        known = {"model", "messages", "stream", "max_tokens", "temperature"}
        if connection.body.keys() <= known:
            connection.answer()
        else:
            FAULTS["400"](connection)

    with serving(simple) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        assistant = with_model(model(streaming=True))
        for question in (QUESTION, f"{QUESTION} Tell me."):
            assert_honest(assistant.answer(question), ends_well=True)
        refused = [body for body in server.requests if "response_format" in body]
        assert len(refused) == 2


def test_who_stops_listening_ends_the_request(
    with_model: WithModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def good_then_more(connection: Connection) -> None:
        connection.head()
        for piece in connection.pieces()[:-2]:
            connection.send(piece)
        connection.drip(": more\n\n", 0.01)

    with serving(good_then_more) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        limits = Limits(total=20, first=10, idle=10)
        events = with_model(model(streaming=True, limits=limits)).stream(QUESTION)
        while getattr(next(events), "text", "") != TRUE:
            pass
        events.close()
        assert server.cut_off.wait(2)
        assert settled()


@pytest.mark.parametrize("silent", ["silence", "429 with Retry-After"])
def test_a_silent_model_is_not_waited_for_once_the_question_is_given_up(
    silent: str, with_model: WithModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(FAULTS[silent]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        limits = Limits(total=20, first=20, idle=20)
        given_up = threading.Event()
        events = with_model(model(streaming=True, limits=limits)).stream(
            QUESTION, given_up=given_up
        )
        threading.Timer(0.3, given_up.set).start()
        started = time.monotonic()
        (*_, last) = events
        assert time.monotonic() - started < 1.0
        assert isinstance(last, Answer)
        assert_honest(last, ends_well=False)
        assert settled()


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("120", 120.0),
        ("Fri, 01 Jan 2100 00:00:30 GMT", 30.0),
        ("Fri, 01 Jan 1999 00:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_a_pause_is_told_in_seconds_or_as_a_date(
    told: str | None, seconds: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "time", lambda: 4102444800.0)  # 1 January 2100, 0:00 UTC
    assert faults.status_fault(429, told).retry_after == seconds


def test_more_questions_at_once_than_the_endpoint_may_get_do_without_it(
    with_model: WithModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(FAULTS["silence"]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        assistant = with_model(model(streaming=True))
        others = [threading.Thread(target=assistant.answer, args=(QUESTION,)) for _ in range(2)]
        for other in others:
            other.start()
        while len(server.requests) < 2:
            time.sleep(0.01)
        answer = assistant.answer(QUESTION)
        for other in others:
            other.join()
    assert "it is busy with 2 other questions" in (answer.degraded or "")
    assert [statement.text for statement in answer.statements] == [TRUE]


def test_without_a_key_nothing_is_sent_to_the_librarys_own_endpoint(
    with_model: WithModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    answer = with_model(model(streaming=True)).answer(QUESTION)
    assert "set OPENAI_API_KEY" in (answer.degraded or "")


def test_a_page_that_is_closed_ends_the_request_too(
    with_model: WithModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def good_then_more(connection: Connection) -> None:
        connection.head()
        for piece in connection.pieces()[:-2]:
            connection.send(piece)
        connection.drip(": more\n\n", 0.01)

    with serving(good_then_more) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        events = with_model(model(streaming=True, limits=Limits(total=20))).stream(QUESTION)
        sent = frames(next(events), events)
        del events
        while b"1931" not in next(sent):
            pass
        sent.close()
        assert server.cut_off.wait(2)
        assert settled()
