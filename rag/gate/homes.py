"""Which sentence of the quotes a sentence restates, for the rules that only checking applies."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.gate.words import Word, joined, words

_LEAST = 0.34
"""The share of the content words of a sentence that its home must have."""


@dataclass(frozen=True, slots=True)
class Home:
    """A sentence beside the one of its quotes that has most of its content words."""

    said: tuple[Word, ...]
    told: tuple[Word, ...]
    """The words of that one sentence."""
    shared: frozenset[str]
    """The content stems of both."""

    def share_in(self, part: Sequence[Word]) -> float:
        """Return which share of the shared stems stands in a part of the home."""
        return len(self.shared & stems(part)) / len(self.shared)


def stems(part: Sequence[Word]) -> frozenset[str]:
    """Return the content stems of a part of a text."""
    return frozenset(word.stem for word in part if word.content)


def home(sentence: str, quotes: Sequence[str]) -> Home | None:
    """Return what ``sentence`` restates, the first of several; None if nothing is near enough."""
    said = words(sentence)
    wanted = stems(said)
    sentences: dict[int, list[Word]] = {}
    for word in joined(quotes):
        sentences.setdefault(word.sentence, []).append(word)
    best = max(sentences.values(), key=lambda each: len(wanted & stems(each)), default=[])
    shared = wanted & stems(best)
    if not shared or len(shared) < _LEAST * len(wanted):
        return None
    return Home(said, tuple(best), shared)
