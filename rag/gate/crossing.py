"""Used in checking alone: what belongs together in the source is not paired anew.

"A praised the motors and B the heating" does not say that A praised the heating.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise, permutations

from rag.gate.parts import Part, parts

_COVERED = 0.7
"""The share of the words of one or two parts that those of the source must have."""
_ALIKE = 0.6
"""The share from which on two parts seem to be about the same."""
_CONTRASTS = frozenset("but while whereas though although aber sondern während mais pero".split())
_MOST = 40
"""Parts of the quotes that are looked at."""
_LEAST = 2
"""Words beside its names that a part must share with another to be the same."""


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Say what the sentence puts together that its quotes keep apart, or None."""
    said, told = parts((sentence,)), parts(tuple(quotes))
    return _exchanged(said, told) or _mispaired(said, told) or _of_another(said, told, sure=True)


def suspicion(sentence: str, quotes: Sequence[str]) -> str | None:
    """Say what seems to be put together that the quotes keep apart, or None."""
    said, told = parts((sentence,)), parts(tuple(quotes))
    return _of_another(said, told, sure=False) or _contrasted(said, told)


def _exchanged(said: Sequence[Part], told: Sequence[Part]) -> str | None:
    """Find two parts that each have words of both of two parts of one sentence of the source."""
    siblings = [
        (mine, theirs, first.stems | second.stems)
        for first, second in _siblings(told)
        if (mine := first.stems - second.stems) and (theirs := second.stems - first.stems)
    ]
    for one, other in pairwise(said):
        for mine, theirs, every in siblings:
            pieces = [part.stems & each for part in (one, other) for each in (mine, theirs)]
            together = one.stems | other.stems
            known = together & every
            if all(pieces) and len(known) >= _COVERED * len(together) and not _kept(pieces):
                return f"the source has {_shown(one, pieces[0])} and {_shown(one, pieces[1])} apart"
    return None


def _kept(pieces: Sequence[frozenset[str]]) -> bool:
    """Tell whether one part said is mostly of one part told and the other of the other."""
    a, b, c, d = map(len, pieces)
    return (a >= 3 * b and d >= 3 * c) or (b >= 3 * a and c >= 3 * d)


def _mispaired(said: Sequence[Part], told: Sequence[Part]) -> str | None:
    """Find a name or figure beside one that the source puts into the part next to its own."""
    siblings = list(_siblings(told))
    for part in said:
        marks = part.names | part.figures
        if len(marks) < 2 or any(marks <= each.names | each.figures for each in told):
            continue
        for first, second in siblings:
            for one, other in _apart(part, first, second):
                if _rivals(part, first, other) and _rivals(part, second, one):
                    return f"the source has {_shown(part, {one})} and {_shown(part, {other})} apart"
    return None


def _of_another(said: Sequence[Part], told: Sequence[Part], *, sure: bool) -> str | None:
    """Find a part that the source tells of another name, and of none that is said with it."""
    for part in said:
        rest = part.frame
        if not part.names or len(rest) < _LEAST:
            continue
        shares = [(len(rest & each.stems), each) for each in told]
        most = max((share for share, _ in shares), default=0)
        best = [each for share, each in shares if share == most]
        if most < max(_LEAST, _ALIKE * len(rest)) or len(best) > 1 or not best[0].names:
            continue
        elsewhere = any(part.names <= each.stems for each in told if each is not best[0])
        if elsewhere and part.names.isdisjoint(best[0].stems):
            if not sure:
                return f"the source has {_shown(best[0], best[0].names)} where this has another"
            around = {
                stem for each in told if each.sentence == best[0].sentence for stem in each.stems
            }
            if most > _LEAST and most >= _COVERED * len(rest) and part.names.isdisjoint(around):
                return f"the source says {_shown(best[0], best[0].names)} there"
    return None


def _contrasted(said: Sequence[Part], told: Sequence[Part]) -> str | None:
    """Find a part that mixes two that the source contrasts: "lets gas pass but stops dust"."""
    for first, second in pairwise(told):
        if first.sentence != second.sentence or second.words[0].text not in _CONTRASTS:
            continue
        mine = first.stems - second.stems - first.figures
        theirs = second.stems - first.stems - second.figures
        for part in said:
            one, other = part.stems & mine, part.stems & theirs
            if one and other and len(one | other) >= _ALIKE * len(part.stems):
                return f"the source contrasts {_shown(part, one)} with {_shown(part, other)}"
    return None


def _apart(part: Part, first: Part, second: Part) -> Iterator[tuple[str, str]]:
    """Yield pairs of marks of ``part`` of which each part told has one and not the other."""
    marks = sorted(part.names | part.figures)
    for one, other in permutations(marks, 2):
        if one in first.stems - second.stems and other in second.stems - first.stems:
            yield one, other


def _rivals(part: Part, told: Part, mark: str) -> bool:
    """Tell whether ``told`` has something of the kind of ``mark`` that ``part`` does not have."""
    others = (told.figures if mark[0].isdigit() else told.names) - part.stems
    return any(_is_year(other) == _is_year(mark) for other in others)


def _is_year(stem: str) -> bool:
    return len(stem) == 4 and stem.isdigit() and stem[0] in "12"


def _siblings(told: Sequence[Part]) -> Iterator[tuple[Part, Part]]:
    """Yield parts side by side in a sentence, and those that say the same of other things."""
    for first, second in permutations(told[:_MOST], 2):
        beside = abs(first.place - second.place) == 1 and first.sentence == second.sentence
        if beside or (first.frame and first.frame == second.frame):
            yield first, second


def _shown(part: Part, stems: frozenset[str] | set[str]) -> str:
    return " ".join(f"“{word.shown}”" for word in part.words if word.stem in stems)
