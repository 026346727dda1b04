"""Sixth layer: a sentence claims nothing firmer than its source: "must" is not "may"."""

from collections.abc import Iterator, Mapping, Sequence

from rag.gate.alignment import Alignment, align
from rag.gate.words import Word, stem_of

_KINDS: Mapping[str, str] = {
    word: kind
    for kind, group in {
        "possible": "may might could can possibly perhaps maybe potentially probably likely",
        "advised": "should ought",
        "required": "must shall required mandatory compulsory obliged",
        "coming": "will would",
    }.items()
    for word in group.split()
}
_ALLOWING = frozenset(map(stem_of, ("permit", "allow", "possible", "free", "let")))
"""Stems of other words that tell what may be."""
_NEEDING = frozenset(map(stem_of, ("need", "necessary", "require", "oblige", "force")))
"""Stems of other words that tell what must be."""
_REACH = 6
"""How many words behind a modal verb the word may stand that it belongs to."""


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Say which modal verb ``sentence`` changes, leaves out or adds, or return None.

    Modal verbs are compared where they stand before the same word in both. "Will" may be left out
    and added.
    """
    both = align(sentence, quotes)
    backward = {place: at for at, place in both.places.items()}
    for place, head in _ruled(both.told):
        if head not in backward or not both.restates(backward[head], place):
            continue
        if reason := _against(both, place, backward[head]):
            return reason
    return _added(both) or _replaced(both)


def kind_at(text: Sequence[Word], at: int) -> str | None:
    """Return the kind of modal word at ``at``; the month of May and a first name Will are none."""
    word = text[at]
    named = word.shown[:1].isupper() and (at == 0 or word.clause == text[at - 1].clause)
    if word.text in {"may", "will"} and named and (at > 0 or word.text == "will"):
        return None
    if word.text in {"have", "has"} and at + 1 < len(text) and text[at + 1].text == "to":
        return "required"
    return _KINDS.get(word.text)


def _ruled(text: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield the place of each modal word with that of the content word that it rules."""
    for at, word in enumerate(text):
        if kind_at(text, at) is None:
            continue
        for head in range(at + 1, min(len(text), at + 1 + _REACH)):
            if text[head].clause != word.clause:
                break
            if text[head].content and kind_at(text, head) is None:
                yield at, head
                break


def _against(both: Alignment, place: int, head: int) -> str | None:
    """Say what is wrong with the modal word of the sentence before ``head``, if anything is."""
    told = kind_at(both.told, place)
    near = [
        at
        for at in range(max(0, head - _REACH), head)
        if both.said[at].clause == both.said[head].clause and kind_at(both.said, at)
    ]
    if near:
        same = any(kind_at(both.said, at) == told for at in near)
        shown = both.said[near[-1]].shown
        return None if same else f"the source says “{both.told[place].shown}”, not “{shown}”"
    uncertain = told == "possible" and both.told[place].text != "can"
    if any(word.stem in _ALLOWING for word in both.said):
        return None
    if uncertain and not any(kind_at(both.said, at) for at in range(len(both.said))):
        return f"the source only says “{both.told[place].shown} {both.said[head].shown}”"
    return None


def _added(both: Alignment) -> str | None:
    told = {kind_at(both.told, place) for place in range(len(both.told))}
    needed = any(word.stem in _NEEDING for word in both.told)
    for at, word in enumerate(both.said):
        kind = kind_at(both.said, at)
        if kind == "required" and kind not in told and not needed:
            return f"the source does not say “{word.shown}”"
    return None


def _replaced(both: Alignment) -> str | None:
    """Name a modal word without a content word behind it, of another kind in the same words."""
    told: dict[tuple[str, str], dict[str | None, str]] = {}
    for place, other in enumerate(both.told):
        if kind := kind_at(both.told, place):
            told.setdefault(_slot(both.told, place), {})[kind] = other.shown
    for at, word in enumerate(both.said):
        kinds = told.get(_slot(both.said, at), {})
        if kinds and kind_at(both.said, at) not in {None, *kinds}:
            return f"the source says “{next(iter(kinds.values()))}”, not “{word.shown}”"
    return None


def _slot(text: Sequence[Word], at: int) -> tuple[str, str]:
    before = text[at - 1].text if at else ""
    return before, text[at + 1].text if at + 1 < len(text) else ""
