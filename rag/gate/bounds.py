"""What stands before a figure and bounds it: "at least" is not "at most", "about" not "exactly"."""

from collections.abc import Mapping
from decimal import Decimal

import regex

from index.terms import fold
from index.types import Span

_PHRASES: Mapping[str, str] = {
    "at least": "at least|no fewer than|no less than|not less than|not fewer than|a minimum of",
    "at most": "at most|up to|no more than|no longer than|no later than|no higher than|"
    "no larger than|no older than|not more than|never more than|a maximum of",
    "more than": "more than|over|above|upwards of|in excess of|older than|longer than|higher than",
    "less than": "less than|fewer than|under|below|younger than|shorter than|lower than",
    "nearly": "almost|nearly|not quite|close to",
    "about": "about|around|roughly|approximately|some|circa|or so",
    "exactly": "exactly|precisely|just|only",
}
_BOUND: Mapping[str, str] = {
    phrase: bound for bound, phrases in _PHRASES.items() for phrase in phrases.split("|")
}
_BEFORE = regex.compile(
    r"\b("
    + "|".join(sorted(_BOUND, key=len, reverse=True)).replace(" ", r"\s+")
    + r")(?:\s+(?:a|the))?\s*[€$£¥]?\s*$"
)
_PERIOD = regex.compile(r"\s+(?:minute|hour|day|night|week|month|season|year|decade)s?\b")
_BEHIND = regex.compile(
    r"\s*\p{L}*\s+(at most|at the most|at least|at the least|or more|or less|or fewer|maximum)\b"
)
_LEAST_WORDS = frozenset({"at least", "at the least", "or more"})
_LOOK = 32
"""Characters before a figure that may bound it."""
_FOLLOWS: Mapping[str, frozenset[str]] = {
    "": frozenset({"", "exactly", "about", "at least", "at most"}),
    "exactly": frozenset({"", "exactly", "about", "at least", "at most"}),
    "about": frozenset({"", "about", "nearly"}),
    "nearly": frozenset({"", "nearly", "about", "less than", "at most"}),
    "at least": frozenset({"at least"}),
    "at most": frozenset({"at most"}),
    "more than": frozenset({"more than", "at least"}),
    "less than": frozenset({"less than", "at most", "nearly"}),
}
"""For the bound of a source the bounds of the same figure that follow from it."""
_RANGES: Mapping[str, tuple[Decimal, Decimal]] = {
    bound: (Decimal(low), Decimal(high))
    for bound, low, high in (
        ("about", "0.88", "1.12"),
        ("nearly", "0.9", "1"),
        ("at least", "1", "1.25"),
        ("more than", "1", "1.25"),
        ("at most", "0.8", "1"),
        ("less than", "0.8", "1"),
    )
}


def bound(text: str, span: Span) -> str:
    """Return what bounds the figure at ``span``, "" if nothing does.

    >>> bound("It has no fewer than 12 doors.", Span(21, 23))
    'at least'
    """
    found = _BEFORE.search(fold(text[max(0, span.start - _LOOK) : span.start]))
    rest = fold(text[span.end : span.end + _LOOK])
    if found is None and (behind := _BEHIND.match(rest)):
        return "at least" if behind.group(1) in _LEAST_WORDS else "at most"
    if found and found.group(1) == "over" and _PERIOD.match(rest):
        return ""  # "over four weeks" may as well tell how long it took
    return _BOUND[" ".join(found.group(1).split())] if found else ""


def follows(said: str, told: str) -> bool:
    """Tell whether a figure bounded as ``said`` follows from the same one bounded as ``told``."""
    return said in _FOLLOWS[told]


def covers(said: str, value: Decimal, exact: Decimal) -> bool:
    """Tell whether "about 50" is a fair word for 48, "more than 40" for 47."""
    low, high = _RANGES.get(said, (Decimal(1), Decimal(1)))
    return said in _RANGES and value != exact and low * value <= exact <= high * value
