"""The server: it listens at once, and gets ready in the background."""

import errno
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import uvicorn
from starlette.types import ASGIApp

from api.guard import LOOPBACK
from api.logs import configure
from api.porch import Inside, Porch
from api.readiness import Readiness
from index.errors import PinciteError
from index.locking import locked
from rag.settings import Settings

if TYPE_CHECKING:
    from api.watching import Watching

logger = logging.getLogger(__name__)

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def serve(
    settings: Settings,
    *,
    announce: Callable[[str], None],
    watching: "Watching | None" = None,
) -> None:
    """Serve the page and the API until SIGINT or SIGTERM; ``announce`` is told the one URL.

    It listens before the application is imported: only what that needs is imported here. The
    folders of ``watching`` are kept equal to their documents.

    Raises:
        InputError: a folder to watch is not there.
        PinciteError: the port or the store is taken, or the model cannot be loaded.
    """
    configure(settings.log_format)
    if watching:
        watching.check()
    with (
        closing(listen(settings.host, settings.port)) as listener,
        locked(settings.store),
        _signals_as_interrupt(),
    ):
        _warn_if_open_to_others(settings.host)
        _Start(settings, watching).run(listener, announce)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; port 0 takes any free one.

    Raises:
        PinciteError: the port is taken or not allowed, or there is no such address here.
    """
    try:
        family, *_, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.create_server(address[:2], family=family)
        # Connections inherit it. Else the end of an answer waits until its head is acknowledged,
        # which takes 40 ms; asyncio turns that off by itself only for sockets made otherwise.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except OSError as error:
        raise PinciteError(_why_not_listening(error, host, port)) from error


def url_of(listener: socket.socket) -> str:
    """Return the address to open in a browser."""
    host, port = listener.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not listened on
        host = "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


class _Start:
    """One run of the server: it listens, and gets ready in the background."""

    def __init__(self, settings: Settings, watching: "Watching | None") -> None:
        self._settings = settings
        self._watching = watching
        self._readiness = Readiness("Pincite is starting.")
        self._coming: Future[Inside | None] = Future()
        hosts = (settings.host, *settings.allowed_hosts)
        self._porch = Porch(self._coming, self._readiness, hosts)

    def run(self, listener: socket.socket, announce: Callable[[str], None]) -> None:
        """Serve until a signal; raises what kept it from getting ready."""
        begun: list[Future[None]] = []

        def on_listening() -> None:
            announce(url_of(listener))
            begun.append(background.submit(self._get_ready, held))
            begun[0].add_done_callback(stop_if_failed)

        def stop_if_failed(done: Future[None]) -> None:
            server.should_exit |= done.exception() is not None

        server = _Server(self._porch, on_listening)
        with ExitStack() as held, suppress(KeyboardInterrupt):
            with ThreadPoolExecutor(1, thread_name_prefix="start") as background:
                server.run(sockets=[listener])
            for each in begun:
                each.result()

    def _get_ready(self, held: ExitStack) -> None:
        """Make the application and let it in; what it works on is closed with ``held``."""
        try:
            from rag.assembly import begun_embedder

            embedder = begun_embedder(self._settings)  # now, for what comes next takes longer
            from api.opening import opened

            inside = held.enter_context(
                opened(self._settings, self._readiness, embedder, self._watching)
            )
        except BaseException:
            self._coming.set_result(None)
            raise
        app = inside.app
        self._coming.set_result(Inside(app, lambda: app.router.lifespan_context(app)))
        inside.warm_up(seeds=self._settings.seeds)


class _Server(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, app: ASGIApp, on_listening: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                lifespan="on",
                http="h11",
                ws="none",
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
