"""The words of a PDF page, with their places as the page is shown."""

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import floor
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index.reading.page_words import Sheet, Word, turned
from index.reading.pdf_hidden import Corners, Looks, Sight
from index.reading.pdf_styles import Style, Styles

# pdfium ends a line that is broken in a word with U+0002 in the hyphen's place, or U+FFFE.
_RUN = re.compile(
    "[^\\s\x00-\x1f\x7f-\xa0\xad\u200b\ufeff\ufffe\uffff]+[\x02\xad\ufffe]?|[\x02\ufffe]"
)
_HYPHENS = {ord("\x02"): "-", 0xFFFE: "-"}
_ONE_PLACE = 0.25  # font sizes: the same word that near is drawn twice to look bold


@dataclass(slots=True)
class _Found:
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
        cell = max(_ONE_PLACE * word.size, 0.1)
        places = {
            (word.text, floor(word.left / cell + aside), floor(word.bottom / cell + low))
            for aside in (-0.25, 0.25)
            for low in (-0.25, 0.25)
        }
        if not self.drawn.isdisjoint(places):
            return
        self.drawn.add((word.text, floor(word.left / cell), floor(word.bottom / cell)))
        if self.sight.hides(shown, style):
            self.hidden.append(word)
        elif style.slants:
            self.stamps.append(word)
        else:
            self.words.append(word)
            self.unpainted += style.invisible


def words_of(page: pdfium.PdfPage, number: int, looks: Looks) -> Sheet:
    """Return the words of page ``number`` (from 1), by whether and how a reader sees them."""
    text_page = page.get_textpage()
    try:
        return _Reading(page, text_page, looks).sheet(number)
    finally:
        text_page.close()


class _Reading:
    """One pass over the characters of a page."""

    def __init__(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, looks: Looks) -> None:
        self._raw: Any = text_page.raw
        self._width, self._height = page.get_size()
        self._shown = _shown(page.get_rotation(), *page.get_bbox())
        self._styles = Styles(self._raw, page.get_rotation())
        self._found = _Found(Sight(page, self._shown, looks))
        self._rectangle = pdfium_c.FS_RECTF()
        count = max(text_page.count_chars(), 0)
        codes = [pdfium_c.FPDFText_GetUnicode(self._raw, place) for place in range(count)]
        self._text = "".join(chr(code) if _is_character(code) else "\ufffd" for code in codes)

    def sheet(self, number: int) -> Sheet:
        for run in _RUN.finditer(self._text):
            style = self._styles.at(run.start())
            for start, end in self._parts(run.start(), run.end(), style):
                self._add(start, end, style, spaced=self._text[start - 1 : start] == " ")
        found = self._found
        counts = Counter(word.turn for word in found.words)
        main = counts.most_common(1)[0][0] if counts else 0
        return Sheet(
            number,
            self._width,
            self._height,
            tuple(word for word in found.words if word.turn == main),
            tuple(found.hidden),
            tuple(word for word in found.words if word.turn != main),
            tuple(found.stamps),
            recognised=found.unpainted * 2 > len(found.words),
        )

    def _add(self, start: int, end: int, style: Style, *, spaced: bool) -> None:
        text = self._text[start:end].translate(_HYPHENS)
        shown = _around(self._corners(start), self._corners(end - 1))
        if len(text) >= 4 and len(text) % 2 == 0 and text[::2] == text[1::2]:
            near = self._corners(start + 1)[0] - self._corners(start)[0]
            text = text[::2] if abs(near) < 0.3 * style.size and style.turn == 0 else text
        word = Word(
            text, *shown, style.size, start, bold=style.bold, turn=style.turn, spaced=spaced
        )
        if style.turn:
            word = turned(word, 4 - style.turn, self._width, self._height)
        self._found.add(word, style, shown)

    def _parts(self, start: int, end: int, style: Style) -> Iterator[tuple[int, int]]:
        """Yield the run whole, or in parts where its characters do not stand side by side."""
        first, last = self._corners(start), self._corners(end - 1)
        height = max(first[3] - first[1], 1.0)
        if style.turn or style.slants or end - start == 1:
            yield start, end
            return
        level = abs(first[3] - last[3]) < height and last[0] - first[0] < (end - start) * 2 * height
        if level:
            yield start, end
            return
        corners = [self._corners(place) for place in range(start, end)]
        begun = start
        for place in range(start + 1, end):
            above, here = corners[place - 1 - start], corners[place - start]
            if abs(above[3] - here[3]) >= height or here[0] - above[2] > height:
                yield begun, place
                begun = place
        yield begun, end

    def _corners(self, place: int) -> Corners:
        rectangle = self._rectangle
        if not pdfium_c.FPDFText_GetLooseCharBox(self._raw, place, ctypes.byref(rectangle)):
            return (0.0, 0.0, 0.0, 0.0)
        return self._shown(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)


def _is_character(code: int) -> bool:
    return code < 0xD800 or 0xE000 <= code < 0x110000


def _around(one: Corners, other: Corners) -> Corners:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _shown(
    rotation: int, left: float, bottom: float, right: float, top: float
) -> Callable[[float, float, float, float], Corners]:
    """Return what turns a box of the page's own space, y upwards, into one as shown."""
    match rotation:
        case 90:
            return lambda l, b, r, t: (b - bottom, l - left, t - bottom, r - left)  # noqa: E741
        case 180:
            return lambda l, b, r, t: (right - r, b - bottom, right - l, t - bottom)  # noqa: E741
        case 270:
            return lambda l, b, r, t: (top - t, right - r, top - b, right - l)  # noqa: E741
        case _:
            return lambda l, b, r, t: (l - left, top - t, r - left, top - b)  # noqa: E741
