"""Text as it is compared letter by letter: what printing changes is taken as equal, no more.

White space, line ends, hyphenation at a line's end, soft hyphens, and the forms of quotation marks,
apostrophes, dashes and ligatures belong to the printing. Case, words, letters and figures do not.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from index.types import Span

_FORMS = {
    character: plain
    for characters, plain in (
        ("“”„‟«»″＂「」『』", '"'),
        ("‘’‚‛‹›′＇`´", "'"),
        ("‐‑‒–—―−", "-"),
        ("…", "..."),
    )
    for character in characters
}
_INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared, with the place of each of its characters in the original."""

    text: str
    places: tuple[int, ...]
    """For each character of ``text`` where it comes from; the original's length comes last."""

    def span(self, start: int, end: int) -> Span:
        """Return the original's characters behind ``text[start:end]``, which is not empty."""
        return Span(self.places[start], self.places[end - 1] + 1)


def folded(text: str) -> Folded:
    r"""Return ``text`` as it is compared.

    >>> folded("It’s  a light-\nhouse —\nlit").text
    "It's a lighthouse - lit"
    """
    characters: list[str] = []
    places: list[int] = []
    for place, character in _joined(text):
        if character.isspace():
            if characters and characters[-1] != " ":
                characters.append(" ")
                places.append(place)
            continue
        for part in _FORMS.get(character) or unicodedata.normalize("NFKC", character):
            characters.append(part)
            places.append(place)
    return Folded("".join(characters), (*places, len(text)))


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Yield the characters with their places, words that a line's end parted put together."""
    place = 0
    while place < len(text):
        character = text[place]
        if character in _INVISIBLE:
            place += 1
            continue
        if character in "-‐" and (end := _break(text, place)):
            place = end
            continue
        yield place, character
        place += 1


def _break(text: str, place: int) -> int:
    """Return where the word goes on that is hyphenated at ``place``; 0 if it is not."""
    end = place + 1
    while end < len(text) and text[end] in " \t\r":
        end += 1
    if text[end : end + 1] != "\n":
        return 0
    while end < len(text) and text[end].isspace():
        end += 1
    goes_on = text[end : end + 1].islower() and text[place - 1 : place].isalpha()
    return end if goes_on else 0
