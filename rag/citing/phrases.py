"""Many names at once looked for in a text, as whole words, in time that grows with the text."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import regex

from index.types import Span

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")

Of = TypeVar("Of")


@dataclass(frozen=True, slots=True)
class Phrase(Generic[Of]):
    """A name where a text has it."""

    span: Span
    of: Of
    """What bears that name."""


class Phrases(Generic[Of]):
    """Names, each of one word or more, with what bears them."""

    def __init__(self, named: Iterable[tuple[str, Of]]) -> None:
        """Take names with their bearers; a name without a word is passed over."""
        self._by_opening: dict[tuple[str, ...], list[tuple[tuple[str, ...], Of]]] = defaultdict(
            list
        )
        for name, bearer in named:
            if words := plain_words(name):
                self._by_opening[words[:2]].append((words, bearer))

    def find(self, text: str) -> list[Phrase[Of]]:
        """Return the names that stand in ``text``, without those inside a longer one."""
        places = [(_plain(found.group()), found.span()) for found in _WORD.finditer(text)]
        words = [word for word, _ in places]
        kept: list[Phrase[Of]] = []
        for at in range(len(words)):
            for length, bearer in self._at(words, at):
                span = Span(places[at][1][0], places[at + length - 1][1][1])
                if not any(span in each.span and span != each.span for each in kept[-8:]):
                    kept.append(Phrase(span, bearer))
        return kept

    def _at(self, words: Sequence[str], at: int) -> Iterator[tuple[int, Of]]:
        """Yield the names that begin with a word of the text, the longest ones first."""
        here = [
            (len(name), bearer)
            for length in (2, 1)
            for name, bearer in self._by_opening.get(tuple(words[at : at + length]), ())
            if tuple(words[at : at + len(name)]) == name
        ]
        yield from sorted(here, key=lambda each: -each[0])


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a name without case and accents.

    >>> plain_words("Müller-Lüdenscheidt, Ada")
    ('muller', 'ludenscheidt', 'ada')
    """
    return tuple(_plain(word) for word in _WORD.findall(text))


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))
