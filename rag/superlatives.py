"""Questions for the most or the least of something: "the highest", "the cheapest", "the oldest"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.terms import fold, terms
from rag.term_weights import same_family

_PRICE = "price cost fee fare charge rate preis kosten gebühr ticket"
_SIZE = "area size surface fläche größe"
_SINCE = "built opened founded established born year since launched created baujahr gegründet"
_PEOPLE = "population inhabitants residents people einwohner bevölkerung"


@dataclass(frozen=True, slots=True)
class Superlative:
    """What is to be the most or the least."""

    word: str
    """As asked: "highest"."""
    most: bool
    columns: tuple[str, ...] = ()
    """Words that name what it is measured by, where the question does not."""
    reverse: tuple[str, ...] = ()
    """Words for columns where it is the other end: the oldest has the smallest year."""


def _row(words: str, most: bool, columns: str = "", reverse: str = "") -> tuple[Superlative, ...]:
    return tuple(
        Superlative(word, most, tuple(columns.split()), tuple(reverse.split()))
        for word in words.split("|")
    )


_KNOWN: tuple[Superlative, ...] = (
    *_row("most expensive|dearest|costliest|priciest|teuerste|teuersten", True, _PRICE),
    *_row("least expensive|cheapest|billigste|günstigste|billigsten|günstigsten", False, _PRICE),
    *_row("most populous|most populated", True, _PEOPLE),
    *_row("least populous|least populated", False, _PEOPLE),
    *_row("oldest|älteste|ältesten", True, "age alter", _SINCE),
    *_row("youngest|newest|jüngste|neueste|neuesten", False, "age alter", _SINCE),
    *_row("earliest", False, _SINCE + " date"),
    *_row("latest|most recent", True, _SINCE + " date"),
    *_row("tallest", True, "height"),
    *_row("longest|längste|längsten", True, "length duration länge dauer"),
    *_row("shortest|kürzeste|kürzesten", False, "length duration height länge dauer"),
    *_row("heaviest|schwerste|schwersten", True, "weight mass gewicht"),
    *_row("lightest|leichteste", False, "weight mass gewicht"),
    *_row("fastest|quickest|schnellste", True, "speed", "time duration zeit"),
    *_row("slowest|langsamste", False, "speed", "time duration zeit"),
    *_row("deepest|tiefste", True, "depth"),
    *_row("widest|breiteste", True, "width"),
    *_row("hottest|warmest", True, "temperature"),
    *_row("coldest", False, "temperature"),
    *_row("highest|greatest|maximum|most|höchste|höchsten|meisten", True, "height"),
    *_row("largest|biggest|größte|größten", True, _SIZE),
    *_row("lowest|least|minimum|fewest|niedrigste|niedrigsten|wenigsten", False, "height"),
    *_row("smallest|kleinste|kleinsten", False, _SIZE),
)
_WORDS = re.compile(r"\b(?:" + "|".join(each.word for each in _KNOWN) + r")\b")
_NOT_ASKED = re.compile(r"\b(?:at (?:most|least)|most of(?! all)|most likely|mostly)\b")


def superlative(question: str) -> Superlative | None:
    """Return the superlative that a question asks for, if it holds just one.

    >>> superlative("Which tool is the cheapest?").most
    False
    """
    folded = fold(question)
    found = set(_WORDS.findall(folded))
    if len(found) != 1 or _NOT_ASKED.search(folded):
        return None
    (word,) = found
    return next(each for each in _KNOWN if each.word == word)


def is_named(column: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether one of the terms of a column's name is, or is akin to, one of ``words``."""
    wanted = [term for word in words for term in terms(word)]
    return any(one == other or same_family(one, other) for one in column for other in wanted)
