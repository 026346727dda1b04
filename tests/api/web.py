"""A small real web server on the loopback, each path of which behaves in its own way."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

PAGE = (
    b"<html><head><title>The mill</title></head><body><p>The mill closed in 1931.</p></body></html>"
)


@dataclass
class Request:
    """What a client asked, and the socket to answer on."""

    socket: socket.socket
    head: str
    stop: threading.Event

    def answer(self, body: bytes = b"", status: str = "200 OK", **headers: str) -> None:
        headers = {"Connection": "close", **headers}
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.socket.sendall("\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body)

    def drip(self, data: bytes, pause: float) -> None:
        while not self.stop.is_set():
            self.socket.sendall(data)
            time.sleep(pause)


def absent(request: Request) -> None:
    request.answer(status="404 Not Found")


def endless(request: Request) -> None:
    request.answer(Content_Type="text/html")
    request.drip(b"x" * 65536, 0.0)


def dripping(request: Request) -> None:
    request.answer(Content_Type="text/html")
    request.drip(b"x", 0.05)


def dripping_head(request: Request) -> None:
    request.socket.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    request.drip(b"x", 0.05)


def bomb(request: Request) -> None:
    # 50 MB that travel as 50 kB.
    packed = gzip.compress(b"\0" * 50_000_000, 9)
    request.answer(packed, Content_Type="text/html", Content_Encoding="gzip")


def redirecting(to: str, status: str = "302 Found") -> Callable[[Request], None]:
    return lambda request: request.answer(status=status, Location=to)


@dataclass
class Web:
    """The server: which path behaves how, and what was asked of it."""

    paths: dict[str, Callable[[Request], None]]
    port: int = 0
    asked: list[str] = field(default_factory=list)
    """The heads of all requests."""
    stop: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, host: str = "example.org") -> str:
        return f"http://{host}:{self.port}{path}"

    def accept(self, listener: socket.socket) -> None:
        while not self.stop.is_set():
            try:
                accepted, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(accepted,), daemon=True).start()

    def serve(self, accepted: socket.socket) -> None:
        with accepted, suppress(OSError):
            accepted.settimeout(10)
            data = b""
            while b"\r\n\r\n" not in data:
                if not (received := accepted.recv(65536)):
                    return
                data += received
            head = data.decode("latin-1")
            self.asked.append(head)
            path = head.split(" ")[1]
            behave = self.paths.get(path, absent)
            behave(Request(accepted, head, self.stop))


@contextmanager
def serving(**paths: Callable[[Request], None]) -> Iterator[Web]:
    """Run a server on the loopback until the block ends; ``a_b`` is the path ``/a-b``."""
    web = Web({"/" + name.replace("_", "-"): behave for name, behave in paths.items()})
    with socket.create_server(("127.0.0.1", 0)) as listener:
        web.port = listener.getsockname()[1]
        thread = threading.Thread(target=web.accept, args=(listener,), daemon=True)
        thread.start()
        try:
            yield web
        finally:
            web.stop.set()
            with suppress(OSError):  # wakes the accept
                socket.create_connection(("127.0.0.1", web.port), 1).close()
            thread.join(5)
