"""Used in checking alone: what stands behind a small word stays there: "from A to B", "A than B".

The parties of a verb (``roles``) keep their sides; so do those of a preposition.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.gate.parts import JOINING
from rag.gate.words import Word, joined, words

_KEEPING = frozenset(
    "to from into by than against over behind ahead for with via "
    "von nach zu zum zur aus bis als gegen de du à au vers que contre par pour".split()
)
"""Small words that say which side is meant."""
_OPENING = _KEEPING | frozenset("in on at under during since until about near through".split())


@dataclass(frozen=True, slots=True)
class _Group:
    """A small word, "" at the start of a clause, with the content words up to the next."""

    word: str
    stems: frozenset[str]
    shown: str
    clause: int


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Say what stands behind a small word in the source that the sentence has elsewhere.

    What the source has there must be said, but behind another word, and something else must be
    said in its place.
    """
    said, told = _groups(words(sentence)), _groups(joined(quotes))
    whole = frozenset[str]().union(*(group.stems for group in said))
    for group in said:
        rivals = [each for each in told if each.word == group.word]
        if group.word not in _KEEPING or any(
            group.stems & each.stems >= group.stems for each in rivals
        ):
            continue
        for rival in rivals:
            behind = group.stems | rival.stems
            moved = [
                each
                for each in said
                if each.word != group.word
                and each.clause == group.clause
                and rival.stems <= each.stems
            ]
            if rival.stems and moved and group.stems - rival.stems and behind <= whole:
                there, here = (f"{group.word} {each.shown}" for each in (rival, group))
                return f"the source says “{there}”, not “{here}”"
    return None


def _groups(text: Sequence[Word]) -> list[_Group]:
    found: list[list[Word]] = []
    for before, word in zip((None, *text), text, strict=False):
        if before is None or before.clause != word.clause or word.text in _OPENING | JOINING:
            found.append([])
        found[-1].append(word)
    return [_group(each) for each in found]


def _group(found: Sequence[Word]) -> _Group:
    word = found[0].text if found[0].text in _OPENING else ""
    content = [each for each in found if each.content and each.text not in _OPENING]
    return _Group(
        word,
        frozenset(each.stem for each in content),
        " ".join(each.shown for each in content),
        found[0].clause,
    )
