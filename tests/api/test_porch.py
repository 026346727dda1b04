"""The page and what waits, before the application is there."""

import json
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI

from api.guard import HEADERS
from api.page_files import LANGUAGES, load_page_files
from api.page_words import LANGUAGES as SPOKEN
from api.porch import Inside, Porch
from api.readiness import Readiness
from api.serving import listen
from index.locking import locked

ROOT = Path(__file__).parents[2]


@dataclass
class Answer:
    """What the server said."""

    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> object:
        return json.loads(self.body)


@dataclass
class Start:
    """A server that listens and whose application comes when a test lets it."""

    port: int
    readiness: Readiness
    coming: Future[Inside | None]
    lived: list[str] = field(default_factory=list)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request(method, path, headers=headers)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())

    def let_in(self) -> None:
        app = FastAPI()

        @app.get("/v1/things")
        def things() -> list[str]:
            return ["one"]

        @app.get("/readyz")
        def ready() -> str:
            return "by the application"

        @asynccontextmanager
        async def lifespan() -> AsyncIterator[None]:
            self.lived.append("entered")
            yield
            self.lived.append("left")

        self.coming.set_result(Inside(app, lifespan))


@contextmanager
def started() -> Iterator[Start]:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        start = Start(port, Readiness("The model is being loaded."), Future())
        porch = Porch(start.coming, start.readiness, ("box.example",))
        server = uvicorn.Server(uvicorn.Config(porch, lifespan="on", log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield start
        finally:
            if not start.coming.done():
                start.coming.set_result(None)
            server.should_exit = True
            thread.join()


@pytest.fixture
def start() -> Iterator[Start]:
    with started() as given:
        yield given


def test_the_page_and_its_files_are_sent_before_the_application_is_there(start: Start) -> None:
    page = start.ask("/", **{"Accept-Language": "de"})
    text = page.body.decode()
    assert (page.status, 'lang="de"' in text) == (200, True)
    assert {name: page.headers[name] for name in HEADERS} == HEADERS | {"Cache-Control": "no-cache"}
    files = load_page_files()
    for path in ("/static/main.js", f"/static/{files.version}/main.js"):
        sent = start.ask(path)
        assert (sent.status, sent.body) == (200, files.files["main.js"].content)
    head = start.ask("/", "HEAD")
    assert (head.status, head.body) == (200, b"")


def test_it_is_alive_and_says_why_it_is_not_ready(start: Start) -> None:
    assert start.ask("/healthz").json == {"status": "alive"}
    early = start.ask("/readyz")
    assert (early.status, early.headers["Retry-After"]) == (503, "1")
    assert early.headers["Content-Type"] == "application/problem+json"
    assert '"detail":"The model is being loaded."' in early.body.decode()


def test_the_page_is_sent_to_no_foreign_host_name(start: Start) -> None:
    assert start.ask("/", Host="evil.example").status == 421
    assert start.ask("/", Host="box.example").status == 200


def test_what_needs_the_application_waits_for_it_and_is_answered() -> None:
    with started() as start, ThreadPoolExecutor() as pool:
        paths = ("/v1/things", "/v1/things", "/static/none.js", "/static/a/b/c")
        waiting = [pool.submit(start.ask, path) for path in paths]
        assert start.ask("/readyz").status == 503
        assert not any(each.done() for each in waiting)
        start.let_in()
        answers = [each.result() for each in waiting]
        assert [each.status for each in answers] == [200, 200, 404, 404]
        assert answers[0].json == ["one"]
        assert start.ask("/readyz").json == "by the application"
        assert start.lived == ["entered"]
    assert start.lived == ["entered", "left"]


def test_where_the_application_cannot_be_made_whoever_waits_is_told(start: Start) -> None:
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(start.ask, "/v1/things")
        assert start.ask("/healthz").status == 200
        start.coming.set_result(None)
        refused = waiting.result()
    assert (refused.status, refused.headers["X-Content-Type-Options"]) == (503, "nosniff")
    assert "could not start" in refused.body.decode()


def test_listening_needs_nothing_that_takes_long_to_import() -> None:
    code = (
        "import sys, api.cli, api.serving\n"
        "late = ('fastapi', 'numpy', 'faiss', 'torch', 'openvino', 'prometheus_client', 'rich',"
        " 'mcp', 'index.library', 'rag.answering', 'api.app', 'api.schemas')\n"
        "sys.exit(sorted(m for m in sys.modules if m.startswith(late)) or 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_store_in_use_is_told_before_an_address_is(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--store", str(tmp_path)]
    with locked(tmp_path):
        ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert (ran.returncode, ran.stdout) == (3, "")
    assert "is in use by the process" in ran.stderr


def test_a_broken_store_ends_the_server_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "pincite.db").write_bytes(b"no database" * 100)
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--store", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode == 3
    assert "is damaged" in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_the_chat_page_speaks_what_the_other_pages_speak() -> None:
    assert tuple(SPOKEN) == LANGUAGES
