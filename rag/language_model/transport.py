"""One request in a thread of its own, so that nobody waits for a socket longer than he wants.

The ``openai`` client and the sockets below it only know limits on a single read: a server that
sends a byte now and then, or a resolver that says nothing, holds them for ever. Here the waiting is
done on a queue; whoever gives up cuts the connection, which also ends the thread.
"""

import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING, Any

from rag.language_model.faults import Fault, fault_of

if TYPE_CHECKING:
    import httpx2
    import openai

CONNECT_SECONDS = 10.0
_GIVEN_UP = "the question was given up"
ATTENTION = 0.1
"""After so many seconds it is noticed that nobody wants the answer any more."""
NO_KEY = "none"
"""Sent in place of a key where none is set: local endpoints ask for none, the library does."""


@dataclass(frozen=True, slots=True)
class Head:
    """The endpoint accepted the request."""

    media_type: str


@dataclass(frozen=True, slots=True)
class Term:
    """Until when an answer is wanted."""

    deadline: float
    """A monotonic time."""
    given_up: threading.Event = field(default_factory=threading.Event)
    """Set by whoever asked and does not want to know any more."""


Arrival = Head | bytes | Fault | None
"""What comes out of the thread, in order; None at the end of the body."""


@dataclass(slots=True)
class Exchange:
    """A request for a completion and what comes back."""

    body: Mapping[str, Any]
    """The parameters of the chat completion."""
    longest: float
    """The most seconds of one read; for the thread's sake, the waiting has its own limits."""
    most_bytes: int
    on_end: Callable[[], object]
    """Told when the thread has ended, and the socket is free."""
    _arrivals: "queue.SimpleQueue[Arrival]" = field(default_factory=queue.SimpleQueue)
    _cancelled: threading.Event = field(default_factory=threading.Event)
    _socket: socket.socket | None = None

    def start(self) -> None:
        """Send the request; returns at once."""
        threading.Thread(target=self._run, name="language-model", daemon=True).start()

    def next(self, until: float, given_up: threading.Event) -> Arrival:
        """Return what arrives next; a fault if the answer is given up.

        Raises:
            TimeoutError: nothing arrived before the monotonic time ``until``.
        """
        while not given_up.is_set():
            left = max(0.0, until - monotonic())
            try:
                return self._arrivals.get(timeout=min(left, ATTENTION))
            except queue.Empty:
                if left <= ATTENTION:
                    raise TimeoutError from None
        return Fault(_GIVEN_UP)

    def cancel(self) -> None:
        """Cut the connection; what still arrives is thrown away."""
        self._cancelled.set()
        if self._socket is not None:
            with suppress(OSError):  # closed already
                self._socket.shutdown(socket.SHUT_RDWR)

    def _run(self) -> None:
        last: Arrival = None
        try:
            for arrival in self._received():
                self._arrivals.put(arrival)
        except Exception as error:  # noqa: BLE001 - whatever it is, one who waits must be told
            last = fault_of(error)
        finally:
            self.on_end()
            self._arrivals.put(last)

    def _received(self) -> Iterator[Arrival]:
        with (
            self._http_client() as http,
            open_client(http) as client,
            client.chat.completions.with_streaming_response.create(**self.body) as response,
        ):
            yield Head(response.headers.get("content-type", "").partition(";")[0].strip().lower())
            for data in response.iter_bytes():
                if self._cancelled.is_set():
                    return
                yield data

    def _http_client(self) -> "httpx2.Client":
        import httpx2

        return httpx2.Client(
            follow_redirects=False,
            verify=_trusted(),
            timeout=httpx2.Timeout(self.longest, connect=min(CONNECT_SECONDS, self.longest)),
            headers={"Accept-Encoding": "identity"},
            event_hooks={"request": [self._watch], "response": [self._limit]},
        )

    def _watch(self, request: "httpx2.Request") -> None:
        request.extensions["trace"] = self._keep_socket

    def _keep_socket(self, event: str, details: Mapping[str, Any]) -> None:
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            stream = details["return_value"]
            self._socket = stream.get_extra_info("socket")
            if self._cancelled.is_set():
                stream.close()
                raise Fault(_GIVEN_UP)

    def _limit(self, response: "httpx2.Response") -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise Fault("the endpoint sent compressed data that was not asked for")
        response.stream = _limited(response.stream, self.most_bytes)


def endpoint() -> str:
    """Return the address that is asked, as it may be shown: without user, key or path."""
    import os
    from urllib.parse import urlsplit

    parts = urlsplit(os.environ.get("OPENAI_BASE_URL") or "https://api.openai.com")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def open_client(http: "httpx2.Client") -> "openai.OpenAI":
    """Return the library's client: key, base URL and the rest from the environment as it reads it.

    Raises:
        Fault: no key is set, and the endpoint is the library's own, which needs one.
    """
    import os

    import openai

    key = os.environ.get("OPENAI_API_KEY") or NO_KEY
    if key == NO_KEY and not os.environ.get("OPENAI_BASE_URL"):
        raise Fault("no key is set: set OPENAI_API_KEY, or OPENAI_BASE_URL for another endpoint")
    return openai.OpenAI(api_key=key, http_client=http, max_retries=0, timeout=http.timeout)


@cache
def _trusted() -> ssl.SSLContext:
    import httpx2

    return httpx2.create_ssl_context()  # the authorities are read once, not with each request


def _limited(stream: Any, most: int) -> "httpx2.SyncByteStream":  # noqa: ANN401 - either kind
    import httpx2

    class Limited(httpx2.SyncByteStream):
        """The bytes of a body, up to a limit; counted before anything gathers them into lines."""

        def __iter__(self) -> Iterator[bytes]:
            received = 0
            for data in stream:
                received += len(data)
                if received > most:
                    raise Fault(f"its answer is longer than {most:,} bytes")
                yield data

        def close(self) -> None:
            stream.close()

    return Limited()
