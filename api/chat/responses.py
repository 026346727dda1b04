"""Responses, the newer of OpenAI's interfaces: one object, or events while it is made."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from time import time
from typing import Any

from api.chat.completions import frame
from api.chat.models import Named
from api.chat.text import MessageText
from rag.answering import Event
from rag.types import Answer, Statement


@dataclass(slots=True)
class Response:
    """One response in the making."""

    model: Named
    message: MessageText
    id: str = field(default_factory=lambda: f"resp_{secrets.token_hex(16)}")
    item_id: str = field(default_factory=lambda: f"msg_{secrets.token_hex(16)}")
    created: int = field(default_factory=lambda: int(time()))
    _number: int = 0

    def whole(self, answer: Answer) -> dict[str, Any]:
        """Return the response object of an answer."""
        for statement in answer.statements:
            self.message.add(statement)
        self.message.finish(answer)
        return self._completed(answer)

    def frames(self, first: Event, rest: Iterator[Event]) -> Iterator[bytes]:
        """Yield the events of a stream in the wire format."""
        begun = self._object("in_progress", [])
        yield self._event("response.created", response=begun)
        yield self._event("response.in_progress", response=begun)
        item = self._item("in_progress", [])
        yield self._event("response.output_item.added", output_index=0, item=item)
        yield self._event("response.content_part.added", **self._place, part=self._part("", []))
        for event in chain((first,), rest):
            yield from self._told(event)

    def _told(self, event: Event) -> Iterator[bytes]:
        if isinstance(event, Statement):
            known = len(self.message.annotations)
            yield self._delta(self.message.add(event))
            for at, annotation in enumerate(self._annotations()[known:], start=known):
                yield self._event(
                    "response.output_text.annotation.added",
                    **self._place,
                    annotation_index=at,
                    annotation=annotation,
                )
        elif isinstance(event, Answer):
            if piece := self.message.finish(event):
                yield self._delta(piece)
            yield from self._ended(event)

    def _ended(self, answer: Answer) -> Iterator[bytes]:
        part = self._part(self.message.text, self._annotations())
        yield self._event(
            "response.output_text.done", **self._place, text=self.message.text, logprobs=[]
        )
        yield self._event("response.content_part.done", **self._place, part=part)
        item = self._item("completed", [part])
        yield self._event("response.output_item.done", output_index=0, item=item)
        yield self._event("response.completed", response=self._completed(answer))

    @property
    def _place(self) -> dict[str, Any]:
        return {"item_id": self.item_id, "output_index": 0, "content_index": 0}

    def _delta(self, piece: str) -> bytes:
        return self._event("response.output_text.delta", **self._place, delta=piece, logprobs=[])

    def _event(self, kind: str, **members: object) -> bytes:
        number, self._number = self._number, self._number + 1
        return frame({"type": kind, "sequence_number": number} | members, kind)

    def _completed(self, answer: Answer) -> dict[str, Any]:
        part = self._part(self.message.text, self._annotations())
        used = answer.usage
        return self._object("completed", [self._item("completed", [part])]) | {
            "usage": {
                "input_tokens": used.prompt_tokens,
                "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
                "output_tokens": used.completion_tokens,
                "output_tokens_details": {"reasoning_tokens": 0},
                "total_tokens": used.prompt_tokens + used.completion_tokens,
            },
            "citations": self.message.citations,
        }

    def _annotations(self) -> list[dict[str, Any]]:
        return [{"type": "url_citation"} | each for each in self.message.annotations]

    def _part(self, text: str, annotations: list[dict[str, Any]]) -> dict[str, Any]:
        return {"type": "output_text", "text": text, "annotations": annotations, "logprobs": []}

    def _item(self, status: str, content: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "id": self.item_id,
            "type": "message",
            "status": status,
            "role": "assistant",
            "content": content,
        }

    def _object(self, status: str, output: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "id": self.id,
            "object": "response",
            "created_at": self.created,
            "status": status,
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "metadata": {},
            "model": self.model.name,
            "output": output,
            "parallel_tool_calls": False,
            "temperature": None,
            "tool_choice": "none",
            "tools": [],
            "top_p": None,
        }
