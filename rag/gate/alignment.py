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

    clauses: Mapping[int, frozenset[str]]
    """The content stems of each clause said."""
    steps: Mapping[int, frozenset[str]]
    """The content stems of each sentence said."""
    sentences: Mapping[int, frozenset[str]]
    """The content stems of each sentence told."""

    @property
    def whole(self) -> frozenset[str]:
        """The content stems of all that is said."""
        return frozenset().union(*self.clauses.values())

    def shared(self, place: int) -> frozenset[str]:
        """Return the content stems said that the sentence of the source at ``place`` has."""
        return self.whole & self.sentences[self.told[place].sentence]

    def restates(self, at: int, place: int, least: float = 0.5) -> bool:
        """Tell whether the clause or sentence at ``at`` restates the source's one at ``place``.

        It does if that has at least the share ``least`` of its words.
        """
        held = self.sentences[self.told[place].sentence]
        word = self.said[at]
        clause = self.clauses[word.clause]
        said = [self.whole, self.steps[word.sentence], *([clause] if len(clause) > 1 else [])]
        return any(len(stems & held) >= least * len(stems) for stems in said)


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
    places: dict[int, int] = {}
    both = Alignment(
        said,
        told,
        places,
        clauses=stems_by(said, "clause"),
        steps=stems_by(said, "sentence"),
        sentences=_with_antecedents(told),
    )
    for at, word in enumerate(said):
        among = candidates.get(word.stem, []) if word.content else []
        if among:
            places[at] = _best(both, at, among[:_MOST_PLACES])
    return both


PRONOUNS = frozenset("it they he she this these those its their his her".split())


def _with_antecedents(told: Sequence[Word]) -> dict[int, frozenset[str]]:
    """Return the content stems of each sentence; one about "it" has those of the one before too."""
    stems = stems_by(told, "sentence")
    firsts: dict[int, str] = {}
    for word in told:
        firsts.setdefault(word.sentence, word.text)
    return {
        number: own | stems.get(number - 1, frozenset()) if firsts[number] in PRONOUNS else own
        for number, own in stems.items()
    }


def _best(both: Alignment, at: int, places: Sequence[int]) -> int:
    if len(places) == 1:
        return places[0]
    clause, whole = both.clauses[both.said[at].clause], both.whole

    def score(place: int) -> tuple[float, int]:
        held = both.sentences[both.told[place].sentence]
        alike = _company(both.said, at, both.told, place)
        return 2.0 * len(clause & held) + len(whole & held) + alike, -place

    return max(places, key=score)


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
