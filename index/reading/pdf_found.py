"""The words found on a PDF page, each once and with those of its kind: seen, hidden, slanting."""

from dataclasses import dataclass, field

from index.reading.page_words import Word
from index.reading.pdf_hidden import Corners, Sight
from index.reading.pdf_styles import Style

_ONE_PLACE = 0.25  # font sizes: the same word that near is drawn twice to look bold
_NEAR = 0.25  # of that: so close to its edge the next place counts, too


@dataclass(slots=True)
class Found:
    """The words of a page while they are found."""

    sight: Sight
    words: list[Word] = field(default_factory=list)
    hidden: list[Word] = field(default_factory=list)
    stamps: list[Word] = field(default_factory=list)
    drawn: set[tuple[str, int, int]] = field(default_factory=set)
    unpainted: int = 0
    """How many of the words are the text of a picture beneath them."""

    def add(self, word: Word, style: Style, shown: Corners) -> None:
        """Put a word where it belongs, unless it stands there already."""
        if self._is_drawn(word):
            return
        if self.sight.hides(shown, style):
            self.hidden.append(word)
        elif style.slants:
            self.stamps.append(word)
        else:
            self.words.append(word)
            self.unpainted += style.invisible

    def _is_drawn(self, word: Word) -> bool:
        """Tell whether the same word stands there already, and note that it does now."""
        cell = max(min(_ONE_PLACE * word.size, (word.right - word.left) / 2), 0.05)
        left, bottom = word.left / cell, word.bottom / cell
        place = word.text, round(left), round(bottom)
        near = (
            round(left + _NEAR),
            round(bottom + _NEAR),
            round(left - _NEAR),
            round(bottom - _NEAR),
        )
        drawn = self.drawn
        if place in drawn or (
            near[0] + near[1] != near[2] + near[3] and self._is_beside(word, near)
        ):
            return True
        drawn.add(place)
        return False

    def _is_beside(self, word: Word, near: tuple[int, int, int, int]) -> bool:
        right, low, left, high = near
        return any(
            (word.text, across, down) in self.drawn
            for across in {left, right}
            for down in {low, high}
        )

    def extend(self, text: str, shown: Corners) -> None:
        """Let the last word go on."""
        last = self.words[-1]
        left, top, right, bottom = around((last.left, last.top, last.right, last.bottom), shown)
        self.words[-1] = last._replace(
            text=last.text + text, left=left, top=top, right=right, bottom=bottom
        )


def around(one: Corners, other: Corners) -> Corners:
    """Return the rectangle around two."""
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
