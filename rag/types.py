"""The nouns of answering: drafts, citations, statements, answers.

A ``Statement`` is made only by ``rag.gate`` and never without citations, so no code path can show
an unsupported sentence. An answer without statements means "not in the sources": a value, not an
error.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from threading import Event
from typing import Protocol
from urllib.parse import quote

from index.boxes import Box
from index.names import DEFAULT
from index.types import Hit, Passage, Span
from rag.attribution import attributed


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation, with the answer's text if there was one."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What the user asks: ``text`` stands by itself, follow-ups already resolved."""

    text: str
    asked: str
    """The user's own words."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a draft claims to rest on.

    ``passage`` counts from 0 in the passages that the writer was given. A writer that does not
    know the place leaves ``passage`` or ``span`` out, and the gate looks for the words.
    """

    text: str
    passage: int | None = None
    span: Span | None = None
    """The place in the document's code points."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One unverified sentence from a writer."""

    text: str
    quotes: tuple[Quote, ...]


Writer = Callable[[Question, Sequence[Passage]], Iterable[Draft]]
"""Write an answer to a question, sentence by sentence, from passages alone."""


@dataclass(frozen=True, slots=True)
class PlaceOnPage:
    """A rectangle on a page that holds words of the quote, and the size of that page."""

    box: Box
    width: float
    """Of the page as shown, in points."""
    height: float


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a reader finds the quote: section heading, paragraph in it (from 1), page."""

    section: str | None
    paragraph: int | None
    page: int | None = None
    """The page that its first word stands on, from 1."""
    boxes: tuple[PlaceOnPage, ...] = ()
    """Where its words stand, one for each line; for formats with pages."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Exact words of a stored document: ``document.text[span.start:span.end] == exact``."""

    document_id: str
    title: str
    source: str
    exact: str
    prefix: str
    suffix: str
    span: Span
    locator: Locator
    copies: int = 1
    """How many of the documents found have these very words, this one among them."""
    highlights: tuple[Span, ...] = ()
    """The decisive words inside ``span``: those that hold what the question asks for."""
    collection: str = DEFAULT
    """The collection that the document is stored in."""

    @property
    def url(self) -> str:
        """The address of the document's page, at the quote, relative to the server."""
        return place_url(self.document_id, self.span, self.collection)


def place_url(document_id: str, span: Span, collection: str = DEFAULT) -> str:
    """Return the address of a document's page, at ``span``, relative to the server."""
    query = "" if collection == DEFAULT else f"collection={quote(collection, safe='')}&"
    return f"/d/{document_id}?{query}c={span.start}-{span.end}"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that the gate let pass, with the words that support it."""

    text: str
    citations: tuple[Citation, ...]

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("a statement without citations cannot exist")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements of an answer, counted from 0, that cannot both be true."""

    one: int
    other: int


@dataclass(frozen=True, slots=True)
class Rejection:
    """A sentence that the gate did not let pass, and why, in words a reader understands."""

    text: str
    reason: str


class Status(StrEnum):
    """How far the sources answer the question."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_IN_SOURCES = "not_in_sources"


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds spent in each step of an answer."""

    retrieve: float = 0.0
    write: float = 0.0
    verify: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer cost at a language model: nothing where none was asked.

    Tokens are those that the endpoint counted, or an estimate where it tells none.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached: bool = False
    """Whether the same question was answered before from the same documents."""


class Writing(Protocol):
    """A language model at work on one answer: a ``Writer`` that can be told what failed."""

    @property
    def name(self) -> str:
        """The model's name."""
        ...

    @property
    def usage(self) -> Usage:
        """What it has cost so far."""
        ...

    def __call__(self, question: Question, passages: Sequence[Passage]) -> Iterable[Draft]:
        """Draft an answer; raises LanguageModelError where the model fails."""
        ...

    def restate(
        self, question: Question, passages: Sequence[Passage], rejected: Sequence[Rejection]
    ) -> Iterable[Draft]:
        """Draft the rejected sentences anew, once in an answer; nothing if that is not wanted."""
        ...


class Model(Protocol):
    """A language model that can write answers."""

    @property
    def name(self) -> str:
        """The model's name, as the answer tells it."""
        ...

    def begin(self, history: Sequence[Turn], given_up: Event) -> Writing:
        """Begin one answer; its time runs from now, and ends early once it is given up."""
        ...


@dataclass(frozen=True, slots=True)
class IndexState:
    """Which state of the store an answer was made from."""

    generation: int
    embedder: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with what the sources say to it."""

    id: str
    question: str
    statements: tuple[Statement, ...]
    missing: tuple[str, ...]
    """The parts of the question that the sources do not answer."""
    related: tuple[Hit, ...]
    """The nearest passages, shown when nothing answers; not an answer."""
    dropped: tuple[Rejection, ...]
    writer: str
    degraded: str | None
    index: IndexState
    timing: Timing
    note: str | None = None
    """What the reader should know beside the answer: sources disagree, or nothing was asked."""
    usage: Usage = Usage()
    conflicts: tuple[Conflict, ...] = ()
    """The statements in which its sources do not agree."""
    read: tuple[Passage, ...] = ()
    """All that the dropped sentences can have words of; empty where that is not known."""

    @property
    def status(self) -> Status:
        """Return whether the question is answered, answered in part, or not at all."""
        if not self.statements:
            return Status.NOT_IN_SOURCES
        return Status.PARTIAL if self.missing else Status.ANSWERED

    @property
    def text(self) -> str:
        """The statements as one paragraph, first-person words as their author's."""
        return " ".join(attributed(statement.text) for statement in self.statements)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The distinct cited places in order of first use: the n-th (from 1) is number n."""
        places: dict[tuple[str, Span], Citation] = {}
        for statement in self.statements:
            for citation in statement.citations:
                places.setdefault((citation.document_id, citation.span), citation)
        return tuple(places.values())
