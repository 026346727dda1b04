"""A small real HTTP server whose every path misbehaves in its own way."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

GOOD = '{"sentences": [{"text": "The old mill closed in 1931.", "passage": 1, "quote": ""}]}'
FALSE = '{"sentences": [{"text": "The old mill closed in 1666.", "passage": 1, "quote": ""}]}'
CONTENT = GOOD + FALSE


@dataclass
class Connection:
    """One accepted request, to be answered by hand."""

    socket: socket.socket
    body: dict[str, Any]
    stop: threading.Event
    other: str

    @property
    def streaming(self) -> bool:
        return bool(self.body.get("stream"))

    def send(self, data: bytes | str) -> None:
        self.socket.sendall(data.encode() if isinstance(data, str) else data)

    def head(self, status: int = 200, media: str | None = None, **headers: str) -> None:
        media = media or ("text/event-stream" if self.streaming else "application/json")
        lines = [f"HTTP/1.1 {status} X", f"Content-Type: {media}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.send("\r\n".join([*lines, "", ""]))

    def drip(self, piece: bytes | str, pause: float = 0.05) -> None:
        """Send a piece again and again until the client or the test ends."""
        while not self.stop.wait(pause):
            self.send(piece)

    def wait(self) -> None:
        self.stop.wait(30)

    def pieces(self, content: str = CONTENT, finish: str | None = "stop") -> list[str]:
        """Return the parts of a good answer, as events or as one body in two halves."""
        if not self.streaming:
            body = json.dumps(whole(content, finish))
            return [body[: len(body) // 2], body[len(body) // 2 :]]
        texts = [content[at : at + 12] for at in range(0, len(content), 12)]
        events = [event(chunk({"content": text})) for text in texts]
        return [*events, event(chunk({}, finish)), "data: [DONE]\n\n"]

    def answer(self, content: str = CONTENT, finish: str | None = "stop", **headers: str) -> None:
        self.head(200, None, **headers)
        for piece in self.pieces(content, finish):
            self.send(piece)

    def say(self, message: dict[str, Any], finish: str | None = "stop") -> None:
        """Answer with one message of any shape."""
        self.head()
        if self.streaming:
            self.send(event(chunk(message)) + event(chunk({}, finish)) + "data: [DONE]\n\n")
        else:
            self.send(json.dumps(whole("", finish) | {"choices": [_choice(message, finish)]}))

    def value(self, value: object) -> None:
        """Answer with any JSON value."""
        self.head()
        self.send(event(value) + "data: [DONE]\n\n" if self.streaming else json.dumps(value))


def event(value: object) -> str:
    return f"data: {json.dumps(value)}\n\n"


def chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}


def whole(content: str, finish: str | None = "stop") -> dict[str, Any]:
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    message = {"role": "assistant", "content": content}
    return {"choices": [_choice(message, finish)], "usage": usage}


def _choice(message: dict[str, Any], finish: str | None) -> dict[str, Any]:
    return {"index": 0, "message": message, "finish_reason": finish}


def _no_answer(connection: Connection) -> None:
    connection.wait()


def _nothing(_: Connection) -> None:
    """Close without a byte."""


def _slow_head(connection: Connection) -> None:
    connection.send("HTTP/1.1 200 OK\r\n")
    connection.drip("X-More: 1\r\n")


def _slow_drip(connection: Connection) -> None:
    connection.head()
    connection.drip(event(chunk({"content": "a"})) if connection.streaming else " ")


def _pings(connection: Connection) -> None:
    connection.head()
    connection.drip(": ping\n\n" if connection.streaming else "\n")


def _endless(connection: Connection) -> None:
    connection.head()
    text = "The mill burned down in 1666 and " * 20
    connection.drip(event(chunk({"content": text})) if connection.streaming else text, 0.0)


def _endless_error(connection: Connection) -> None:
    connection.head(500)
    connection.drip(b"x" * 65536, 0.0)


def _endless_head(connection: Connection) -> None:
    connection.send("HTTP/1.1 200 OK\r\n")
    connection.drip("X-More: " + "a" * 1000 + "\r\n", 0.0)


def _dropping(after: int) -> Callable[[Connection], None]:
    def drop(connection: Connection) -> None:
        connection.head()
        for piece in connection.pieces()[:after]:
            connection.send(piece)

    return drop


def _status(status: int, **headers: str) -> Callable[[Connection], None]:
    def answer(connection: Connection) -> None:
        connection.head(status, "application/json", **headers)
        connection.send('{"error": {"message": "Incorrect API key provided: sk-secret"}}')

    return answer


def _html(connection: Connection) -> None:
    connection.head(media="text/html")
    connection.send("<html><body>The old mill closed in 1666.</body></html>")


def _bad_json(connection: Connection) -> None:
    connection.head()
    connection.send('data: {"choices": [{]}\n\n' if connection.streaming else '{"choices": [')


def _long_line(connection: Connection) -> None:
    connection.head()
    connection.send("data: " if connection.streaming else '"')
    for _ in range(160):
        connection.send(b"x" * 65536)
    connection.send("\n\n")


def _invalid_utf8(connection: Connection) -> None:
    connection.head()
    body = connection.pieces()[0].encode().replace(b"sentences", b"\xff\xfe\xc3(")
    connection.send(body)


def _redirect(status: int) -> Callable[[Connection], None]:
    def answer(connection: Connection) -> None:
        connection.head(status, Location=f"{connection.other}/v1/chat/completions")

    return answer


def _truncated(connection: Connection) -> None:
    connection.head(Content_Length="100000")
    connection.send(connection.pieces()[0][:-3])


def _compressed(connection: Connection) -> None:
    connection.head(Content_Encoding="gzip")
    connection.send(b"\x1f\x8b\x08\x00" + b"\x00" * 100)


def _not_http(connection: Connection) -> None:
    connection.send("SSH-2.0-OpenSSH_9.9\r\n")


def _deep_json(connection: Connection) -> None:
    connection.head()
    deep = "[" * 100_000
    connection.send(f"data: {deep}\n\n" if connection.streaming else deep)


_CALL = {"id": "c", "type": "function", "function": {"name": "rm", "arguments": "{}"}}
FAULTS: dict[str, Callable[[Connection], None]] = {
    "silence": _no_answer,
    "closed at once": _nothing,
    "slow head": _slow_head,
    "endless head": _endless_head,
    "slow drip": _slow_drip,
    "pings and no word": _pings,
    "endless": _endless,
    "endless error": _endless_error,
    "400": _status(400),
    "401": _status(401),
    "403": _status(403),
    "404": _status(404),
    "429": _status(429),
    "429 with Retry-After": _status(429, Retry_After="1"),
    "429 with a long Retry-After": _status(429, Retry_After="3600"),
    "500": _status(500),
    "503": _status(503),
    "HTML": _html,
    "bad JSON": _bad_json,
    "deep JSON": _deep_json,
    "null choices": lambda c: c.value({"choices": None}),
    "empty choices": lambda c: c.value({"choices": []}),
    "choices of another kind": lambda c: c.value({"choices": [7]}),
    "a JSON string": lambda c: c.value("The old mill closed in 1666."),
    "an error in a good answer": lambda c: c.value({"error": {"message": "sk-secret"}}),
    "missing finish_reason": lambda c: c.answer(finish=None),
    "unknown finish_reason": lambda c: c.answer(finish="gave_up"),
    "cut off by length": lambda c: c.answer(finish="length"),
    "content filter": lambda c: c.answer("", finish="content_filter"),
    "10 MB line": _long_line,
    "invalid UTF-8": _invalid_utf8,
    "redirect 302 to another host": _redirect(302),
    "redirect 307 to another host": _redirect(307),
    "redirect 308 to another host": _redirect(308),
    "truncated": _truncated,
    "wrong role": lambda c: c.say({"role": "user", "content": CONTENT}),
    "tool call": lambda c: c.say({"role": "assistant", "tool_calls": [_CALL]}, "tool_calls"),
    "refusal": lambda c: c.say({"role": "assistant", "refusal": "No.", "content": None}),
    "content that is no text": lambda c: c.say({"role": "assistant", "content": [{"a": 1}]}),
    "compressed": _compressed,
    "not HTTP": _not_http,
    **{f"dropped after piece {n}": _dropping(n) for n in range(1, 8)},
}


@dataclass
class Server:
    """Accepts connections and answers each as ``behave`` says; counts what it received."""

    behave: Callable[[Connection], None]
    other: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    received: int = 0
    cut_off: threading.Event = field(default_factory=threading.Event)
    """Set when a client was gone while it was answered."""
    stop: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def accept(self, listener: socket.socket) -> None:
        while not self.stop.is_set():
            try:
                accepted, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(accepted,), daemon=True).start()

    def serve(self, accepted: socket.socket) -> None:
        with accepted:
            try:
                body = self.read(accepted)
                if body is not None:
                    self.behave(Connection(accepted, body, self.stop, self.other))
            except OSError:
                self.cut_off.set()

    def read(self, accepted: socket.socket) -> dict[str, Any] | None:
        accepted.settimeout(10)
        data = b""
        while b"\r\n\r\n" not in data:
            received = accepted.recv(65536)
            if not received:
                return None
            data += received
            self.received += len(received)
        head, _, rest = data.partition(b"\r\n\r\n")
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-len")]
        length = int(lengths[0].partition(b":")[2]) if lengths else 0
        while len(rest) < length:
            rest += accepted.recv(65536)
        self.received += length
        body: dict[str, Any] = json.loads(rest)
        self.requests.append(body)
        return body


@contextmanager
def serving(behave: Callable[[Connection], None], other: str = "") -> Iterator[Server]:
    """Run a server on the loopback until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(behave, other)
        server.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread = threading.Thread(target=server.accept, args=(listener,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stop.set()
            with suppress(OSError):  # wakes the accept
                socket.create_connection(listener.getsockname(), 1).close()
            thread.join(5)
            time.sleep(0)
