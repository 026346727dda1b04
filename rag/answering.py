"""Start reading here: a question comes in, verified statements go out.

``stream`` retrieves passages, lets the writer draft sentences from them, and lets the gate decide
which of these may be shown. ``answer`` is the fold of ``stream``: one path, two views.
"""

import secrets
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from time import perf_counter

from index.errors import NotFoundError
from index.passage_index import PassageIndex
from index.terms import fold
from index.types import Hit, Passage
from rag.chatter import reply
from rag.decisive import decisive
from rag.disagreement import disagree
from rag.gate import LAYERS, Gate, Layer
from rag.questions import parts, understand
from rag.types import (
    Answer,
    Citation,
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
SPARE = 2
"""How many times as many passages are retrieved as are read, since some may be copies."""


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
    layers: Sequence[Layer] = LAYERS
    """The layers of the gate that a draft has to pass."""

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
        work.note = reply(asked)
        for part in parts(question) if work.note is None else ():
            yield Progress("retrieving")
            found = work.retrieve(self.index, part, k or self.k)
            yield Progress("checking sources")
            answered = yield from self._verified(part, found, work)
            if not answered:
                work.missing.append(part.text)
        work.note = work.note or self._disagreement(work.statements)
        yield work.finish(self.writer_name)

    def _verified(
        self, question: Question, found: "_Found", work: "_Work"
    ) -> Generator[Statement | Rejection, None, bool]:
        """Yield the gate's verdict on each new draft; return whether any draft ever passed."""
        gate = Gate(self.index.document, self.layers, partial(decisive, question=question.text))
        answered = False
        for draft in self.write(question, found.distinct):
            if draft not in work.verdicts:
                work.verdicts[draft] = work.timed_verdict(gate, draft, found.all)
                yield work.verdicts[draft]
            answered |= isinstance(work.verdicts[draft], Statement)
        return answered

    def _disagreement(self, statements: Sequence[Statement]) -> str | None:
        """Name two sources of the answer that cannot both be right, or return None."""
        for one, other in combinations(statements, 2):
            first, second = one.citations[0], other.citations[0]
            if first.document_id != second.document_id and disagree(one.text, other.text):
                named = " and ".join(self._named(citation) for citation in (first, second))
                return f"Your sources do not agree on this: compare {named}."
        return None

    def _named(self, citation: Citation) -> str:
        try:
            date = self.index.document(citation.document_id).metadata.get("date")
        except NotFoundError:
            date = None  # removed since it was cited
        return f"“{citation.title}”" + (f" ({date})" if isinstance(date, str) and date else "")


@dataclass(frozen=True, slots=True)
class _Found:
    """Retrieved passages: those that differ, and behind them the copies of one of these."""

    distinct: list[Passage]
    copies: list[Passage]

    @classmethod
    def among(cls, passages: Sequence[Passage], k: int) -> "_Found":
        """Take the first ``k`` passages that differ, and every copy of one of them."""
        texts: set[str] = set()
        distinct: list[Passage] = []
        copies: list[Passage] = []
        for passage in passages:
            text = " ".join(fold(passage.text).split())
            if text in texts:
                copies.append(passage)
            elif len(distinct) < k:
                texts.add(text)
                distinct.append(passage)
        return cls(distinct, copies)

    @property
    def all(self) -> list[Passage]:
        """The passages that differ, then the copies: a writer's numbers stay right."""
        return self.distinct + self.copies


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
    note: str | None = None

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the gate let pass, in order."""
        return tuple(v for v in self.verdicts.values() if isinstance(v, Statement))

    def retrieve(self, index: PassageIndex, question: Question, k: int) -> _Found:
        started = perf_counter()
        hits = index.search(question.text, SPARE * k)
        self.retrieving += perf_counter() - started
        self.nearest = self.nearest or hits[:RELATED]
        return _Found.among([hit.passage for hit in hits], k)

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
        statements = self.statements
        return Answer(
            id=f"ans_{secrets.token_hex(12)}",
            question=self.asked,
            statements=statements,
            missing=tuple(self.missing) if statements else (),
            related=() if statements else tuple(self.nearest),
            dropped=tuple(v for v in self.verdicts.values() if isinstance(v, Rejection)),
            writer=writer,
            degraded=None,
            index=self.index,
            timing=Timing(
                retrieve=1e3 * self.retrieving,
                write=1e3 * (total - self.retrieving - self.verifying),
                verify=1e3 * self.verifying,
                total=1e3 * total,
            ),
            note=self.note,
        )
