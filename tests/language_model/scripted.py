"""A model that says what it is told to, without a network."""

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any

from index.errors import LanguageModelError
from rag.language_model.budget import tokens_in
from rag.language_model.client import Limits, Message, Meter
from rag.language_model.transport import Term

Reply = Callable[[str], str]
"""Give the completion for the last message."""


class ScriptedCompletions:
    """Answers each request with what ``reply`` makes of it, a few characters at a time."""

    model = "scripted"
    limits = Limits(total=5.0)

    def __init__(self, reply: Reply | str, *, piece: int = 7, breaks_off: str = "") -> None:
        self.reply = reply if callable(reply) else lambda _: str(reply)
        self.piece = piece
        self.breaks_off = breaks_off
        self.asked: list[Sequence[Message]] = []
        self.deadlines: list[float] = []
        self.closed = 0

    def complete(
        self,
        messages: Sequence[Message],
        schema: Mapping[str, Any],  # noqa: ARG002 - the seam's
        term: Term,
        meter: Meter,
    ) -> Generator[str, None, None]:
        self.asked.append(messages)
        self.deadlines.append(term.deadline)
        text = self.reply(messages[-1]["content"])
        meter.add(None, sum(tokens_in(each["content"]) for each in messages), text)
        try:
            for start in range(0, len(text), self.piece):
                yield text[start : start + self.piece]
        finally:
            self.closed += 1
        if self.breaks_off:
            raise LanguageModelError(self.breaks_off)


def sentences(*each: tuple[str, int] | tuple[str, int, str]) -> str:
    """Return the JSON that is asked for: sentences, each with its passage (from 1) and quote."""
    keys = ("text", "passage", "quote")
    listed = [dict(zip(keys, (*one, "")[:3], strict=True)) for one in each]
    return json.dumps({"sentences": listed}, ensure_ascii=False)


def passages_of(content: str) -> list[dict[str, Any]]:
    """Return the passages as the last message shows them to the model."""
    lines = content.partition("<passages>\n")[2].partition("\n</passages>")[0]
    return [json.loads(line) for line in lines.split("\n") if line]
