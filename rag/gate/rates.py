"""Third layer: per which time: 900 litres a minute are not 900 litres an hour."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

import regex

from index.terms import fold
from rag.gate.figures import figures

_RATE = regex.compile(
    r"\b(?:a|an|per|each|every)\s+(second|minute|hour|day|night|week|month|quarter|season|year)\b"
    r"|\b(hourly|daily|nightly|weekly|monthly|yearly|annually)\b|\b(annual|yearly)\s"
)
_ADVERBS = {
    "hourly": "hour", "daily": "day", "nightly": "night", "weekly": "week", "monthly": "month",
    "yearly": "year", "annually": "year", "annual": "year",
}  # fmt: skip
_NEAR = 60
"""Characters behind a figure within which its rate stands."""
_CLAUSE = regex.compile(r"[.;:!?]\s|,\s")


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Name the first figure that is told per another time than the same one in the quotes."""
    known = [rate for quote in quotes for rate in _rates(quote)]
    for value, per in _rates(sentence):
        others = {time for told, time in known if told == value}
        if others and per not in others:
            return f"the source says per {min(others)}, not per {per}"
    return None


@lru_cache(maxsize=2_048)
def _rates(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(_found(text))


def _found(text: str) -> Iterator[tuple[str, str]]:
    """Yield each figure that has a rate: its value and the time."""
    places = sorted(figures(text), key=lambda figure: figure.span)
    for figure, after in zip_longest(places, places[1:]):
        end = after.span.start if after else len(text)
        behind = fold(text[figure.span.end : min(end, figure.span.end + _NEAR)])
        clause = _CLAUSE.split(behind, maxsplit=1)[0]
        if found := _RATE.search(clause + " "):
            word = next(group for group in found.groups() if group)
            yield str(min(figure.values)), _ADVERBS.get(word, word)
