"""Used in checking alone: what is only suggested, planned or feared in the source is not done."""

from collections.abc import Sequence

from rag.gate.alignment import align
from rag.gate.words import Word, stem_of

_WEAK = frozenset(
    stem_of(word)
    for word in "suggest propose consider plan intend hope want wish threaten ask request "
    "recommend offer promise try attempt fear claim believe expect discuss demand agree "
    "urge aim seek suggestion proposal plan hope".split()
)
"""Stems of words that tell what may come of something, not that it came."""
_COMING = frozenset("will would shall may might could should".split())
_REACH = 3
"""How many words behind such a word the verb may stand."""


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Name the first verb that the quotes have behind a weak word alone, or None."""
    both = align(sentence, quotes)
    if any(word.stem in _WEAK or word.text in _COMING for word in both.said):
        return None
    weak = _ruled(both.told)
    for at, place in both.places.items():
        word = both.told[place]
        strong = any(
            other.stem == word.stem and near not in weak for near, other in enumerate(both.told)
        )
        if place in weak and not strong and both.restates(at, place):
            return f"the source only says “{both.told[weak[place]].shown} {word.shown}”"
    return None


def _ruled(text: Sequence[Word]) -> dict[int, int]:
    """Return the places of verbs behind a weak word, with its place: "to split", "splitting"."""
    found: dict[int, int] = {}
    for at, word in enumerate(text):
        if word.stem not in _WEAK:
            continue
        for near in range(at + 1, min(len(text), at + 1 + _REACH)):
            if text[near].clause != word.clause:
                break
            is_verb = text[near - 1].text == "to" or text[near].text.endswith("ing")
            if text[near].content and is_verb:
                found[near] = at
                break
    return found
