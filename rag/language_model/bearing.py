"""Which sentences bear on a question at all, so that a model's sentence may rest on them.

A model may say true things that nobody asked for, be it on its own or because a document told it
to. The scores that choose the sentences of an extractive answer tell that apart, with a lower bar:
a model may well see an answer where they do not.
"""

from collections.abc import Callable, Collection, Sequence

from index.types import Passage
from rag.relevance import Candidate
from rag.types import Question

LEAST = 1.0
"""The lowest ``score`` of a sentence that bears on a question; one that answers has more."""

Rank = Callable[[Question, Sequence[Passage]], Sequence[Candidate]]


def bearing_of(
    rank: Rank, least: float = LEAST
) -> Callable[[Question, Sequence[Passage]], Collection[tuple[int, int]]]:
    """Return what gives the sentences that bear on a question, by their scores."""

    def bearing(question: Question, passages: Sequence[Passage]) -> Collection[tuple[int, int]]:
        return {
            (each.passage, each.ordinal) for each in rank(question, passages) if each.score >= least
        }

    return bearing
