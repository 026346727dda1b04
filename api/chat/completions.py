"""Chat completions: one object, or chunks while the answer is made."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from time import time
from typing import Any

from api.chat.models import Named
from api.chat.text import MessageText, source_event
from rag.answering import Event
from rag.types import Answer, Statement

DONE = b"data: [DONE]\n\n"


@dataclass(slots=True)
class Completion:
    """One completion in the making."""

    model: Named
    message: MessageText
    include_usage: bool = False
    id: str = field(default_factory=lambda: f"chatcmpl-{secrets.token_hex(12)}")
    created: int = field(default_factory=lambda: int(time()))

    def whole(self, answer: Answer) -> dict[str, Any]:
        """Return the completion object of an answer."""
        for statement in answer.statements:
            self.message.add(statement)
        self.message.finish(answer)
        told = {
            "role": "assistant",
            "content": self.message.text,
            "refusal": None,
            "annotations": self._annotations(),
        }
        choice = {"index": 0, "message": told, "logprobs": None, "finish_reason": "stop"}
        return self._object("chat.completion", [choice]) | {
            "usage": usage_of(answer),
            "citations": self.message.citations,
        }

    def frames(self, first: Event, rest: Iterator[Event]) -> Iterator[bytes]:
        """Yield the chunks of a stream in the wire format, the end mark last."""
        yield self._chunk({"role": "assistant", "content": ""})
        for event in chain((first,), rest):
            yield from self._told(event)
        yield DONE

    def _told(self, event: Event) -> Iterator[bytes]:
        if isinstance(event, Statement):
            known = set(self.message.cited)
            yield self._chunk({"content": self.message.add(event)})
            for n, citation in self.message.cited.items():
                if n not in known:
                    told = source_event(n, citation, self.message.url(citation))
                    yield self._chunk({}, event=told)
        elif isinstance(event, Answer):
            if piece := self.message.finish(event):
                yield self._chunk({"content": piece})
            yield self._chunk(
                {"annotations": self._annotations()},
                finish_reason="stop",
                citations=self.message.citations,
            )
            if self.include_usage:
                yield frame(self._object("chat.completion.chunk", []) | {"usage": usage_of(event)})

    def _annotations(self) -> list[dict[str, Any]]:
        return [{"type": "url_citation", "url_citation": each} for each in self.message.annotations]

    def _chunk(
        self, delta: dict[str, Any], finish_reason: str | None = None, **members: object
    ) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return frame(self._object("chat.completion.chunk", [choice]) | members)

    def _object(self, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "id": self.id,
            "object": kind,
            "created": self.created,
            "model": self.model.name,
            "choices": choices,
        }


def usage_of(answer: Answer) -> dict[str, int]:
    """Return what the answer cost at a language model, in OpenAI's words."""
    used = answer.usage
    return {
        "prompt_tokens": used.prompt_tokens,
        "completion_tokens": used.completion_tokens,
        "total_tokens": used.prompt_tokens + used.completion_tokens,
    }


def frame(data: dict[str, Any], event: str | None = None) -> bytes:
    """Return one server-sent event."""
    named = f"event: {event}\n" if event else ""
    return f"{named}data: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
