"""What a chat completion must look like, as one body or as server-sent events.

The library's own types are not validated: a field can hold anything. Here every field that is used
is checked; what does not fit is a fault.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rag.language_model.faults import Fault, status_fault

_FINISHED = {"stop"}
_UNFINISHED = {
    "length": "its answer was cut off at the limit of its length",
    "content_filter": "the endpoint's content filter stopped it",
    "tool_calls": "it called a tool, and there is none",
    "function_call": "it called a function, and there is none",
}
_DONE = "[DONE]"


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of a completion."""

    text: str = ""
    thought: bool = False
    """Whether it reasons, which is not shown: a sign of life."""
    finished: bool = False
    usage: tuple[int, int] | None = None
    """Tokens of prompt and completion, where the endpoint counted them."""
    fault: Fault | None = None
    """Why it stopped, where it did not finish; its text still counts."""


class Events:
    """Gathers bytes into the data of server-sent events."""

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[str] = []

    def feed(self, received: bytes) -> Iterator[str]:
        """Yield the data of each event that is now complete.

        Raises:
            Fault: the bytes are no UTF-8.
        """
        *lines, self._rest = (self._rest + received).replace(b"\r\n", b"\n").split(b"\n")
        for line in lines:
            if line.startswith(b"data:"):
                self._data.append(_decoded(line[5:]).removeprefix(" "))
            elif not line and self._data:
                yield "\n".join(self._data)
                self._data = []

    def end(self) -> Iterator[str]:
        """Yield what an endpoint left without the empty line that ends an event."""
        yield from self.feed(b"\n\n")


def read_event(data: str) -> Delta | None:
    """Return the piece that an event holds; None for the mark of the end.

    Raises:
        Fault: it is no piece of a completion.
    """
    return None if data.strip() == _DONE else _read(_parsed(data), "delta")


def read_whole(body: bytes) -> Delta:
    """Return a completion that came as one body.

    Raises:
        Fault: it is no completion, or not a finished one.
    """
    delta = _read(_parsed(_decoded(body)), "message")
    if not delta.finished and delta.fault is None:
        raise Fault("its answer has no end (no finish_reason)")
    return delta


def _read(value: object, key: str) -> Delta:
    if not isinstance(value, Mapping):
        raise Fault("the endpoint sent something else than a completion")
    if value.get("error"):
        raise _told(value["error"])
    choices = value.get("choices")
    usage = _usage(value.get("usage"))
    if choices == [] and key == "delta":
        return Delta(usage=usage)  # the count of tokens, or a note of a content filter
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], Mapping):
        raise Fault("the endpoint sent a completion without a choice")
    return _choice(choices[0], key, usage)


def _choice(choice: Mapping[str, Any], key: str, usage: tuple[int, int] | None) -> Delta:
    message = choice.get(key)
    reason = choice.get("finish_reason")
    if message is None and key == "delta":
        message = {}
    if not isinstance(message, Mapping) or not isinstance(reason, str | None):
        raise Fault("the endpoint sent a completion without a message")
    if message.get("role") not in {None, "assistant"}:
        raise Fault("the message is not the assistant's")
    if message.get("tool_calls") or message.get("function_call"):
        raise Fault(_UNFINISHED["tool_calls"])
    if message.get("refusal"):
        raise Fault("the model refused to answer")
    text = message.get("content")
    if not isinstance(text, str | None):
        raise Fault("the message holds something else than text")
    thought = bool(message.get("reasoning_content") or message.get("reasoning"))
    return Delta(text or "", thought, reason in _FINISHED, usage, _unfinished(reason))


def _unfinished(reason: str | None) -> Fault | None:
    if not reason or reason in _FINISHED:
        return None
    return Fault(_UNFINISHED.get(reason, "it stopped for a reason that is not known"))


def _told(error: object) -> Fault:
    code = error.get("code") if isinstance(error, Mapping) else None
    if isinstance(code, int) and 400 <= code < 600:
        return status_fault(code)
    return Fault("the endpoint reports an error", temporary=True)


def _usage(value: object) -> tuple[int, int] | None:
    if not isinstance(value, Mapping):
        return None
    counts = value.get("prompt_tokens"), value.get("completion_tokens")
    if all(isinstance(count, int) and 0 <= count < 10**9 for count in counts):
        return counts  # type: ignore[return-value] # both are numbers, above
    return None


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Fault("the endpoint sent something that is no JSON") from None


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Fault("the endpoint sent bytes that are no UTF-8") from None
