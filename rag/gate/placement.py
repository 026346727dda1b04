"""Where in a text a figure or a name stands, and which place of the source that is.

The same value elsewhere in the source is not enough: what a sentence says is compared with what
stands in the source among the same words, so two figures that changed places are noticed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import takewhile
from typing import Protocol, TypeVar

from index.types import Span
from rag.gate.words import Word, stems_by, words

_NONE = frozenset[str]()
_REACH = 4
_TRAIL = 6
_FEW = 24
"""How many content words on each side tell the place."""
SAME_PLACE = 3.0
"""Likeness from which two places are taken to be the same one of the same thought."""
_CLEARLY = 1.75
"""By how much another place must fit better before it counts as the one restated."""
_LONGER = 2
"""By how many words before it another place must be more alike to count without a content word."""
_MAYBE = 1.5
"""Likeness without which a place is not the one restated, whatever its sentence says."""


@dataclass(frozen=True, slots=True)
class Place:
    """The words around a place, nearest first, figures written as ``#``."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    previous: str
    next: str
    trail: tuple[str, ...]
    """The stems before it, nearest first, figures too."""
    clause: frozenset[str]
    """The content stems of its clause, its own and those of figures left out."""
    sentence: frozenset[str]
    """The same of its sentence."""

    def run(self, other: "Place") -> int:
        """Count the words before both places that are the same, figures included."""
        same = takewhile(
            lambda pair: pair[0] == pair[1], zip(self.trail, other.trail, strict=False)
        )
        return sum(1 for _ in same)

    @property
    def slot(self) -> tuple[str, ...] | None:
        """The nearest words on both sides, and the nearest that say something; None if none do."""
        heads = (*self.before[:1], "|", *self.after[:1])
        return (self.previous, *heads, self.next) if {*heads} - {"#", "|"} else None

    def likeness(self, other: "Place") -> float:
        """Score from 0 (nothing in common) to about 12 how far two places are the same one."""
        score = 3.0 * _same_head(self.after, other.after)
        score += 2.0 * _same_head(self.before, other.before)
        score += 1.0 * (self.next == other.next != "")
        score += 1.0 * (self.previous == other.previous != "")
        score += 0.5 * len({*self.after[1:]} & {*other.after[1:]})
        score += 0.5 * len({*self.before[1:]} & {*other.before[1:]})
        here, there = {*self.before, *self.after}, {*other.before, *other.after}
        return score + 0.25 * len(here & there - {"#"})


def _same_head(one: Sequence[str], other: Sequence[str]) -> bool:
    return bool(one and other and one[0] == other[0] != "#")


def restates(said: Place, rival: Place, own: Place) -> bool:
    """Tell whether ``rival``, not ``own``, is the place of the source that ``said`` restates.

    It is if the nearest words on both sides are those said, and those around ``own`` are not;
    else if its sentence holds all the words said that the sentence of ``own`` holds, and more of
    them; if the sentences tell nothing, if its surroundings are clearly more alike.
    """
    if (said.slot == rival.slot) != (said.slot == own.slot) and said.slot is not None:
        return said.slot == rival.slot
    likeness = said.likeness(rival)
    for words_said in (said.clause, said.sentence):
        by_rival, by_own = words_said & rival.sentence, words_said & own.sentence
        if by_own < by_rival:
            return likeness >= _MAYBE and 2 * len(by_rival) >= len(words_said)
        if by_own != by_rival:
            return False
    runs = said.run(rival) - said.run(own)
    if runs >= _LONGER or said.slot == rival.slot == own.slot:
        return runs > 0
    return likeness >= SAME_PLACE and likeness - said.likeness(own) >= _CLEARLY


def places(text: str, spans: Sequence[Span], hidden: Iterable[Span]) -> list[Place]:
    """Return what stands around each span of ``text``; words in ``hidden`` are figures."""
    found = words(text)
    starts = [word.span.start for word in found]
    numbers = [word.sentence for word in found]
    figures = {
        at
        for span in hidden
        for at in range(bisect_left(starts, span.start), bisect_left(starts, span.end))
    }
    shown = [word for at, word in enumerate(found) if at not in figures]
    clauses, sentences = stems_by(shown, "clause"), stems_by(shown, "sentence")
    names = ["#" if at in figures else word.stem for at, word in enumerate(found)]
    content = [at for at, word in enumerate(found) if word.content]
    clauses_without, sentences_without = _Without(clauses), _Without(sentences)
    made = []
    for span in spans:
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        home = found[first] if first < len(found) else None
        low, high = _bounds(numbers, home)
        own = {word.stem for word in found[first:last]}
        made.append(
            Place(
                before=tuple(names[at] for at in _last(content, low, first)),
                after=tuple(names[at] for at in _first(content, last, high)),
                previous=names[first - 1] if first > low else "",
                next=names[last] if last < high else "",
                trail=tuple(word.stem for word in found[max(low, first - _TRAIL) : first][::-1]),
                clause=clauses_without(home.clause if home else None, own),
                sentence=sentences_without(home.sentence if home else None, own),
            )
        )
    return made


class Placed(Protocol):
    """What has a place."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        ...


Item = TypeVar("Item", bound=Placed)


def nearest(place: Place, items: Sequence[Item]) -> Sequence[Item]:
    """Return the few items whose places may be the one that ``place`` restates."""

    def fit(item: Item) -> tuple[bool, int]:
        return item.place.slot == place.slot, len(item.place.sentence & place.sentence)

    return items if len(items) <= _FEW else nlargest(_FEW, items, key=fit)


def _bounds(numbers: Sequence[int], home: Word | None) -> tuple[int, int]:
    """Return where the sentence of a word begins and ends, by the sentence of each word."""
    if home is None:
        return 0, len(numbers)
    return bisect_left(numbers, home.sentence), bisect_right(numbers, home.sentence)


def _last(content: Sequence[int], low: int, high: int) -> Sequence[int]:
    """Return the last few of these numbers from ``low`` to ``high``, the highest first."""
    first, last = bisect_left(content, low), bisect_left(content, high)
    return content[max(first, last - _REACH) : last][::-1]


def _first(content: Sequence[int], low: int, high: int) -> Sequence[int]:
    first, last = bisect_left(content, low), bisect_left(content, high)
    return content[first : min(last, first + _REACH)]


class _Without:
    """Gives the stems of a part of a text but some: the same set wherever those are the same."""

    def __init__(self, parts: Mapping[int, frozenset[str]]) -> None:
        self._parts = parts
        self._made: dict[tuple[int | None, frozenset[str]], frozenset[str]] = {}

    def __call__(self, part: int | None, stems: set[str]) -> frozenset[str]:
        whole = self._parts.get(part, _NONE) if part is not None else _NONE
        key = part, whole & stems
        if key not in self._made:
            self._made[key] = whole - stems
        return self._made[key]
