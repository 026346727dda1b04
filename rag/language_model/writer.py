"""A language model as a writer: it drafts, and what it drafts is never believed."""

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import Any, Protocol

from index.types import Passage
from rag.checking import claims_anything
from rag.gate import LAYERS, Layer
from rag.language_model import prompt
from rag.language_model.client import Limits, Message, Meter
from rag.language_model.locating import draft, evidence_in
from rag.language_model.parsing import Parser, Sketch
from rag.language_model.transport import Term
from rag.types import Draft, Question, Rejection, Turn, Usage

MOST_SENTENCES = 20
"""Drafts of one completion; what follows is not read."""
Bearing = Callable[[Question, Sequence[Passage]], Collection[tuple[int, int]]]
"""Give the sentences that bear on a question: numbers of passages and ordinals, from 0."""


class Completions(Protocol):
    """Asks a model; ``client.Client`` does so over HTTP."""

    model: str
    limits: Limits

    def complete(
        self, messages: Sequence[Message], schema: Mapping[str, Any], term: Term, meter: Meter
    ) -> Generator[str, None, None]:
        """Yield the text of a completion as it comes; raises LanguageModelError."""
        ...


def _all(_: Question, passages: Sequence[Passage]) -> Collection[tuple[int, int]]:
    return {(n, at) for n, passage in enumerate(passages) for at in range(len(passage.sentences))}


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """One model of one endpoint that can write answers."""

    client: Completions
    context_tokens: int = 3_000
    """Most tokens of a prompt, as estimated."""
    restates: bool = True
    """Whether rejected sentences are given back once, to be restated."""
    bearing: Bearing = _all
    layers: Sequence[Layer] = LAYERS

    @property
    def name(self) -> str:
        """The model's name, as the answer tells it."""
        return self.client.model

    def begin(self, history: Sequence[Turn], given_up: Event) -> "Session":
        """Begin one answer; its time runs from now."""
        term = Term(monotonic() + self.client.limits.total, given_up)
        return Session(self, tuple(history), term)


@dataclass(slots=True)
class Session:
    """The model at work on one answer, of one or several parts."""

    model: LanguageModel
    history: Sequence[Turn]
    term: Term
    meter: Meter = field(default_factory=Meter)
    restated: bool = False

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    @property
    def usage(self) -> Usage:
        """What it has cost so far."""
        return Usage(self.meter.prompt_tokens, self.meter.completion_tokens)

    def __call__(self, question: Question, passages: Sequence[Passage]) -> Iterator[Draft]:
        """Draft an answer, each sentence as soon as it is complete.

        Raises:
            LanguageModelError: the model fails; the drafts before it stand.
        """
        return self._drafts(question, passages, ())

    def restate(
        self, question: Question, passages: Sequence[Passage], rejected: Sequence[Rejection]
    ) -> Iterable[Draft]:
        """Draft the rejected sentences anew, once in an answer."""
        if self.restated or not rejected or not self.model.restates:
            return ()
        self.restated = True
        return self._drafts(question, passages, rejected)

    def _drafts(
        self, question: Question, passages: Sequence[Passage], rejected: Sequence[Rejection]
    ) -> Iterator[Draft]:
        bearing = self.model.bearing(question, passages)
        evidence = evidence_in(passages, lambda number, at: (number, at) in bearing)
        messages = prompt.messages(
            question, passages, self.history, self.model.context_tokens, rejected
        )
        with closing(self._sketches(messages)) as sketches:
            for count, sketch in enumerate(sketches):
                if count == MOST_SENTENCES:
                    return
                yield draft(sketch, passages, evidence, self.model.layers)

    def _sketches(self, messages: Sequence[dict[str, str]]) -> Generator[Sketch, None, None]:
        parser = Parser()
        completion = self.model.client.complete(messages, prompt.SCHEMA, self.term, self.meter)
        with closing(completion) as texts:
            for text in texts:
                yield from filter(_claims, parser.feed(text))
        yield from filter(_claims, parser.end())


def _claims(sketch: Sketch) -> bool:
    """Tell whether it says something that can be wrong: "Here is the answer:" does not."""
    return claims_anything(sketch.text)
