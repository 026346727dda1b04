"""From an answer to what is kept of it, and back: through the gate, from the documents of now.

Nothing is kept that could not be verified again: no words of a document, no titles. Sentences that
were left out are, until a passage that they may have words of changes or goes. What a kept answer
states has passed the gate a moment before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from index.errors import NotFoundError
from index.kept_answers import (
    KeptAnswer,
    KeptStatement,
    KeptSummary,
    Loss,
    Lost,
    Place,
    digest_of,
)
from index.passage_index import PassageIndex
from index.types import Hit, Passage, Span
from rag.chatter import reply
from rag.disagreement import conflicts, disagreement
from rag.gate import LAYERS, Gate, Layer
from rag.types import (
    Answer,
    Citation,
    Draft,
    IndexState,
    Quote,
    Rejection,
    Statement,
    Status,
    Timing,
    Usage,
)

MOST_DROPPED, LONGEST_DROPPED = 50, 1_000
"""Sentences left out that are kept with an answer, and characters of each and of its reason."""
Why = Loss | Literal["unsupported"]
REASONS: Mapping[Why, str] = {
    "removed": "The source was removed.",
    "changed": "The source no longer has these words.",
    "unsupported": "Its source no longer bears it out.",
}


@dataclass(frozen=True, slots=True)
class Withheld:
    """A statement that is not shown any more, and why."""

    position: int
    """Where it stood among the statements, from 0."""
    why: Why

    @property
    def reason(self) -> str:
        """The same in words."""
        return REASONS[self.why]


@dataclass(frozen=True, slots=True)
class Recalled:
    """A kept answer as it can be shown now."""

    answer: Answer
    """Only with the statements that pass the gate now."""
    numbers: Mapping[tuple[str, Span], int]
    """Of the cited places: those under which the answer was first shown."""
    withheld: tuple[Withheld, ...]
    left_out: int
    """Sentences that the gate rejected when the answer was made; ``answer.dropped`` has those of
    them that are kept."""
    conversation: str
    kept_at: str
    """ISO 8601, UTC."""

    def number(self, citation: Citation) -> int:
        """Return the number of the citation's place."""
        return self.numbers[citation.document_id, citation.span]


def unkept(answer: Answer) -> Recalled:
    """Return an answer that was just made as one that was kept is given back."""
    numbers = {(c.document_id, c.span): n for n, c in enumerate(answer.citations, start=1)}
    return Recalled(answer, numbers, (), len(answer.dropped), "", "")


def to_keep(answer: Answer, conversation: str) -> KeptAnswer:
    """Return what is kept of an answer: its own words stay only where no document has them."""
    numbers = {(c.document_id, c.span): n for n, c in enumerate(answer.citations, start=1)}
    return KeptAnswer(
        id=answer.id,
        conversation=conversation,
        question=answer.question,
        statements=tuple(_kept(statement, numbers) for statement in answer.statements),
        related=tuple(_place_of(hit.passage) for hit in answer.related),
        facts={
            "missing": [_asked_part(part, answer.question) for part in answer.missing],
            "writer": answer.writer,
            "degraded": answer.degraded,
            "note": answer.note if _is_of_the_question(answer) else None,
            "index": asdict(answer.index),
            "timing": asdict(answer.timing),
            "usage": asdict(answer.usage),
            "left_out": len(answer.dropped),
        },
        dropped=tuple(
            (_cut(each.text), _cut(each.reason)) for each in answer.dropped[:MOST_DROPPED]
        ),
        read=tuple(_place_of(passage) for passage in answer.read),
    )


