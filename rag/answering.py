"""Start reading here: a question comes in, verified statements go out.

``stream`` retrieves passages, lets the writer draft sentences from them, and lets the gate decide
which of these may be shown. ``answer`` is the fold of ``stream``: one path, two views. Where a
language model writes and fails, the writer that needs none takes its place.
"""

from collections.abc import Callable, Generator, Hashable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import partial
from threading import Event as Signal
from typing import Literal

from index.errors import GivenUpError, InputError, LanguageModelError
from index.passage_index import PassageIndex
from rag.answer_cache import AnswerCache
from rag.chatter import reply
from rag.conversation import leans_on
from rag.decisive import decisive
from rag.disagreement import conflicts, contradicted, contradicting, disagreement
from rag.gate import LAYERS, Gate, Layer
from rag.questions import parts, understand
from rag.types import (
    Answer,
    Draft,
    IndexState,
    Model,
    Question,
    Rejection,
    Statement,
    Turn,
    Writer,
    Writing,
)
from rag.unclear import unclear
from rag.work import Found, Work, again

Choice = Literal["extractive", "llm"]
"""Which writer a question wants."""


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
    model: Model | None = None
    """A language model that writes instead; ``write`` takes its place where it fails."""
    cache: AnswerCache = field(default_factory=AnswerCache)
    """Answers of the model, for as long as no document changes."""
    told: Callable[[Answer], None] = lambda _answer: None
    """Hears of each answer that was given whole."""

    def answer(
        self,
        asked: str,
        history: Sequence[Turn] = (),
        *,
        k: int | None = None,
        writer: Choice | None = None,
        given_up: Signal | None = None,
    ) -> Answer:
        """Return what the sources say to a question; no statements means that they do not say.

        ``given_up`` and what is raised: as for ``stream``, and

        Raises:
            GivenUpError: it was given up; the rest is not worked on.
        """
        with closing(self.stream(asked, history, k=k, writer=writer, given_up=given_up)) as events:
            for event in events:
                if isinstance(event, Answer):
                    return event
                if given_up and given_up.is_set():
                    raise GivenUpError
        raise AssertionError("a stream ends with the answer")

    def stream(
        self,
        asked: str,
        history: Sequence[Turn] = (),
        *,
        k: int | None = None,
        writer: Choice | None = None,
        given_up: Signal | None = None,
    ) -> Generator[Event, None, None]:
        """Yield each statement as soon as the gate lets it pass; the last event is the answer.

        What the gate rejects is yielded too, with its reason. A statement is never taken back.
        Where there is a language model it writes, unless another ``writer`` is chosen. Who does
        not want the answer any more closes the generator, or sets ``given_up`` while it is at work
        in another thread: then no model is waited for.

        Raises:
            InvalidQuestionError: there is nothing to look for.
            InputError: the language model is chosen, and there is none.
        """
        model = self.chosen(writer)
        made = (
            self._made(asked, history, k or self.k)
            if model is None
            else self._modelled_or_kept(model, asked, history, k or self.k, given_up or Signal())
        )
        with closing(made) as events:
            for event in events:
                if isinstance(event, Answer):
                    self.told(event)
                yield event

    def _modelled_or_kept(
        self, model: Model, asked: str, history: Sequence[Turn], k: int, given_up: Signal
    ) -> Generator[Event, None, None]:
        """Yield the model's answer, or the one that it gave before to the same question."""
        key = (asked, tuple(history), k, model.name, self.index.generation)
        if kept := self.cache.get(key):
            yield from kept.statements
            yield from kept.dropped
            yield again(kept)
            return
        writes = partial(model.begin, history, given_up)
        with closing(self._made(asked, history, k, writes)) as events:
            for event in events:
                if isinstance(event, Answer):
                    self._keep(key, event)
                yield event

    def chosen(self, writer: Choice | None = None) -> Model | None:
        """Return the language model that writes; None where none does.

        Raises:
            InputError: it is chosen, and there is none.
        """
        if writer == "llm" and self.model is None:
            raise InputError(
                "No language model is configured: name one with PINCITE_LLM_MODEL, "
                'leave "writer" out, or set it to "extractive".'
            )
        return None if writer == "extractive" else self.model

    def _keep(self, key: Hashable, answer: Answer) -> None:
        """Keep a good answer of the model, unless a document changed while it was made."""
        same = answer.index.generation == self.index.generation
        if same and answer.usage.prompt_tokens and answer.degraded is None:
            self.cache.put(key, answer)

    def _made(
        self,
        asked: str,
        history: Sequence[Turn],
        k: int,
        writes: Callable[[], Writing] | None = None,
    ) -> Generator[Event, None, None]:
        question = understand(asked, history)
        work = Work(asked, IndexState(self.index.generation, self.index.embedder.name))
        work.told_before = any(turn.answer for turn in history)
        work.note = reply(asked)
        if work.note is None and not leans_on(asked, history):
            work.note = work.unclear = unclear(asked, self.index)
        if writes and work.note is None:
            work.writing = writes()
        if work.unclear is not None:
            work.retrieve(self.index, question, k)  # what is nearest is shown all the same
        for part in parts(question) if work.note is None else ():
            yield Progress("retrieving")
            found = work.retrieve(self.index, part, k)
            if not (yield from self._answered(part, found, work)):
                work.missing.append(part.asked)
                work.note = work.note or (found.stated.note if found.stated else None)
        yield from self._contradicting(work)
        work.conflicts = conflicts(work.statements)
        if work.note is None:
            work.note = disagreement(work.statements, work.conflicts, self.index.document)
        yield work.finish(self.writer_name)

    def _answered(
        self, question: Question, found: Found, work: Work
    ) -> Generator[Progress | Statement | Rejection, None, bool]:
        """Yield what the model drafts, and where that is no answer, what the sources say."""
        answered = False
        if work.writing and work.failure is None:
            yield Progress("writing")
            answered = yield from self._modelled(question, found, work, work.writing)
        if answered and work.failure is None:
            return True
        yield Progress("checking sources")
        drafts = self.write(question, found.distinct)
        own = work.not_yet_cited(drafts) if answered else drafts
        return (yield from self._verified(own, question, found, work)) or answered

    def _modelled(
        self, question: Question, found: Found, work: Work, writing: Writing
    ) -> Generator[Statement | Rejection, None, bool]:
        stood, fell, answered = len(work.statements), len(work.rejections), False
        try:
            drafts = writing(question, found.distinct)
            answered = yield from self._verified(drafts, question, found, work)
            restated = writing.restate(question, found.distinct, work.rejections[fell:])
            answered |= yield from self._verified(restated, question, found, work)
        except LanguageModelError as error:
            work.failure = str(error)
        work.from_model += len(work.statements) - stood
        return answered or len(work.statements) > stood

    def _contradicting(self, work: Work) -> Iterator[Statement]:
        """Yield what another document says instead of something shown: both must be seen."""
        gate = self._gate(understand(work.asked))
        for draft in contradicting(work.statements, work.read):
            verdict = gate.verify(draft, work.read)
            if isinstance(verdict, Statement) and contradicted(verdict, work.statements):
                work.verdicts[draft] = verdict
                yield verdict

    def _gate(self, question: Question) -> Gate:
        return Gate(self.index.document, self.layers, partial(decisive, question=question.text))

    def _verified(
        self, drafts: Iterable[Draft], question: Question, found: Found, work: Work
    ) -> Generator[Statement | Rejection, None, bool]:
        """Yield the gate's verdict on each new draft; return whether any draft ever passed."""
        gate = self._gate(question)
        answered = False
        with ExitStack() as stack:
            if isinstance(drafts, Generator):  # a model stops writing when nobody listens
                stack.enter_context(closing(drafts))
            for draft in drafts:
                if draft not in work.verdicts:
                    work.verdicts[draft] = work.timed_verdict(gate, draft, found.all)
                    yield work.verdicts[draft]
                answered |= isinstance(work.verdicts[draft], Statement)
        return answered
