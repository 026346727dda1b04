"""Used in checking alone: one thing named in another's place, "a wall of wax" for "a wall of mud".

It cannot tell a synonym from another thing, so it does not contradict: it points out the word.
A language model's sentence is not rejected for it (see ``comparison`` for opposites).
"""

from collections.abc import Mapping, Sequence

from rag.gate.alignment import align
from rag.gate.words import Word

_LEAST = 0.7
"""The share of the sentence's other words that the place of the source must have."""
_BEFORE_NOUNS = frozenset(
    "a an the of in on at for with from by into onto as than per each every its his her "
    "their".split()
)


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Name the first word that stands where the source has another thing, or None."""
    both = align(sentence, quotes)
    slots = _slots(both.told)
    whole = both.whole
    for at, word in enumerate(both.said):
        slot = _slot(both.said, at)
        if slot is None:
            continue
        for place in slots.get(slot, ()):
            held = both.sentences[both.told[place].sentence]
            others = whole - {word.stem}
            if (
                word.stem not in held
                and both.told[place].stem not in whole
                and len(others & held) >= _LEAST * len(others)
            ):
                return f"the source has “{both.told[place].shown}” where this has “{word.shown}”"
    return None


def _slots(text: Sequence[Word]) -> Mapping[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(text)):
        slot = _slot(text, at)
        if slot is not None:
            found.setdefault(slot, []).append(at)
    return found


def _slot(text: Sequence[Word], at: int) -> tuple[str, ...] | None:
    """Return the two words before a thing and the one behind it, "" at the end of its clause."""
    word = text[at]
    before = text[max(0, at - 2) : at]
    if len(before) < 2 or not word.content or not word.text.isalpha():
        return None
    if before[1].text not in _BEFORE_NOUNS or any(w.clause != word.clause for w in before):
        return None
    behind = text[at + 1] if at + 1 < len(text) else None
    last = behind.stem if behind and behind.clause == word.clause else ""
    return (before[0].stem, before[1].text, last)
