"""Which words of a sentence stand for which words of its quotes.

The layers compare a sentence with the part of the source that it restates, not with everything
the source happens to hold: a denied verb with the same verb in the same surroundings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.gate.words import Word, joined, stems_by, words

_WINDOW = 3
_MOST_PLACES = 40
"""A word that the source holds more often than this is compared with its first places only."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """A sentence beside the words of its quotes."""

    said: tuple[Word, ...]
    told: tuple[Word, ...]
    places: Mapping[int, int]
    """For a place in ``said`` that of the same content word in ``told``, if it has it."""

    def shared(self, place: int) -> frozenset[str]:
        """Return the content stems said that the sentence of the source at ``place`` has."""
        number = self.told[place].sentence
        held = {word.stem for word in self.told if word.sentence == number and word.content}
        return frozenset(word.stem for word in self.said if word.stem in held)


def align(sentence: str, quotes: Sequence[str]) -> Alignment:
    """Return the words of both with the place in the source of each content word it shares.

    Where the source has a word more than once, the place wins whose sentence holds the most words
    of the clause, then the one with the most words of the surroundings, then the first.
    """
    return _align(sentence, tuple(quotes))


@lru_cache(maxsize=1_024)
def _align(sentence: str, quotes: tuple[str, ...]) -> Alignment:
    said, told = words(sentence), joined(quotes)
    candidates: dict[str, list[int]] = {}
    for place, word in enumerate(told):
        if word.content:
            candidates.setdefault(word.stem, []).append(place)
    shared = _Shared(said, told)
    places: dict[int, int] = {}
    for at, word in enumerate(said):
        among = candidates.get(word.stem, []) if word.content else []
        if among:
            places[at] = shared.best(at, among[:_MOST_PLACES])
    return Alignment(said, told, places)


class _Shared:
    """Scores how far a place of the source is the one that a word of the sentence restates."""

    def __init__(self, said: Sequence[Word], told: Sequence[Word]) -> None:
        self.said, self.told = said, told
        self.sentences = stems_by(told, "sentence")
        self.clauses = stems_by(said, "clause")
        self.whole = frozenset[str]().union(*self.clauses.values()) if self.clauses else frozenset()

    def best(self, at: int, places: Sequence[int]) -> int:
        if len(places) == 1:
            return places[0]
        return max(places, key=lambda place: (self.score(at, place), -place))

    def score(self, at: int, place: int) -> float:
        held = self.sentences[self.told[place].sentence]
        clause = self.clauses[self.said[at].clause]
        return (
            2.0 * len(clause & held)
            + 1.0 * len(self.whole & held)
            + _company(self.said, at, self.told, place)
        )


def _company(said: Sequence[Word], at: int, told: Sequence[Word], place: int) -> float:
    """Score how alike the surroundings of two words are; the nearer the more."""
    score = 0.0
    around = {word.stem for word in told[max(0, place - _WINDOW) : place + _WINDOW + 1]}
    for step in range(-_WINDOW, _WINDOW + 1):
        if step == 0 or not 0 <= at + step < len(said):
            continue
        near = said[at + step]
        weight = (1.0 if near.content else 0.25) / abs(step)
        same = 0 <= place + step < len(told) and told[place + step].stem == near.stem
        score += 2 * weight if same else weight * (near.stem in around)
    return score
