"""Eighth layer: who did what to whom: parties keep their sides of a word, or its voice turns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.gate.alignment import Alignment, align
from rag.gate.words import PARTICIPLES, Word

_BE = frozenset("is are was were be been being am got gets get".split())
_JOINING = frozenset("and or but nor while whereas".split())
"""Words that part what belongs to one word from what belongs to the next."""
_BEFORE_NOUNS = frozenset(
    "a an the of in on at for with from by into onto per each every its his her their my our your "
    "this that these those".split()
)
"""A word behind one of these names a thing; it does not say what parties do to one another."""
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
    for at in range(len(text)):
        before = _near(text, range(at - 1, -1, -1))
        behind = _near(text, range(at + 1, len(text)))
        if _is_pivot(text, at) and before and behind:
            doers, others = (behind, before) if passive(text, at) else (before, behind)
            yield _Relation(at, doers, others)


def _near(text: Sequence[Word], order: range) -> frozenset[str]:
    found: list[str] = []
    clause = text[order.start - order.step].clause
    for at in order:
        if text[at].clause != clause or text[at].text in _JOINING or len(found) == _SIDE:
            break
        if text[at].content:
            found.append(text[at].stem)
    return frozenset(found)


def _is_pivot(text: Sequence[Word], at: int) -> bool:
    """Tell whether the word may be what its neighbours do to one another: no name, no thing."""
    word = text[at]
    opens = at == 0 or text[at - 1].sentence != word.sentence
    before = "" if opens else text[at - 1].text
    is_name = word.shown[:1].isupper() and not opens
    return word.content and not is_name and before not in _BEFORE_NOUNS and not before.isdigit()


def passive(text: Sequence[Word], at: int) -> bool:
    """Tell whether the word at ``at`` is a verb in the passive voice."""
    word = text[at]
    is_participle = word.text.endswith("ed") or word.text in PARTICIPLES
    before = {near.text for near in text[max(0, at - 3) : at]}
    after = [near.text for near in text[at + 1 : at + 5]]
    if before & _BE:
        return is_participle or "by" in after
    return is_participle and after[:1] == ["by"]
