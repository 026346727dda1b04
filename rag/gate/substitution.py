"""Used in checking alone: one thing named in another's place, "a wall of wax" for "a wall of mud".

It cannot tell a synonym from another thing, so it does not contradict: it points out the word.
A language model's sentence is not rejected for it (see ``comparison`` for opposites).
"""

from collections.abc import Iterator, Mapping, Sequence

from rag.gate.alignment import Alignment, align
from rag.gate.words import Word
from rag.thesaurus import alike

_LEAST = 0.7
"""The share of the sentence's other words that the place of the source must have."""
_SMALL = frozenset("per till until one about between around some each every".split())
"""Content words that name nothing."""
_ARTICLES = dict.fromkeys("a an the its his her their".split(), "the")
_BEFORE_NOUNS = frozenset(
    "a an the of in on at for with from by into onto as than per each every its his her "
    "their".split()
)


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Name the first word that stands where the source has another thing, or None."""
    both = align(sentence, quotes)
    return _in_its_place(both) or _between(both) or _behind_one(both)


def _in_its_place(both: Alignment) -> str | None:
    """Compare things behind the same two words and before the same one."""
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
                return _instead(both.told[place], word)
    return None


def _between(both: Alignment) -> str | None:
    """Compare words that stand between the same two that say something."""
    places: dict[tuple[str, str, str], list[Word]] = {}
    for key, word in _threes(both.told):
        places.setdefault(key, []).append(word)
    for key, word in _threes(both.said):
        for other in places.get(key, ()):
            if _another(both, word, other):
                return _instead(other, word)
    return None


def _behind_one(both: Alignment) -> str | None:
    """Compare all words of a thing with those of the thing behind the same word in the source."""
    places: dict[tuple[str, str], list[Sequence[Word]]] = {}
    for key, thing in _things(both.told):
        places.setdefault(key, []).append(thing)
    for key, thing in _things(both.said):
        others = places.get(key, [])
        if others and all(
            _another(both, word, other) for word in thing for each in others for other in each
        ):
            return _instead(others[0][-1], thing[-1])
    return None


def _another(both: Alignment, word: Word, other: Word) -> bool:
    """Tell whether two words are of different things, and the source has the rest of what is said.

    What the sentence names elsewhere, or the source does, may just have been put in other order.
    """
    held = both.sentences[other.sentence]
    others = both.whole - {word.stem}
    return (
        word.stem not in held
        and other.stem not in both.whole
        and not alike(word.stem, other.stem)
        and len(others & held) >= _LEAST * len(others)
    )


def _threes(text: Sequence[Word]) -> Iterator[tuple[tuple[str, str, str], Word]]:
    """Yield first words of things with those on both sides and the small word before them.

    Verbs and adverbs have too many others that mean the same.
    """
    content = [(at, word) for at, word in enumerate(text) if word.content]
    for (_, before), (at, word), (_, behind) in zip(
        content, content[1:], content[2:], strict=False
    ):
        small = text[at - 1].text
        together = before.sentence == word.sentence == behind.sentence
        if together and small in _BEFORE_NOUNS and _is_plain(word):
            yield (before.stem, "" if small in _ARTICLES else small, behind.stem), word


def _is_plain(word: Word) -> bool:
    return word.text.isalpha() and word.text not in _SMALL


def _things(text: Sequence[Word]) -> Iterator[tuple[tuple[str, str], Sequence[Word]]]:
    """Yield the words of a thing behind a word that says something and an article or the like."""
    for at in range(2, len(text)):
        first, small = text[at - 2], text[at - 1]
        if not first.content or small.text not in _BEFORE_NOUNS or not text[at].content:
            continue
        end = at
        while end < len(text) and text[end].content and text[end].clause == first.clause:
            end += 1
        if end > at and all(word.text.isalpha() for word in text[at:end]):
            yield (first.stem, _ARTICLES.get(small.text, small.text)), text[at:end]


def _instead(told: Word, said: Word) -> str:
    return f"the source has “{told.shown}” where this has “{said.shown}”"


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
