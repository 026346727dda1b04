"""Start reading here: a question comes in, verified statements go out.

``stream`` retrieves passages, lets the writer draft sentences from them, and lets the gate decide
which of these may be shown. ``answer`` is the fold of ``stream``: one path, two views.
"""

import secrets
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from index.passage_index import PassageIndex
from index.types import Hit, Passage
from rag.gate import Gate
from rag.questions import parts, understand
from rag.types import (
    Answer,
    Draft,
    IndexState,
    Question,
    Rejection,
    Statement,
    Timing,
    Turn,
    Writer,
)

RELATED = 3
"""Passages shown beside a refusal."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What the assistant does now: "retrieving", "writing" or "checking sources"."""

    stage: str


Event = Progress | Statement | Rejection | Answer


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from an index with a writer that it does not trust."""

    index: PassageIndex
    write: Writer
    writer_name: str = "extractive"
    k: int = 8

    def answer(self, asked: str, history: Sequence[Turn] = (), *, k: int | None = None) -> Answer:
        """Return what the sources say to a question; no statements means that they do not say.

        Raises:
            InvalidQuestionError: there is nothing to look for.
        """
        *_, last = self.stream(asked, history, k=k)
        assert isinstance(last, Answer)  # noqa: S101 - what stream promises, told to the type checker
        return last

    def stream(
        self, asked: str, history: Sequence[Turn] = (), *, k: int | None = None
    ) -> Iterator[Event]:
        """Yield each statement as soon as the gate lets it pass; the last event is the answer.

        What the gate rejects is yielded too, with its reason. A statement is never taken back.

        Raises:
            InvalidQuestionError: there is nothing to look for.
        """
        question = understand(asked, history)
        work = _Work(asked, IndexState(self.index.generation, self.index.embedder.name))
        for part in parts(question):
            yield Progress("retrieving")
            hits = work.retrieve(self.index, part, k or self.k)
            yield Progress("checking sources")
            answered = yield from self._verified(part, [hit.passage for hit in hits], work)
            if not answered:
                work.missing.append(part.text)
        yield work.finish(self.writer_name)

    def _verified(
        self, question: Question, passages: Sequence[Passage], work: "_Work"
    ) -> Generator[Statement | Rejection, None, bool]:
        """Yield the gate's verdict on each new draft; return whether any draft ever passed."""
        gate = Gate(self.index.document)
        answered = False
        for draft in self.write(question, passages):
            if draft not in work.verdicts:
                work.verdicts[draft] = work.timed_verdict(gate, draft, passages)
                yield work.verdicts[draft]
            answered |= isinstance(work.verdicts[draft], Statement)
        return answered


@dataclass(slots=True)
class _Work:
    """What has come together so far for one answer; times are in seconds."""

    asked: str
    index: IndexState
    started: float = field(default_factory=perf_counter)
    retrieving: float = 0.0
    verifying: float = 0.0
    nearest: list[Hit] = field(default_factory=list)
    verdicts: dict[Draft, Statement | Rejection] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def retrieve(self, index: PassageIndex, question: Question, k: int) -> list[Hit]:
        started = perf_counter()
        hits = index.search(question.text, k)
        self.retrieving += perf_counter() - started
        self.nearest = self.nearest or hits[:RELATED]
        return hits

    def timed_verdict(
        self, gate: Gate, draft: Draft, passages: Sequence[Passage]
    ) -> Statement | Rejection:
        started = perf_counter()
        verdict = gate.verify(draft, passages)
        self.verifying += perf_counter() - started
        return verdict

    def finish(self, writer: str) -> Answer:
        """Return the answer; parts are missing only where something else was answered."""
        total = perf_counter() - self.started
        verdicts = self.verdicts.values()
        statements = tuple(v for v in verdicts if isinstance(v, Statement))
        return Answer(
            id=f"ans_{secrets.token_hex(12)}",
            question=self.asked,
            statements=statements,
            missing=tuple(self.missing) if statements else (),
            related=() if statements else tuple(self.nearest),
            dropped=tuple(v for v in verdicts if isinstance(v, Rejection)),
            writer=writer,
            degraded=None,
            index=self.index,
            timing=Timing(
                retrieve=1e3 * self.retrieving,
                write=1e3 * (total - self.retrieving - self.verifying),
                verify=1e3 * self.verifying,
                total=1e3 * total,
            ),
        )
