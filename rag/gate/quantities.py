"""Second layer: every figure, date and time of a sentence stands in its quotes, at its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from index.types import Span
from rag.gate.bounds import bound, covers, follows
from rag.gate.dates import Moment, moments, widened
from rag.gate.figures import Figure, figures
from rag.gate.placement import SAME_PLACE, Place, nearest, places, restates

_HARMLESS = frozenset({"one", "first", "second", "zero"})
"""Words that are seldom meant as figures."""
_MOST_PAIRS = 40_000
"""Figures said times figures told, two hundred of each, up to which they are compared."""
_YEAR = regex.compile(r"1[0-9]{3}|20[0-9]{2}")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A figure or moment of a text, with what stands around it and what bounds it."""

    what: Figure | Moment
    place: Place
    bound: str

    @property
    def shown(self) -> str:
        return f"{self.bound} {self.what.shown}".strip()


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Name the first figure, date or time of ``sentence`` that its quotes do not hold there."""
    said = _said(sentence)
    known = [mark for quote in quotes for mark in _told(quote)] if said else []
    if len(said) * len(known) > _MOST_PAIRS:
        return "it has too many figures to be compared one by one; make it several sentences"
    for mark in said:
        same_kind = [other for other in known if type(other.what) is type(mark.what)]
        if reason := _against(mark, same_kind, said):
            return reason
    return None


def _against(mark: _Mark, known: Sequence[_Mark], said: Sequence[_Mark]) -> str | None:
    agreeing = _own(mark, known)
    same = {id(other) for other in agreeing}
    own = nearest(mark.place, agreeing)
    rivals = nearest(mark.place, [other for other in known if id(other) not in same])
    rival = max(rivals, key=lambda other: mark.place.likeness(other.place), default=None)
    at_place = rival if rival and mark.place.likeness(rival.place) >= SAME_PLACE else None
    if not own:
        return None if _excused(mark, known, at_place) else _reason(mark, at_place, rivals)
    for other in rivals:
        if all(_displaces(other, mine, mark, said) for mine in own):
            return _reason(mark, other, rivals)
    return _bounded(mark, max(own, key=lambda mine: _fit(mark.place, mine.place)))


def _fit(said: Place, told: Place) -> tuple[bool, int, float]:
    shared = len(said.clause & told.sentence)
    return said.slot is not None and said.slot == told.slot, shared, said.likeness(told)


def _own(mark: _Mark, known: Sequence[_Mark]) -> list[_Mark]:
    """Return what says the same; without a unit only if nothing has the number with one."""
    own = [other for other in known if _agree(mark, other)]
    what = mark.what
    if not isinstance(what, Figure) or what.unit is None:
        return own
    units = {
        o.what.unit for o in known if isinstance(o.what, Figure) and o.what.values & what.values
    }
    bare = units - {None, what.unit} and what.unit not in units
    return [other for other in own if _has_unit(other.what)] if bare else own


def _displaces(rival: _Mark, own: _Mark, mark: _Mark, said: Sequence[_Mark]) -> bool:
    """Tell whether the sentence should have said ``rival``; what it says elsewhere is in place."""
    if not _comparable(mark.what, rival.what) or not restates(mark.place, rival.place, own.place):
        return False
    if mark.place.slot == rival.place.slot or rival.place.sentence == own.place.sentence:
        return True
    return not any(_agree(other, rival) for other in said)


def _excused(mark: _Mark, known: Sequence[_Mark], at_place: _Mark | None) -> bool:
    if isinstance(mark.what, Moment):
        return _pieced_together(mark.what, known)
    harmless = mark.what.shown.casefold().split()[0] in _HARMLESS
    meant = mark.bound == "exactly"  # "only one" is a number, "one of the bolts" need not be
    if _has_unit(mark.what) and at_place is not None:
        return False  # "one pound" is not "one kilogram"
    return harmless and not meant and (at_place is None or _has_unit(at_place.what))


def _bounded(mark: _Mark, own: _Mark) -> str | None:
    """Say that the figure is there, but bounded in another way."""
    if isinstance(mark.what, Moment) or follows(mark.bound, own.bound) or _near(mark, own):
        return None
    return f"the source says {own.shown}, not {mark.shown}"


def _agree(said: _Mark, told: _Mark) -> bool:
    """Tell whether the two say the same, or nearly where only the sentence is vague."""
    if isinstance(said.what, Moment) and isinstance(told.what, Moment):
        return _tells(told.what, said.what)
    if isinstance(said.what, Figure) and isinstance(told.what, Figure):
        return said.what.agrees(told.what) or _near(said, told)
    return False


def _tells(source: Moment, said: Moment) -> bool:
    """Tell whether the source has each part said; it may leave the half of the day open."""
    return all(
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


def _near(said: _Mark, told: _Mark) -> bool:
    one, other = said.what, told.what
    if not isinstance(one, Figure) or not isinstance(other, Figure):
        return False
    if told.bound or (one.unit and other.unit and one.unit != other.unit):
        return False
    return any(covers(said.bound, a, b) for a in one.amounts for b in other.amounts)


def _reason(mark: _Mark, rival: _Mark | None, rivals: Sequence[_Mark]) -> str:
    said = mark.what
    if rival is None or not _comparable(said, rival.what):
        alike = (other for other in rivals if _alike(said, other.what))
        rival = max(alike, key=lambda other: _has_unit(other.what), default=rival)
    if rival is not None and rival.what.shown.casefold() != said.shown.casefold():
        return f"the source says {rival.what.shown}, not {said.shown}"
    return f"the source does not say {said.shown}" + (" there" if rival else "")


def _has_unit(what: Figure | Moment) -> bool:
    return isinstance(what, Figure) and what.unit is not None


def _comparable(said: Figure | Moment, told: Figure | Moment) -> bool:
    if isinstance(said, Figure) and isinstance(told, Figure):
        return said.unit == told.unit or said.unit is None or told.unit is None
    return isinstance(said, Moment) and isinstance(told, Moment) and said.conflicts(told)


def _alike(said: Figure | Moment, told: Figure | Moment) -> bool:
    if isinstance(said, Figure) and isinstance(told, Figure):
        return bool(said.unit and said.unit == told.unit) or bool(said.values & told.values)
    return (
        isinstance(said, Moment)
        and isinstance(told, Moment)
        and said.parts.keys() - {"half"} <= told.parts.keys()
    )


@lru_cache(maxsize=2_048)
def _said(text: str) -> tuple[_Mark, ...]:
    """Return the moments of a sentence, and the figures that are no part of one."""
    dates = list(moments(text))
    taken = {at for date in dates for at in range(date.span.start, date.span.end)}
    alone = [f for f in figures(text) if taken.isdisjoint(range(f.span.start, f.span.end))]
    return _marks(text, [*dates, *alone])


@lru_cache(maxsize=2_048)
def _told(text: str) -> tuple[_Mark, ...]:
    """Return all that a source can support: its moments, their figures, and years by themselves."""
    numbers = list(figures(text))
    years = [
        Moment({"year": int(figure.written)}, figure.shown, figure.span)
        for figure in numbers
        if figure.unit is None and _YEAR.fullmatch(figure.written)
    ]
    return _marks(text, [*map(widened, (*moments(text), *years)), *numbers])


def _marks(text: str, found: Sequence[Figure | Moment]) -> tuple[_Mark, ...]:
    spans = [Span(what.span.start, what.span.start + len(what.shown)) for what in found]
    around = places(text, spans, [figure.span for figure in figures(text)])
    return tuple(
        _Mark(what, place, bound(text, what.span))
        for what, place in zip(found, around, strict=True)
    )
