"""Sixth layer: the direction of a comparison: more is not less, before is not after."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from rag.gate.alignment import Alignment, align
from rag.gate.opposites import opposites
from rag.gate.polarity import reached
from rag.gate.words import Word, stem_of

_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "mis")
_UNTURNED = frozenset(
    "immigration immigrant impress improve impact import inform information indeed income increase "
    "insight install intent invest discover discount display unless unite independent include "
    "including incident indoors industry infant inner inside discuss discussion disease".split()
)
"""Words that only seem to have a prefix that turns them."""
_SHORTEST = 3
_OBJECT = 2
"""How many content words behind a word tell what it is said of."""
_REACH = 4
"""How many words around a place tell which place it is."""


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Name the first word of ``sentence`` whose opposite the source has at that place.

    Opposites of which just one is denied ("not open", "closed") say the same and pass.
    """
    both = align(sentence, quotes)
    denied, source_denied = reached(both.said), reached(both.told)
    for at, place in _opposed_places(both):
        if both.restates(at, place) and (at in denied) == (place in source_denied):
            return f"the source says “{both.told[place].shown}”, not “{both.said[at].shown}”"
    return None


def _opposed_places(both: Alignment) -> Iterator[tuple[int, int]]:
    """Yield the places of opposites that stand among the same words.

    A word that the source has too must stand in the very place of its opposite.
    """
    said, told = both.said, both.told
    index = _index(told)
    for at, word in enumerate(said):
        for place in _opposites_in(index, word):
            if word.stem not in index:
                found = _same_place(said, at, told, place) or _slot(said, at) == _slot(told, place)
            else:
                found = _displaces(both, at, place)
            if found:
                yield at, place


def _displaces(both: Alignment, at: int, place: int) -> bool:
    """Tell whether the opposite, not the word itself, stands in the source where it is said.

    Two opposites that are both said and both told may just have been named in another order.
    """
    own = both.places.get(at, place)
    if _has_its_object(both, at, place, own):
        return True
    slot, word, opposite = _slot(both.told, place), both.said[at].stem, both.told[place].stem
    if _slot(both.said, at) != slot:
        return False
    said, told = ([w.stem for w in text] for text in (both.said, both.told))
    reordered = opposite in said and said.count(word) <= told.count(word)
    pair = {word, opposite}
    elsewhere = both.shared(own) - pair < both.shared(place) - pair
    return elsewhere or (_slot(both.told, own) != slot and not reordered)


def _has_its_object(both: Alignment, at: int, place: int, own: int) -> bool:
    """Tell whether what is said of a word is told of its opposite, and something else of itself."""
    said, opposite, same = (
        _behind(text, n) for text, n in ((both.said, at), (both.told, place), (both.told, own))
    )
    shared = len(said & same)
    return len(said & opposite) > shared and (not shared or len(same) == _OBJECT)


def _behind(text: Sequence[Word], at: int) -> frozenset[str]:
    """Return the first content stems behind a place, up to the end of its part of the clause."""
    found: list[str] = []
    for word in text[at + 1 : at + 2 * _REACH]:
        if word.clause != text[at].clause or word.text in {"and", "but", "or"}:
            break
        if word.content:
            found.append(word.stem)
    return frozenset(found[:_OBJECT])


def _opposites_in(index: Mapping[str, Sequence[int]], word: Word) -> list[int]:
    stems = opposites(word.stem) | _unprefixed(word.text)
    found = {place for stem in stems for place in index.get(stem, ())}
    return sorted(found.union(index.get(f"-{word.stem}", ())))


@lru_cache(maxsize=1_024)
def _index(text: tuple[Word, ...]) -> Mapping[str, Sequence[int]]:
    """Return the places of each stem, and under "-likely" those of "unlikely"."""
    index: dict[str, list[int]] = {}
    for place, word in enumerate(text):
        for key in (word.stem, *(f"-{stem}" for stem in _unprefixed(word.text))):
            index.setdefault(key, []).append(place)
    return index


@lru_cache(maxsize=65_536)
def _unprefixed(word: str) -> frozenset[str]:
    """Return what a word may be the opposite of: "unlikely" of "likely"."""
    if word in _UNTURNED:
        return frozenset()
    rests = (word.removeprefix(prefix) for prefix in _PREFIXES if word.startswith(prefix))
    return frozenset(stem_of(rest) for rest in rests if len(rest) > _SHORTEST)


def _slot(text: Sequence[Word], at: int) -> tuple[str, ...]:
    """Return two words before a place and one behind it, those of its sentence."""
    near = [text[n] for n in (at - 2, at - 1, at + 1) if 0 <= n < len(text)]
    return tuple(word.text for word in near if word.sentence == text[at].sentence)


def _same_place(said: Sequence[Word], at: int, told: Sequence[Word], place: int) -> bool:
    """Tell whether the words around the two places have a content word in common."""
    return not _around(said, at).isdisjoint(_around(told, place))


def _around(text: Sequence[Word], at: int) -> set[str]:
    near = text[max(0, at - _REACH) : at + _REACH + 1]
    return {word.stem for word in near if word.content}
