"""Which words of a sentence stand for which words of its quotes.

The layers compare a sentence with the part of the source that it restates, not with everything
the source happens to hold: a figure with the figure in the same surroundings, a denied verb with
the same verb.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from index.terms import fold, stem
from index.types import Span

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[\p{{L}}\p{{M}}--[{_UNSPACED}]]"
_WORD = regex.compile(
    rf"\p{{N}}+(?:[.,:]\p{{N}}+)*|[{_UNSPACED}]|{_LETTER}+(?:'{_LETTER}+)*|[%€$£¥]", regex.V1
)
_BREAK = regex.compile(r"[.;:!?()\"«»„“”,。；：！？，、،؛؟।]|\s[-‒–—]+\s|—")
LIGHT = frozenset(
    "a an the is are was were be been being am do does did done has have had having to of in on at "
    "by for from with and or any it its they them their he him she her his this that these those "
    "there very just so as than then yet ever i we you me us my our your who which what when "
    "where while whose whom how if into onto out up down off over under again also too s t "
    "will would can could may might must should shall not no never but".split()
)
_WINDOW = 3
_MOST_PLACES = 40
"""A word that the source holds more often than this is compared with its first places only."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text with its clause, counted from 0 between punctuation marks."""

    text: str
    """Folded."""
    shown: str
    stem: str
    span: Span
    clause: int

    @property
    def content(self) -> bool:
        """Whether it says something by itself."""
        return self.text not in LIGHT and not self.text.endswith("n't")


@lru_cache(maxsize=4_096)
def words(text: str) -> tuple[Word, ...]:
    """Return the words of ``text`` in order."""
    found = []
    clause = at = 0
    for match in _WORD.finditer(fold(text)):
        if _BREAK.search(text, at, match.start()):
            clause += 1
        at = match.end()
        shown = text[match.start() : at]
        found.append(
            Word(match.group(), shown, stem_of(match.group()), Span(*match.span()), clause)
        )
    return tuple(found)


def joined(quotes: Sequence[str]) -> tuple[Word, ...]:
    """Return the words of all quotes as those of one text, clauses kept apart.

    Spans then count from the start of each quote's own text.
    """
    found: list[Word] = []
    for quote in quotes:
        first = found[-1].clause + 1 if found else 0
        found += [Word(w.text, w.shown, w.stem, w.span, w.clause + first) for w in words(quote)]
    return tuple(found)


@lru_cache(maxsize=65_536)
def stem_of(word: str) -> str:
    """Return the stem of a folded word, that of an irregular verb or plural included."""
    return _IRREGULAR.get(word) or stem(word) or word


_IRREGULAR: Mapping[str, str] = {
    form: forms.split()[0]
    for forms in (
        "take took taken", "give gave given", "go went gone", "come came", "sell sold",
        "buy bought", "make made", "find found", "lose lost", "win won", "build built",
        "write wrote written", "keep kept", "tell told", "say said", "see saw seen",
        "know knew known", "break broke broken", "begin began begun", "hold held",
        "leave left", "pay paid", "run ran", "send sent", "bring brought", "teach taught",
        "catch caught", "think thought", "speak spoke spoken", "drive drove driven",
        "fall fell fallen", "rise rose risen", "grow grew grown", "meet met", "feel felt",
        "choose chose chosen", "wear wore worn", "lend lent", "spend spent", "stand stood",
        "beat beaten", "hide hid hidden", "steal stole stolen", "eat ate eaten",
        "show shown", "lead led", "get got gotten", "hear heard", "draw drew drawn",
        "man men", "woman women", "child children", "foot feet", "tooth teeth", "mouse mice",
    )
    for form in forms.split()
}  # fmt: skip


def align(sentence: Sequence[Word], source: Sequence[Word]) -> dict[int, int]:
    """Return for each word of the sentence the place of the same word in the source.

    Where the source has a word more than once, the place with the most words of the sentence's
    surroundings wins, then the first. Words that the source lacks are left out.
    """
    places: dict[str, list[int]] = {}
    for at, word in enumerate(source):
        places.setdefault(word.stem, []).append(at)
    return {
        at: max(
            places[word.stem][:_MOST_PLACES],
            key=lambda place: (_company(sentence, at, source, place), -place),
        )
        for at, word in enumerate(sentence)
        if word.stem in places
    }


def _company(sentence: Sequence[Word], at: int, source: Sequence[Word], place: int) -> float:
    """Score how alike the surroundings of two words are; the nearer the more."""
    score = 0.0
    for step in (*range(-_WINDOW, 0), *range(1, _WINDOW + 1)):
        if 0 <= at + step < len(sentence):
            near = sentence[at + step].stem
            same = 0 <= place + step < len(source) and source[place + step].stem == near
            around = source[max(0, place - _WINDOW) : place + _WINDOW + 1]
            score += 2 / abs(step) if same else any(w.stem == near for w in around) / abs(step)
    return score


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around a place in a text, nearest first, figures written as ``#``."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    previous: str
    next: str

    def likeness(self, other: "Surroundings") -> float:
        """Score from 0 (nothing in common) to about 12 how far two places are the same one."""
        score = 3.0 * _same_head(self.after, other.after)
        score += 2.0 * _same_head(self.before, other.before)
        score += 1.0 * (self.next == other.next != "")
        score += 1.0 * (self.previous == other.previous != "")
        score += 0.5 * len({*self.after[1:]} & {*other.after[1:]})
        score += 0.5 * len({*self.before[1:]} & {*other.before[1:]})
        here, there = {*self.before, *self.after}, {*other.before, *other.after}
        return score + 0.25 * len(here & there - {"#"})


def _same_head(one: Sequence[str], other: Sequence[str]) -> bool:
    return bool(one and other and one[0] == other[0] != "#")


def surroundings(
    text: str, span: Span, figures: Sequence[Span] = (), reach: int = 4
) -> Surroundings:
    """Return what stands around ``span`` in ``text``, at most ``reach`` content words a side."""

    def name(word: Word) -> str:
        return "#" if any(word.span in figure for figure in figures) else word.stem

    before = [word for word in words(text) if word.span.end <= span.start][::-1]
    after = [word for word in words(text) if word.span.start >= span.end]
    return Surroundings(
        before=tuple([name(word) for word in before if word.content][:reach]),
        after=tuple([name(word) for word in after if word.content][:reach]),
        previous=name(before[0]) if before else "",
        next=name(after[0]) if after else "",
    )
