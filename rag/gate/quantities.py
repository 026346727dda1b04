"""Second layer: every figure, date and time of a sentence stands in its quotes, at its place.

The same value elsewhere in the source is not enough: a figure is compared with the figure that
stands in the same surroundings, so two figures that changed places are noticed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import regex

from index.terms import fold
from index.types import Span
from rag.gate.alignment import Surroundings, surroundings
from rag.gate.dates import Moment, moments
from rag.gate.figures import Figure, figures

_HARMLESS = frozenset({"one", "first", "second", "zero"})
_SAME_PLACE = 3.0
"""Likeness from which two figures are taken to stand at the same place of the same thought."""
_CLEARLY = 1.75
"""By how much another figure's place must fit better before it counts as the one restated."""
_HEDGES: Sequence[tuple[str, Decimal, Decimal]] = (
    (r"more than|over|above|at least|no fewer than|upwards of", Decimal("1"), Decimal("1.25")),
    (r"less than|fewer than|under|below|almost|nearly|at most|up to", Decimal("0.8"), Decimal("1")),
    (r"about|around|roughly|approximately|some|circa|or so", Decimal("0.88"), Decimal("1.12")),
)
_HEDGE = regex.compile(
    r"\b(?:" + "|".join(f"({words})" for words, _, _ in _HEDGES) + r")(?:\s+(?:a|the))?\s*[€$£¥]?$"
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A figure or moment of a text, with what stands around it."""

    what: Figure | Moment
    place: Surroundings
    hedge: tuple[Decimal, Decimal] | None
    """Between which multiples of the figure the true one may lie, where the text says so."""


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Name the first figure, date or time of ``sentence`` that its quotes do not hold there."""
    known = [mark for quote in quotes for mark in _told(quote)]
    for mark in _said(sentence):
        rivals = [
            other
            for other in known
            if isinstance(other.what, Moment) == isinstance(mark.what, Moment)
        ]
        if reason := _against(mark, rivals):
            return reason
    return None


def _against(mark: _Mark, known: Sequence[_Mark]) -> str | None:
    agrees = _agreement(mark)
    fits = [(mark.place.likeness(other.place), agrees(other), other) for other in known]
    best = max((fit for fit, agreed, _ in fits if agreed), default=None)
    likeness, rival = max(
        ((fit, other) for fit, agreed, other in fits if not agreed),
        key=lambda pair: pair[0],
        default=(0.0, None),
    )
    same_place = rival is not None and likeness >= _SAME_PLACE
    if best is None and mark.what.shown.casefold().split()[0] in _HARMLESS and not same_place:
        return None
    if best is None and isinstance(mark.what, Moment) and _pieced_together(mark.what, known):
        return None
    if best is None or (same_place and likeness - best >= _CLEARLY):
        return _reason(mark, fits, rival if same_place else None)
    return None


def _agreement(mark: _Mark) -> Callable[[_Mark], bool]:
    """Return the test for saying the same: exact, or near where only the sentence is vague."""

    def agrees(other: _Mark) -> bool:
        if isinstance(mark.what, Moment) or isinstance(other.what, Moment):
            return isinstance(other.what, Moment) and _tells(other.what, mark.what)
        return mark.what.agrees(other.what) or _near(mark, other)

    return agrees


def _tells(source: Moment, said: object) -> bool:
    return isinstance(said, Moment) and all(
        source.parts.get(part, value if part == "half" else None) == value
        for part, value in said.parts.items()
    )


def _pieced_together(said: Moment, known: Sequence[_Mark]) -> bool:
    """Tell whether moments that all fit ``said`` hold each of its parts between them."""
    held = set[str]()
    for other in known:
        if isinstance(other.what, Moment) and not other.what.conflicts(said):
            held |= other.what.parts.keys()
    return held >= said.parts.keys() - {"half"}


def _near(mark: _Mark, other: _Mark) -> bool:
    said, told = mark.what, other.what
    if mark.hedge is None or other.hedge is not None:
        return False
    if not isinstance(said, Figure) or not isinstance(told, Figure):
        return False
    if said.unit != told.unit:
        return False
    low, high = mark.hedge
    return any(low * a <= b <= high * a for a in said.amounts for b in told.amounts)


def _reason(mark: _Mark, fits: Sequence[tuple[float, bool, _Mark]], rival: _Mark | None) -> str:
    said = mark.what
    if rival is None:
        rival = next((other for _, _, other in fits if _comparable(said, other.what)), None)
    if rival is not None and rival.what.shown.casefold() != said.shown.casefold():
        return f"the source says {rival.what.shown}, not {said.shown}"
    return f"the source does not say {said.shown}" + (" there" if rival else "")


def _comparable(said: Figure | Moment, told: Figure | Moment) -> bool:
    if isinstance(said, Figure) and isinstance(told, Figure):
        return bool(said.unit and said.unit == told.unit) or bool(said.values & told.values)
    return (
        isinstance(said, Moment)
        and isinstance(told, Moment)
        and said.parts.keys() - {"half"} == told.parts.keys() - {"half"}
    )


@lru_cache(maxsize=2_048)
def _said(text: str) -> tuple[_Mark, ...]:
    """Return the moments of a sentence, and the figures that are no part of one."""
    dates = list(moments(text))
    alone = [
        figure for figure in figures(text) if not any(map(figure.span.overlaps, _spans(dates)))
    ]
    return _marks(text, [*dates, *alone])


@lru_cache(maxsize=2_048)
def _told(text: str) -> tuple[_Mark, ...]:
    """Return all that a source can support: its moments, their figures, and years by themselves."""
    numbers = list(figures(text))
    years = [
        Moment({"year": int(figure.written)}, figure.shown, figure.span)
        for figure in numbers
        if figure.unit is None and regex.fullmatch(r"1[0-9]{3}|20[0-9]{2}", figure.written)
    ]
    return _marks(text, [*moments(text), *years, *numbers])


def _spans(found: Sequence[Figure | Moment]) -> list[Span]:
    return [what.span for what in found]


def _marks(text: str, found: Sequence[Figure | Moment]) -> tuple[_Mark, ...]:
    return tuple(
        _Mark(what, surroundings(text, what.span, _spans(found)), _hedge(text, what.span))
        for what in found
    )


def _hedge(text: str, span: Span) -> tuple[Decimal, Decimal] | None:
    found = _HEDGE.search(fold(text[max(0, span.start - 30) : span.start]).rstrip())
    if found is None:
        return None
    return next(
        (low, high) for group, (_, low, high) in enumerate(_HEDGES, start=1) if found.group(group)
    )
