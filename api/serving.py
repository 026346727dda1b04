"""The server: it listens at once, and gets ready in the background."""

import errno
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import uvicorn
from fastapi import FastAPI

from api.app import create_app, version
from api.guard import LOOPBACK
from api.jobs.worker import Jobs
from api.logs import configure
from api.readiness import Readiness
from api.telemetry_setup import tracing_of
from api.watching import Watchers, Watching
from index.embedding import Embedder
from index.errors import PinciteError
from index.library import Library
from rag.assembly import build_assistants, build_reader, open_library, seed
from rag.settings import Settings

if TYPE_CHECKING:
    from api.telemetry import Tracing

logger = logging.getLogger(__name__)

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def serve(
    settings: Settings,
    *,
    announce: Callable[[str], None],
    watching: Watching | None = None,
    embedder: Embedder | None = None,
) -> None:
    """Serve the page and the API until SIGINT or SIGTERM; ``announce`` is told the one URL.

    Meanwhile the folders of ``watching`` are kept equal to their documents. ``embedder`` is the
    one that the settings name, if it is there already.

    Raises:
        InputError: a folder to watch is not there.
        PinciteError: the port or the store is taken, or the model cannot be loaded.
    """
    configure(settings.log_format)
    if watching:
        watching.check()
    with closing(listen(settings.host, settings.port)) as listener, _signals_as_interrupt():
        _warn_if_open_to_others(settings.host)
        with (
            tracing_of(os.environ, version()) as tracing,
            open_library(settings, lambda named: _traced(tracing, embedder or named)) as library,
            library.collection(),  # stays open: if it cannot be used, that is told at once
            build_reader(settings) as reader,
            suppress(KeyboardInterrupt),
        ):
            app = create_app(
                build_assistants(settings, library),
                settings,
                Readiness("Pincite is starting."),
                reader=reader,
                tracing=tracing,
            )
            _run(app, settings, library, listener, announce=announce, watching=watching)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; port 0 takes any free one.

    Raises:
        PinciteError: the port is taken or not allowed, or there is no such address here.
    """
    try:
        family, *_, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(address[:2], family=family)
    except OSError as error:
        raise PinciteError(_why_not_listening(error, host, port)) from error


def url_of(listener: socket.socket) -> str:
    """Return the address to open in a browser."""
    host, port = listener.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not listened on
        host = "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def warm_up(settings: Settings, library: Library, readiness: Readiness) -> None:
    """Load the model and fill an empty default collection with the documents of ``seeds/``.

    Raises:
        PinciteError: the model cannot be loaded, or the documents not be stored.
    """
    readiness.wait_for("Pincite is starting: the embedding model is being loaded.")
    library.embedder.embed(["ready"])
    if settings.seeds:
        readiness.wait_for("Pincite is starting: the first documents are being indexed.")
        with library.collection() as index:
            seed(index)
    readiness.done()


def _run(
    app: FastAPI,
    settings: Settings,
    library: Library,
    listener: socket.socket,
    *,
    announce: Callable[[str], None],
    watching: Watching | None,
) -> None:
    services = app.state.services
    working: list[Jobs | Watchers] = [services.jobs]
    if watching:
        wanted = partial(library.collection, watching.collection, create=True)
        working.append(Watchers(watching, wanted, services.reader.read))
    warming: list[Future[None]] = []

    def on_listening() -> None:
        announce(url_of(listener))
        warming.append(background.submit(warm_up, settings, library, services.readiness))
        warming[0].add_done_callback(go_on)

    def go_on(warmed: Future[None]) -> None:
        if warmed.exception() is not None:
            server.should_exit = True
            return
        for each in working:
            each.start()

    server = _Server(app, on_listening)
    try:
        with ThreadPoolExecutor(1, thread_name_prefix="warm-up") as background:
            server.run(sockets=[listener])
    finally:
        for each in working:
            each.stop()
    for warmed in warming:
        warmed.result()


def _traced(tracing: "Tracing | None", embedder: Embedder) -> Embedder:
    if tracing is None:
        return embedder
    from api.telemetry import TracedEmbedder

    return TracedEmbedder(embedder, tracing)


class _Server(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, app: FastAPI, on_listening: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                lifespan="on",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                limit_concurrency=256,
                timeout_graceful_shutdown=5,
            )
        )
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_listening()


@contextmanager
def _signals_as_interrupt() -> Iterator[None]:
    # SIGTERM would end the process at once; as KeyboardInterrupt it lets the index be closed.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _interrupt) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _warn_if_open_to_others(host: str) -> None:
    if f"[{host}]" not in LOOPBACK and host not in LOOPBACK and not host.startswith("127."):
        logger.warning(
            "Warning: listening on %s, not only on this machine. Pincite asks nobody for a "
            "password: whoever reaches this port can read, add and remove documents.",
            host,
        )


def _why_not_listening(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken, perhaps by a Pincite that already runs: open that one, or "
            "choose another port with --port or PINCITE_PORT."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights: choose one from 1024 with --port or PINCITE_PORT."
    reason = error.strerror if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
    return (
        f"Cannot listen on {host}:{port} ({reason}): "
        "choose an address of this machine with --host or PINCITE_HOST."
    )
