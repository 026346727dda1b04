"""Used in checking alone: "executive of A" is not "executive of B" where the source names both."""

from collections.abc import Iterator, Sequence

from rag.gate.names import is_german
from rag.gate.opposites import opposites
from rag.gate.words import Word, joined, words

_PREPOSITIONS = frozenset(
    "of by in at for from to with on near into under against über von aus in bei für an "
    "de du à par dans pour chez".split()
)
_SKIPPED = frozenset(
    "a an the its his her their der die das dem den des le la les l un une".split()
)


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Name the first name that stands where the quotes have another, behind the same two words.

    So do opposites: "rise in the east".
    """
    if is_german(sentence):  # where every noun has a capital
        return None
    told: dict[tuple[str, str], list[Word]] = {}
    source = joined(quotes)
    for key, filler in _attached(source):
        told.setdefault(key, []).append(filler)
    held = {word.stem for word in source}
    for key, filler in _attached(words(sentence)):
        others = told.get(key, [])
        if filler.stem not in held or not others:
            continue
        if all(other.stem != filler.stem and _rivals(filler, other) for other in others):
            return f"the source says {others[0].shown} there, not {filler.shown}"
    return None


def _rivals(one: Word, other: Word) -> bool:
    names = one.shown[0].isupper() and other.shown[0].isupper()
    return names or other.stem in opposites(one.stem)


def _attached(text: Sequence[Word]) -> Iterator[tuple[tuple[str, str], Word]]:
    """Yield each content word behind a preposition, with the content word before both."""
    for at in range(1, len(text) - 1):
        if text[at].text in _PREPOSITIONS and text[at - 1].content:
            behind = at + 1
            while behind < len(text) - 1 and text[behind].text in _SKIPPED:
                behind += 1
            if text[behind].clause == text[at - 1].clause and text[behind].content:
                yield (text[at - 1].stem, text[at].text), text[behind]
