"""How clearly the best sentence found answers a question, told also where none is shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from index.errors import InvalidQuestionError
from index.passage_index import PassageIndex
from index.types import Hit, Passage
from rag.answering import Assistant
from rag.questions import understand
from rag.types import Question

NOTHING = -10.0
"""The confidence where no sentence was found at all: below every score."""
LAST_DEPTH = 1600


class Scored(Protocol):
    """A sentence with its score."""

    @property
    def score(self) -> float:
        """Higher where the passage with the answer was more clearly found."""

    @property
    def met(self) -> float:
        """Higher where more of what the question asks for is met."""


@runtime_checkable
class Ranker(Protocol):
    """A writer that tells the scores of the sentences it chooses from."""

    def rank(self, question: Question, passages: Sequence[Passage]) -> Sequence[Scored]:
        """Return the sentences of the passages, best first."""


@dataclass(frozen=True, slots=True)
class BestSentence:
    """The score of the best sentence of the first ``k`` passages."""

    index: PassageIndex
    writer: Ranker
    k: int

    def __call__(self, question: str, without: frozenset[str] = frozenset()) -> float:
        """Return its score as if the documents of the ids in ``without`` were not there.

        It is ``NOTHING`` if no sentence is found or nothing can be asked.
        """
        best = self._best(question, without)
        return best.score if best else NOTHING

    def scores(self, question: str) -> tuple[float, float]:
        """Return the best sentence's score and how far it meets the question, or ``NOTHING``."""
        best = self._best(question, frozenset())
        return (best.score, best.met) if best else (NOTHING, NOTHING)

    def _best(self, question: str, without: frozenset[str]) -> Scored | None:
        try:
            asked = understand(question, ())
        except InvalidQuestionError:
            return None
        passages = [hit.passage for hit in self._hits(asked.text, without)]
        return next(iter(self.writer.rank(asked, passages)), None)

    def _hits(self, text: str, without: frozenset[str]) -> list[Hit]:
        for depth in self._depths(without):
            hits = self.index.search(text, depth)
            kept = [hit for hit in hits if hit.passage.document_id not in without][: self.k]
            if len(kept) == self.k or len(hits) < depth:
                break
        return kept

    def _depths(self, without: frozenset[str]) -> Iterator[int]:
        """Yield how deep to search: on and on, if most of what was found is left out."""
        depth = self.k + 20 if without else self.k
        while depth < LAST_DEPTH:
            yield depth
            depth *= 4


def confidence_of(assistant: Assistant) -> BestSentence | None:
    """Return the confidence of an assistant whose writer tells scores; None for another."""
    if isinstance(assistant.write, Ranker):
        return BestSentence(assistant.index, assistant.write, assistant.k)
    return None
