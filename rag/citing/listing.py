"""A list of works as a house style has it: in its order, told apart where they are alike."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from rag.citing.references import Reference, letters
from rag.citing.styles import STYLES
from rag.types import Locator

_NOWHERE = Locator(None, None)
_BY_NUMBER = frozenset({"ieee"})
_BY_YEAR = frozenset({"apa", "chicago", "harvard"})
"""Styles that tell works of the same authors and year apart by a letter behind it."""


def styled_list(works: Sequence[Reference], style: str) -> str:
    """Return the entries of a list of works, one a line.

    They are in the order of authors, years and titles, or numbered in the given order where the
    style has numbers.
    """
    make = STYLES[style]
    if style in _BY_NUMBER:
        marked = [(work, str(number)) for number, work in enumerate(works, start=1)]
    else:
        ordered = sorted(works, key=lambda work: _order(work, style))
        marked = list(_lettered(ordered)) if style in _BY_YEAR else [(each, "") for each in ordered]
    return "".join(f"{make(work, _NOWHERE, mark).reference}\n" for work, mark in marked)


def _lettered(works: Sequence[Reference]) -> Iterator[tuple[Reference, str]]:
    counted = Counter(map(_told_by, works))
    met: Counter[tuple[object, str]] = Counter()
    for work in works:
        told_by = _told_by(work)
        met[told_by] += 1
        is_alike = work.authors and counted[told_by] > 1
        yield work, letters(met[told_by]) if is_alike else ""


def _told_by(work: Reference) -> tuple[object, str]:
    return work.authors, work.year


def _order(work: Reference, style: str) -> tuple[str, str, str]:
    names = [each.without_particle() if style == "chicago" else each for each in work.authors]
    who = "\0".join(_plain(each.inverted) for each in names) or _plain(work.title)
    return who, work.date, _plain(work.title)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = (c for c in decomposed if c.isalnum() or c.isspace())
    return "".join(kept).strip()
