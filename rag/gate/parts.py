"""Texts in their parts: what stands between two joining words or marks, with its names and figures.

"A praised the motors but criticised the heating" has two; what belongs to the one is not said of
the other. Rules that only a check of drafts applies (``crossing``, ``causes``) compare by them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.gate.names import is_german
from rag.gate.words import Word, joined
from rag.thesaurus import is_word

JOINING = frozenset(
    "and but or nor while whereas though although because since so und aber oder sondern "
    "während weil et mais ou tandis car y pero which who".split()
)
"""Words that part what is said of one thing from what is said of the next."""
_LISTING = frozenset("and or nor und oder et ou y".split())


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence."""

    words: tuple[Word, ...]
    place: int
    """Which part it is, counted from 0."""
    sentence: int
    stems: frozenset[str]
    """Of its content words."""
    names: frozenset[str]
    """The stems of its names; in German, where nouns have capitals, of none."""
    figures: frozenset[str]
    """The stems of its numbers."""

    @property
    def frame(self) -> frozenset[str]:
        """What it says, but for names and figures."""
        return self.stems - self.names - self.figures


@lru_cache(maxsize=1_024)
def parts(texts: tuple[str, ...]) -> tuple[Part, ...]:
    """Return the parts of ``texts`` that say something, in order."""
    text = joined(texts)
    german = is_german(" ".join(texts))
    split = [part for part in _split(text) if any(word.content for word, _ in part)]
    return tuple(_part(place, part, named=not german) for place, part in enumerate(split))


def _split(text: Sequence[Word]) -> Iterator[list[tuple[Word, bool]]]:
    """Yield the words of each part, each with whether it is a name."""
    found: list[tuple[Word, bool]] = []
    for at, word in enumerate(text):
        before = text[at - 1] if at else None
        if before and (before.clause != word.clause or _parts(text, at)):
            yield found
            found = []
        found.append((word, is_name(text, at)))
    yield found


def _parts(text: Sequence[Word], at: int) -> bool:
    """Tell whether a word joins two parts, not just two names or things: "grasses and cereals"."""
    if text[at].text not in _LISTING:
        return text[at].text in JOINING
    names = 0 < at < len(text) - 1 and is_name(text, at - 1) and is_name(text, at + 1)
    return not names and _goes_on(text, at)


def _goes_on(text: Sequence[Word], at: int) -> bool:
    """Tell whether more than one thing is said behind a word, up to the next mark."""
    behind = 0
    for word in text[at + 1 :]:
        if word.clause != text[at].clause or word.text in JOINING or behind > 1:
            break
        behind += word.content
    return behind > 1


def is_name(text: Sequence[Word], at: int) -> bool:
    """Tell whether a word has a capital, and not just because it opens a sentence."""
    word = text[at]
    if not (word.content and word.shown[0].isupper()):
        return False
    if at and text[at - 1].sentence == word.sentence:
        return True
    follows = text[at + 1] if at + 1 < len(text) else word
    beside = follows.content and follows.shown[0].isupper() and follows.clause == word.clause
    return (beside and follows is not word) or not is_word(word.stem)


def _part(place: int, found: Sequence[tuple[Word, bool]], *, named: bool) -> Part:
    words = tuple(word for word, _ in found)
    return Part(
        words=words,
        place=place,
        sentence=words[0].sentence,
        stems=frozenset(word.stem for word in words if word.content),
        names=frozenset(word.stem for word, is_one in found if is_one and named),
        figures=frozenset(word.stem for word in words if word.stem[0].isdigit()),
    )
