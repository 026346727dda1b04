"""Fifth layer: a sentence claims of no more than its source: "all" is not "many"."""

from collections.abc import Mapping, Sequence

from rag.gate.alignment import Alignment, align
from rag.gate.words import Word

_GROUPS: Sequence[str] = (
    "no none nobody neither never kein keine keinen aucun aucune jamais nie",
    "few little rarely seldom hardly scarcely wenige selten peu rarement",
    "some certain several sometimes occasionally partly various any einige manche manchmal "
    "quelques certains certaines plusieurs parfois",
    "many numerous often frequently much viele oft häufig nombreux souvent beaucoup",
    "most mostly majority usually generally mainly largely meisten meist plupart",
    "all every each always entire entirely completely everyone everything everybody whole both "
    "anyone anybody anything alle alles jeder jede jedes jeden sämtliche gesamte gesamten immer "
    "jederzeit tous toutes toute chaque totalité toujours todos todas siempre",
)
"""From none to all; in one line words that say about the same."""
_RANK: Mapping[str, int] = {
    word: rank for rank, group in enumerate(_GROUPS) for word in group.split()
}
_NONE, _FEW, _SOME, _MANY, _MOST, _ALL = range(len(_GROUPS))
_A_FEW = frozenset("a quite first last next past these those every".split())
_SWEEPING = frozenset(
    "all every always everyone everything everybody entire entirely most few rarely never "
    "alle jeder sämtliche gesamte gesamten immer jederzeit meisten tous toutes totalité toujours "
    "plupart todos todas siempre".split()
)
"""Words that the source must hold in some form wherever they stand."""
_REACH = 4
"""How many words behind a quantifier the word may stand that it belongs to."""


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Say which quantifier of ``sentence`` does not follow from that of its quotes, or None.

    Quantifiers are compared where they stand before the same word in both.
    """
    both = align(sentence, quotes)
    for at, word in enumerate(both.said):
        rank = rank_at(both.said, at)
        if rank is None:
            continue
        places = _rivals(both, at)
        told = [known for place in places if (known := rank_at(both.told, place)) is not None]
        if places and not any(_follows(rank, known) for known in told):
            if both.restates(at, places[0]):
                return f"the source says “{both.told[places[0]].shown}”, not “{word.shown}”"
        elif not places and word.text in _SWEEPING and not _told(both.told, rank):
            return f"the source does not say “{word.shown}”"
    return None


def rank_at(text: Sequence[Word], at: int) -> int | None:
    """Return how much the quantifier at ``at`` takes in; None if it is none.

    "a few" is some, "at most" and "no more" are bounds of figures, "not all" is some.
    """
    word, before = text[at].text, text[at - 1].text if at else ""
    following = text[at + 1].text if at + 1 < len(text) else ""
    if word in {"few", "little"} and before in _A_FEW:
        return _SOME
    if (before in {"at", "after"} and word == "all") or (before == "the" and word == "most"):
        return None
    if before == "at" and word == "most":
        return None
    if word in {"no", "any"} and following in {"more", "less", "fewer", "longer", "doubt", "other"}:
        return None
    if word == "some" and following.isdigit():
        return None
    if before == "not" and word in _RANK and _RANK[word] == _ALL:
        return _SOME
    return _RANK.get(word)


def _follows(said: int, told: int) -> bool:
    """Tell whether the quantifier said follows from the one told."""
    if told in {_NONE, _FEW} or said in {_NONE, _FEW}:
        return said == told
    return said <= told


def _rivals(both: Alignment, at: int) -> list[int]:
    """Return the places of the source's quantifiers before the same word, nearest first."""
    for head in range(at + 1, min(len(both.said), at + 1 + _REACH)):
        if both.said[head].clause != both.said[at].clause:
            break
        if head in both.places and both.said[head].text not in _RANK:
            return _before(both.told, both.places[head])
    return []


def _before(text: Sequence[Word], place: int) -> list[int]:
    return [
        near
        for near in range(place - 1, max(-1, place - 1 - _REACH), -1)
        if text[near].clause == text[place].clause and rank_at(text, near) is not None
    ]


def _told(told: Sequence[Word], rank: int) -> bool:
    return any(rank_at(told, place) == rank for place in range(len(told)))