def recall(kept: KeptAnswer, index: PassageIndex, layers: Sequence[Layer] = LAYERS) -> Recalled:
    """Return a kept answer as the documents of ``index`` bear it out now."""
    facts = kept.facts
    statements: list[Statement] = []
    withheld: list[Withheld] = []
    for position, each in enumerate(kept.statements):
        found = _verified(each, index, layers)
        if isinstance(found, Statement):
            statements.append(found)
        else:
            withheld.append(Withheld(position, found))
    disagreeing = conflicts(statements)
    answer = Answer(
        id=kept.id,
        question=kept.question,
        statements=tuple(statements),
        missing=tuple(facts["missing"]),
        related=() if statements else _related(kept.related, index),
        dropped=tuple(Rejection(text, reason) for text, reason in kept.dropped),
        writer=facts["writer"],
        degraded=facts["degraded"],
        index=IndexState(**facts["index"]),
        timing=Timing(**facts["timing"]),
        note=disagreement(statements, disagreeing, index.document) if statements else facts["note"],
        usage=Usage(**facts["usage"]),
        conflicts=disagreeing,
    )
    places = [p for each in kept.statements for p in each.places if isinstance(p, Place)]
    numbers = {(place.document_id, place.span): place.n for place in places}
    left_out = facts["left_out"]
    return Recalled(answer, numbers, tuple(withheld), left_out, kept.conversation, kept.kept_at)


def status_of(summary: KeptSummary) -> Status:
    """Return how far the sources still answer what was asked."""
    if not summary.statements:
        return Status.NOT_IN_SOURCES
    return Status.PARTIAL if summary.facts["missing"] else Status.ANSWERED


def _kept(statement: Statement, numbers: Mapping[tuple[str, Span], int]) -> KeptStatement:
    is_quote = statement.text == statement.citations[0].exact
    places = tuple(
        Place(
            numbers[citation.document_id, citation.span],
            citation.document_id,
            citation.span,
            digest_of(citation.exact),
            tuple(_counted_from(citation.span.start, span) for span in citation.highlights),
        )
        for citation in statement.citations
    )
    return KeptStatement(places, is_quote, None if is_quote else statement.text)


def _place_of(passage: Passage) -> Place:
    return Place(0, passage.document_id, passage.span, digest_of(passage.text))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_DROPPED else text[: LONGEST_DROPPED - 1] + "…"


def _counted_from(origin: int, span: Span) -> Span:
    return Span(span.start - origin, span.end - origin)


def _is_of_the_question(answer: Answer) -> bool:
    """Tell whether a note only answers what was typed; any other may name documents."""
    unclear = answer.missing == (answer.question,)
    return not answer.statements and (unclear or answer.note == reply(answer.question))


def _asked_part(part: str, question: str) -> str:
    """Return what of an unanswered part the user wrote: a follow-up may hold names of an answer."""
    own = part if part in question else part.rpartition(" (")[0]
    return own if own and own in question else question


def _verified(kept: KeptStatement, index: PassageIndex, layers: Sequence[Layer]) -> Statement | Why:
    """Return the statement as the gate makes it anew, or why it is not shown."""
    passages: list[Passage] = []
    for place in kept.places:
        found = _words(place, index)
        if not isinstance(found, Passage):
            return found
        passages.append(found)
    places = [place for place in kept.places if isinstance(place, Place)]
    marked = {each.text: place.highlights for each, place in zip(passages, places, strict=True)}
    quotes = tuple(Quote(each.text, at, each.span) for at, each in enumerate(passages))
    text = passages[0].text if kept.is_quote else kept.text or ""
    gate = Gate(index.document, layers, lambda exact: marked.get(exact, ()))
    verdict = gate.verify(Draft(text, quotes), passages)
    return verdict if isinstance(verdict, Statement) else "unsupported"


def _words(place: Place | Lost, index: PassageIndex) -> Passage | Loss:
    """Return the words of a place, read anew, or what became of them."""
    if isinstance(place, Lost):
        return place.why
    try:
        document = index.document(place.document_id)
    except NotFoundError:
        return "removed"  # a moment ago
    if digest_of(place.span.of(document.text)) != place.digest:
        return "changed"
    return document.passage(place.span.start, place.span.end)


def _related(places: Sequence[Place], index: PassageIndex) -> tuple[Hit, ...]:
    """Return the passages that are still as they were; of their scores the order is left."""
    found = [_words(place, index) for place in places]
    passages = [each for each in found if isinstance(each, Passage)]
    return tuple(Hit(each, 1 / rank, 0.0) for rank, each in enumerate(passages, start=1))
