"""A chat completion that ends in time, whatever the endpoint does.

Every way it can fail is one error: ``LanguageModelError``, with a reason in plain words. Nothing
is tried again once a piece of text was handed on.
"""

import random
import threading
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from time import monotonic
from typing import Any

from index.errors import LanguageModelError
from rag.language_model import prompt
from rag.language_model.budget import tokens_in
from rag.language_model.completion import Delta, Events, read_event, read_whole
from rag.language_model.faults import Fault
from rag.language_model.transport import Exchange, Head, Term

Message = Mapping[str, str]
_EVENTS = "text/event-stream"
_JSON = "application/json"
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_AFTER_FINISH = 1.0
"""Seconds that the count of tokens may take after the last word."""
_LONGEST_PAUSE = 10.0
"""Seconds; an endpoint that asks for more is not waited for."""
_TOKENS_OVER = 2
"""How many times as many tokens as asked for are read before the endpoint is cut off."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much; times are in seconds."""

    total: float = 120.0
    """For one answer: all requests and pauses together."""
    first: float = 60.0
    """Until the first text of a stream."""
    idle: float = 20.0
    """Between two texts of a stream."""
    tokens: int = 1_000
    """Of one completion."""
    bytes: int = 4_000_000
    """Of one response, with everything that stands around the text."""
    tries: int = 3
    """Requests that may fail for a reason that passes."""
    pause: float = 0.5
    """Before the second try; it doubles with each."""
    at_once: int = 4
    """Requests under way at the same time."""


