"""Some work at once, others wait in line, and more are told to come back."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

import pytest
from fastapi import HTTPException

from api.app import create_app
from api.desk import Desk, Desks
from index.errors import GivenUpError
from index.library import Library
from index.passage_index import PassageIndex
from index.processors import cores
from index.reading import from_text
from index.types import Passage
from rag.answering import Assistant
from rag.assistants import Assistants
from rag.settings import Settings
from rag.types import Draft, Question, Quote
from tests.browser.site import running
from tests.fakes import WordHashEmbedder

LAMP = "The lamp burned 53 litres of oil in a night."


def test_those_who_wait_get_a_place_in_the_order_in_which_they_came() -> None:
    async def run() -> list[int]:
        desk, order = Desk(2, 10), list[int]()

        async def work(number: int) -> None:
            async with desk.place():
                order.append(number)
                assert desk.working <= 2
                await asyncio.sleep(0)

        await asyncio.gather(*map(work, range(6)))
        assert (desk.working, desk.waiting) == (0, 0)
        return order

    assert asyncio.run(run()) == [0, 1, 2, 3, 4, 5]


def test_what_was_begun_goes_ahead_of_those_who_come_new_and_is_never_refused() -> None:
    async def run() -> list[str]:
        desk, order = Desk(1, 1), list[str]()

        async def work(name: str, *, begun: bool) -> None:
            async with desk.place(begun=begun):
                order.append(name)

        async with desk.place():
            new = asyncio.create_task(work("new", begun=False))
            begun = [asyncio.create_task(work(f"begun {at}", begun=True)) for at in range(2)]
            await asyncio.sleep(0)
            assert desk.waiting == 3
        await asyncio.gather(new, *begun)
        return order

    assert asyncio.run(run()) == ["begun 0", "begun 1", "new"]


def test_whoever_finds_the_line_full_is_told_when_to_come_back() -> None:
    async def run() -> HTTPException:
        desk = Desk(1, 0)
        async with desk.place():
            with pytest.raises(HTTPException) as refused:
                async with desk.place():
                    pass
        async with desk.place():
            return refused.value

    refused = asyncio.run(run())
    assert refused.status_code == 503
    assert refused.headers == {"Retry-After": "1"}


def test_nobody_waits_longer_than_is_allowed() -> None:
    async def run() -> None:
        desk = Desk(1, 5, longest_wait=0.01)
        async with desk.place():
            with pytest.raises(HTTPException):
                async with desk.place():
                    pass
            assert desk.waiting == 0
        assert desk.working == 0

    asyncio.run(run())


def test_whoever_leaves_the_line_or_is_cancelled_keeps_no_place() -> None:
    async def run() -> None:
        desk = Desk(1, 5)

        async def wait(left: asyncio.Future[None] | None = None) -> None:
            async with desk.place(left):
                await asyncio.sleep(0)

        left: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        async with desk.place():
            leaving, cancelled = asyncio.create_task(wait(left)), asyncio.create_task(wait())
            last = asyncio.create_task(wait())
            await asyncio.sleep(0)
            left.set_result(None)
            cancelled.cancel()
            with pytest.raises(GivenUpError):
                await leaving
            with pytest.raises(asyncio.CancelledError):
                await cancelled
            assert desk.waiting == 1
            also = asyncio.create_task(wait())
            await asyncio.sleep(0)
        last.cancel()  # its turn came, but it never heard of it
        await also
        assert (desk.working, desk.waiting) == (0, 0)

    asyncio.run(run())


def test_there_are_as_many_places_as_the_settings_say() -> None:
    def places(**options: object) -> tuple[int, int, int]:
        desks = Desks.of(Settings.model_validate(options))
        return desks.answers.at_once, desks.checks.at_once, desks.changes.at_once

    assert places() == (cores() + 1,) * 3
    assert places(requests_at_once=2) == (2, 2, 2)
    assert places(requests_at_once=2, llm_model="m", llm_at_once=3) == (5, 2, 2)


@dataclass
class SlowWriter:
    """Writes nothing until it may; two drafts."""

    may_go_on: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)
    written: int = 0

    def __call__(self, question: Question, _passages: Sequence[Passage]) -> Iterator[Draft]:
        self.asked.append(question.text)
        self.may_go_on.wait(10)
        for text in (LAMP, "It was seen for 21 miles."):
            self.written += 1
            yield Draft(text, (Quote(text),))


@dataclass
class Site:
    """A server with one place and room for one who waits."""

    port: int
    writer: SlowWriter
    desks: Desks
    index: PassageIndex

    def ask(self, question: str, accept: str = "application/json") -> tuple[int, Message]:
        with closing(self.sent(question, accept)) as connection:
            response = connection.getresponse()
            response.read()
            return response.status, response.headers

    def sent(self, question: str, accept: str = "application/json") -> HTTPConnection:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Content-Type": "application/json", "Accept": accept}
        connection.request("POST", "/v1/answers", json.dumps({"question": question}), headers)
        return connection

    def until(self, true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 10
        while not true():
            assert time.monotonic() < deadline
            time.sleep(0.005)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    settings = Settings(store=tmp_path, requests_at_once=1, requests_waiting=1)
    writer = SlowWriter()
    with Library(tmp_path, WordHashEmbedder()) as library, library.collection() as index:
        index.add(from_text(f"{LAMP} It was seen for 21 miles.", title="Lamp", source="lamp.txt"))
        app = create_app(Assistants(library, lambda opened: Assistant(opened, writer)), settings)
        with running(app) as url:
            port = int(url.rpartition(":")[2])
            yield Site(port, writer, app.state.services.desks, index)
            writer.may_go_on.set()


def test_an_answer_more_than_may_wait_is_refused_as_a_problem_and_the_others_are_given(
    site: Site,
) -> None:
    with ThreadPoolExecutor() as pool:
        first = pool.submit(site.ask, "What burned oil?")
        site.until(lambda: len(site.writer.asked) == 1)
        second = pool.submit(site.ask, "What burned litres?")
        site.until(lambda: site.desks.answers.waiting == 1)
        status, headers = site.ask("What burned?")
        assert (status, headers["Content-Type"]) == (503, "application/problem+json")
        assert int(headers["Retry-After"]) >= 1
        assert not first.done()
        with closing(HTTPConnection("127.0.0.1", site.port, timeout=10)) as other:
            other.request("GET", "/v1/documents")  # whoever only reads waits for nobody
            assert other.getresponse().status == 200
        site.writer.may_go_on.set()
        assert [first.result()[0], second.result()[0]] == [200, 200]
    assert site.writer.asked == ["What burned oil?", "What burned litres?"]


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_whoever_leaves_the_line_is_never_worked_for(site: Site, accept: str) -> None:
    with ThreadPoolExecutor() as pool:
        first = pool.submit(site.ask, "What burned oil?")
        site.until(lambda: len(site.writer.asked) == 1)
        leaving = site.sent("What burned litres?", accept)
        site.until(lambda: site.desks.answers.waiting == 1)
        leaving.close()
        site.until(lambda: site.desks.answers.waiting == 0)
        third = pool.submit(site.ask, "What burned?")
        site.until(lambda: site.desks.answers.waiting == 1)
        site.writer.may_go_on.set()
        assert [first.result()[0], third.result()[0]] == [200, 200]
    assert site.writer.asked == ["What burned oil?", "What burned?"]


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_what_whoever_left_had_asked_is_not_worked_on_further(site: Site, accept: str) -> None:
    connection = site.sent("What burned oil?", accept)
    if accept == "text/event-stream":
        connection.getresponse().close()
    site.until(lambda: len(site.writer.asked) == 1)
    connection.close()
    for _ in range(3):  # who comes after is heard after
        with closing(HTTPConnection("127.0.0.1", site.port, timeout=10)) as other:
            other.request("GET", "/healthz")
            assert other.getresponse().status == 200
    site.writer.may_go_on.set()
    site.until(lambda: site.desks.answers.working == 0)
    assert site.writer.written == 1
    assert site.ask("What burned?")[0] == 200


def test_checks_and_uploads_wait_behind_no_answer(site: Site) -> None:
    with ThreadPoolExecutor() as pool:
        first: Future[tuple[int, Message]] = pool.submit(site.ask, "What burned oil?")
        site.until(lambda: len(site.writer.asked) == 1)
        for path, body, status in (
            ("/v1/checks", {"text": LAMP}, 200),
            ("/v1/documents", {"text": "Another lamp."}, 201),
        ):
            with closing(HTTPConnection("127.0.0.1", site.port, timeout=10)) as other:
                headers = {"Content-Type": "application/json"}
                other.request("POST", path, json.dumps(body), headers)
                assert other.getresponse().status == status
        assert not first.done()
        site.writer.may_go_on.set()
        assert first.result()[0] == 200
