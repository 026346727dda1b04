"""Eighth layer: who did what to whom: parties keep their sides of a word, or its voice turns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.gate.alignment import Alignment, align
from rag.gate.words import Word

_BE = frozenset("is are was were be been being am got gets get".split())
_NEARLY_ALL = 0.8
"""The share of its words that a sentence must have from the one whose parties it turns."""
_SIDE = 2
"""How many content words on each side of a word are its parties."""


@dataclass(frozen=True, slots=True)
class _Relation:
    """A word with the stems before it and behind it, the passive turned round."""

    at: int
    doers: frozenset[str]
    others: frozenset[str]


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Say which two parties of ``sentence`` stand the other way round in its quotes, or None.

    Two words around a third ("Ada told Bela") stay on their sides in the source ("Ada told
    Bela"), or change both side and voice ("Bela was told by Ada").
    """
    both = align(sentence, quotes)
    told: dict[str, list[_Relation]] = {}
    for relation in _relations(both.told):
        told.setdefault(both.told[relation.at].stem, []).append(relation)
    for said in _relations(both.said):
        known = told.get(both.said[said.at].stem, [])
        if reason := _against(both, said, known):
            return reason
    return None


def _against(both: Alignment, said: _Relation, known: Sequence[_Relation]) -> str | None:
    if any(_kept(said, relation) for relation in known):
        return None
    shown = {word.stem: word.shown for word in both.said}
    for relation in known:
        turned = _turned(said, relation)
        if turned and both.restates(said.at, relation.at, _NEARLY_ALL):
            return f"the source has {shown[turned[1]]} and {shown[turned[0]]} the other way round"
    return None


def _turned(said: _Relation, told: _Relation) -> tuple[str, str] | None:
    """Return the two parties that have changed sides, or None."""
    doers, others = said.doers & told.others, said.others & told.doers
    return (min(doers), min(others)) if doers and others else None


def _kept(said: _Relation, told: _Relation) -> bool:
    return bool(said.doers & told.doers and said.others & told.others)


@lru_cache(maxsize=1_024)
def _relations(text: tuple[Word, ...]) -> tuple[_Relation, ...]:
    return tuple(_related(text))


def _related(text: Sequence[Word]) -> Iterator[_Relation]:
    for at, word in enumerate(text):
        before = _near(text, range(at - 1, -1, -1))
        behind = _near(text, range(at + 1, len(text)))
        if word.content and before and behind:
            doers, others = (behind, before) if _passive(text, at) else (before, behind)
            yield _Relation(at, doers, others)


def _near(text: Sequence[Word], order: range) -> frozenset[str]:
    found: list[str] = []
    clause = text[order.start - order.step].clause
    for at in order:
        if text[at].clause != clause or len(found) == _SIDE:
            break
        if text[at].content:
            found.append(text[at].stem)
    return frozenset(found)


def _passive(text: Sequence[Word], at: int) -> bool:
    before = {word.text for word in text[max(0, at - 3) : at]}
    after = [word.text for word in text[at + 1 : at + 5]]
    return bool(before & _BE) and "by" in after