@dataclass(slots=True)
class Meter:
    """Counts what the requests of one answer cost."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    def add(self, told: tuple[int, int] | None, prompt: int, text: str) -> None:
        """Add what the endpoint told of one request, or the estimate."""
        counted = told or (prompt, tokens_in(text))
        self.prompt_tokens += counted[0]
        self.completion_tokens += counted[1]


@dataclass(slots=True)
class Client:
    """Asks one model of one endpoint."""

    model: str
    limits: Limits = field(default_factory=Limits)
    streaming: bool = True
    _shape: int = 0
    """The first shape of a request that the endpoint has not refused."""
    _free: threading.BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        self._free = threading.BoundedSemaphore(self.limits.at_once)
        import_module("openai")  # takes a second, which no answer should pay for

    def complete(
        self,
        messages: Sequence[Message],
        schema: Mapping[str, Any],
        term: Term,
        meter: Meter,
    ) -> Generator[str, None, None]:
        """Yield the text of a completion as it comes; closing the generator ends the request.

        ``schema`` is asked for where the endpoint knows structured output; the text may be
        anything all the same.

        Raises:
            LanguageModelError: there is no completion, or it broke off.
        """
        failures = 0
        while True:
            attempt = _Attempt(self, self._body(messages, schema), term, meter)
            try:
                yield from attempt.texts()
                return
            except Fault as fault:
                if attempt.text:
                    raise self._error(fault) from fault
                if fault.refused and self._shape < len(_SHAPES) - 1:
                    self._shape += 1
                    continue
                failures += 1
                self._pause(fault, failures, term)

    def test(self) -> float:
        """Ask for one word; return the seconds that it took.

        Raises:
            LanguageModelError: there is no answer.
        """
        started = monotonic()
        messages = [{"role": "user", "content": prompt.TEST}]
        term = Term(started + self.limits.total)
        text = "".join(self.complete(messages, prompt.SCHEMA, term, Meter()))
        if not text.strip():
            raise self._error(Fault("it finished without a word"))
        return monotonic() - started

    def _pause(self, fault: Fault, failures: int, term: Term) -> None:
        """Wait before the next try, or raise where there is none."""
        backoff = self.limits.pause * 2 ** (failures - 1) * random.uniform(0.8, 1.2)  # noqa: S311
        pause = backoff if fault.retry_after is None else fault.retry_after
        too_long = pause > _LONGEST_PAUSE or monotonic() + pause >= term.deadline
        if not fault.temporary or failures >= self.limits.tries or too_long:
            raise self._error(fault) from fault
        term.given_up.wait(pause)

    def _error(self, fault: Fault) -> LanguageModelError:
        return LanguageModelError(f"The language model {self.model} gave no answer: {fault.reason}")

    def _body(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> dict[str, Any]:
        body: dict[str, Any] = {"model": self.model, "stream": self.streaming}
        shape = _SHAPES[self._shape]
        if shape.structured:
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "answer", "strict": True, "schema": schema},
            }
        if shape.limit:
            body[shape.limit] = self.limits.tokens
        if shape.cold:
            body["temperature"] = 0
        if shape.structured and self.streaming:
            body["stream_options"] = {"include_usage": True}
        body["messages"] = list(messages) if shape.limit else [_merged(messages)]
        return body


@dataclass(frozen=True, slots=True)
class _Shape:
    structured: bool
    limit: str | None
    cold: bool


_SHAPES = (
    _Shape(structured=True, limit="max_tokens", cold=True),
    _Shape(structured=True, limit="max_completion_tokens", cold=False),
    _Shape(structured=False, limit="max_tokens", cold=True),
    _Shape(structured=False, limit=None, cold=False),
)
"""From what most endpoints know to what all do; the last one has no system message either."""


def _merged(messages: Sequence[Message]) -> Message:
    return {"role": "user", "content": "\n\n".join(each["content"] for each in messages)}


@dataclass(slots=True)
class _Attempt:
    """One request."""

    client: Client
    body: Mapping[str, Any]
    term: Term
    meter: Meter
    text: str = ""
    usage: tuple[int, int] | None = None

    def texts(self) -> Generator[str, None, None]:
        """Yield its texts; raises Fault where it fails."""
        limits, free = self.client.limits, self.client._free
        if monotonic() >= self.term.deadline:
            raise Fault(self._too_late())
        if not free.acquire(blocking=False):
            raise Fault(f"it is busy with {limits.at_once} other questions")
        longest = max(limits.first, limits.idle) if self.body["stream"] else limits.total
        exchange = Exchange(self.body, longest, limits.bytes, free.release)
        exchange.start()
        try:
            yield from self._read(exchange)
        finally:
            exchange.cancel()
            self.meter.add(self.usage, self._prompt_tokens(), self.text)

    def _read(self, exchange: Exchange) -> Generator[str, None, None]:
        until = self._patience(self.client.limits.first)
        head = self._next(exchange, until)
        if not isinstance(head, Head):
            raise Fault("the endpoint broke off the connection", temporary=True)
        if head.media_type in _PAGES:
            raise Fault("the endpoint answers with a web page: check OPENAI_BASE_URL")
        if head.media_type == _EVENTS or (self.body["stream"] and head.media_type != _JSON):
            yield from self._read_events(exchange, until)
        else:
            yield from self._read_whole(exchange)

    def _read_whole(self, exchange: Exchange) -> Generator[str, None, None]:
        body = b""
        while isinstance(received := self._next(exchange, self.term.deadline), bytes):
            body += received
        yield from self._told(read_whole(body))

    def _read_events(self, exchange: Exchange, until: float) -> Generator[str, None, None]:
        events, finished = Events(), False
        while True:
            try:
                received = self._next(exchange, until)
            except Fault:
                if finished:
                    return  # all is said; only the count of tokens is missing
                raise
            data = events.feed(received) if isinstance(received, bytes) else events.end()
            for delta in map(read_event, data):
                if delta is None:
                    received = None
                    break
                yield from self._told(delta)
                finished |= delta.finished
                until = self._extended(until, delta)
            if not isinstance(received, bytes):
                break
        if not finished:
            raise Fault("its answer has no end (no finish_reason)", temporary=True)

    def _extended(self, until: float, delta: Delta) -> float:
        if delta.finished:
            return self._patience(_AFTER_FINISH)
        return self._patience(self.client.limits.idle) if delta.text or delta.thought else until

    def _told(self, delta: Delta) -> Generator[str, None, None]:
        self.usage = delta.usage or self.usage
        if delta.text:
            self.text += delta.text
            yield delta.text
        if delta.fault:
            raise delta.fault
        if tokens_in(self.text) > _TOKENS_OVER * self.client.limits.tokens:
            raise Fault(f"its answer is longer than {self.client.limits.tokens:,} tokens")

    def _next(self, exchange: Exchange, until: float) -> Head | bytes | None:
        try:
            arrival = exchange.next(until, self.term.given_up)
        except TimeoutError:
            late = monotonic() >= self.term.deadline
            raise Fault(self._too_late() if late else "the endpoint says nothing") from None
        if isinstance(arrival, Fault):
            raise arrival
        if monotonic() >= self.term.deadline:  # a drip always has something to give
            raise Fault(self._too_late())
        return arrival

    def _patience(self, seconds: float) -> float:
        """Return until when to wait for the next text; a whole body has all the time there is."""
        return (
            min(self.term.deadline, monotonic() + seconds)
            if self.body["stream"]
            else self.term.deadline
        )

    def _too_late(self) -> str:
        return f"it took longer than {self.client.limits.total:g} seconds"

    def _prompt_tokens(self) -> int:
        return sum(tokens_in(message["content"]) for message in self.body["messages"])
