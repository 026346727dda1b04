"""What comes together while one question is answered."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from index.passage_index import PassageIndex
from index.terms import fold
from index.types import Hit, Passage
from rag.gate import Gate
from rag.stated import Stated, stated
from rag.tables import Tables
from rag.types import (
    Answer,
    Conflict,
    Draft,
    IndexState,
    Question,
    Rejection,
    Statement,
    Timing,
    Usage,
    Writing,
)

RELATED = 3
"""Passages shown beside a refusal."""
SPARE = 2
"""How many times as many passages are retrieved as are read, since some may be copies."""
_OWN_SENTENCES = "This answer is made of the sources' own sentences instead."
_STANDS = "What it had written before that was checked and stands."


@dataclass(frozen=True, slots=True)
class Found:
    """Retrieved passages: those that differ, and behind them the copies of one of these."""

    distinct: list[Passage]
    copies: list[Passage]
    rows: Sequence[Passage] = ()
    """Rows and bylines that answer and stand in none of the others."""
    stated: Stated | None = None
    """What a document is listed with, where that is asked for."""

    @classmethod
    def among(cls, passages: Sequence[Passage], k: int) -> "Found":
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
        """The passages that differ, then what else is known: a writer's numbers stay right."""
        return [*self.distinct, *self.copies, *self.rows]


@dataclass(slots=True)
class Work:
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
    read: list[Passage] = field(default_factory=list)
    """Every passage that an answer could be made of, in order."""
    told_before: bool = False
    """Whether the writer knew earlier answers, and so words of other passages too."""
    conflicts: tuple[Conflict, ...] = ()
    unclear: str | None = None
    """What was told of a question that asks for nothing that can be looked up."""
    writing: Writing | None = None
    """The language model at work, where one writes."""
    failure: str | None = None
    """How the model failed."""
    from_model: int = 0
    """How many statements are the model's."""

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the gate let pass, in order."""
        return tuple(v for v in self.verdicts.values() if isinstance(v, Statement))

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        """What the gate did not let pass, in order."""
        return tuple(v for v in self.verdicts.values() if isinstance(v, Rejection))

    def retrieve(self, index: PassageIndex, question: Question, k: int) -> Found:
        """Return the passages that are nearest to a question."""
        started = perf_counter()
        hits = index.search(question.text, SPARE * k)
        self.retrieving += perf_counter() - started
        self.nearest = self.nearest or hits[:RELATED]
        found = Found.among([hit.passage for hit in hits], k)
        tables = Tables.of(question.text, found.distinct, index.document)
        own = stated(question.text, found.distinct, index.document)
        rows = [*tables.passages(found.distinct), *(own.passages() if own else ())]
        self.read += [each for each in found.distinct if each not in self.read]
        return replace(found, rows=rows, stated=own)

    def timed_verdict(
        self, gate: Gate, draft: Draft, passages: Sequence[Passage]
    ) -> Statement | Rejection:
        """Return what the gate says, and count its time."""
        started = perf_counter()
        verdict = gate.verify(draft, passages)
        self.verifying += perf_counter() - started
        return verdict

    def not_yet_cited(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        """Leave out the drafts whose words a statement cites already."""
        cited = {citation.span for each in self.statements for citation in each.citations}
        for draft in drafts:
            if not all(quote.span in cited for quote in draft.quotes):
                yield draft

    def finish(self, writer: str) -> Answer:
        """Return the answer; parts are missing only where something else was answered."""
        total = perf_counter() - self.started
        statements = self.statements
        return Answer(
            id=new_id(),
            question=self.asked,
            statements=statements,
            missing=self._missing(),
            related=() if statements else tuple(self.nearest),
            dropped=self.rejections,
            writer=self._writer(writer),
            degraded=self._degraded(),
            index=self.index,
            timing=Timing(
                retrieve=1e3 * self.retrieving,
                write=1e3 * (total - self.retrieving - self.verifying),
                verify=1e3 * self.verifying,
                total=1e3 * total,
            ),
            note=self.note,
            usage=self.writing.usage if self.writing else Usage(),
            conflicts=self.conflicts,
            read=tuple(self.read) if self.rejections and not self.told_before else (),
        )

    def _missing(self) -> tuple[str, ...]:
        if self.unclear is not None:
            return (self.asked,)
        return tuple(self.missing) if self.statements else ()

    def _writer(self, writer: str) -> str:
        refused = not self.statements and self.failure is None
        return self.writing.name if self.writing and (self.from_model or refused) else writer

    def _degraded(self) -> str | None:
        own = len(self.statements) - self.from_model
        if self.failure is not None:
            rest = _STANDS if self.from_model else _OWN_SENTENCES if own else ""
            return f"{self.failure} {rest}".strip()
        if self.writing and own and not self.from_model:
            return (
                f"The language model {self.writing.name} wrote nothing that the sources bear out. "
                f"{_OWN_SENTENCES}"
            )
        return None


def again(answer: Answer) -> Answer:
    """Return an answer that was kept as one that is given now, at no cost."""
    return replace(answer, id=new_id(), timing=Timing(), usage=Usage(cached=True))


def new_id() -> str:
    """Return an id that no other answer has."""
    return f"ans_{secrets.token_hex(12)}"
