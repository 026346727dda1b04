"""The words of a PDF page, with their places as the page is shown."""

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index.reading.page_words import Sheet, Word, is_right_to_left, turned
from index.reading.pdf_found import Found, around
from index.reading.pdf_hidden import Corners, Looks, Sight
from index.reading.pdf_styles import Style, Styles

# pdfium ends a line that is broken in a word with U+0002 in the hyphen's place, or U+FFFE.
_RUN = re.compile(
    "[^\\s\x00-\x1f\x7f-\xa0\xad\u200b\ufeff\ufffe\uffff]+[\x02\xad\ufffe]?|[\x02\ufffe]"
)
_SHOWN = {
    ord("\x02"): "-",
    0xFFFE: "-",
    **dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "ft", "st"), strict=True)),
}
_FIGURES = re.compile(r"\d(?:[\d.,:/]*\d)?")
_SPACE = 0.035  # of the font size: pdfium takes less for a space after a slanting letter
_STEP = 0.01  # font sizes by which such steps may differ
_OTHER_HEIGHT = 0.15  # of the height: the mark of a note is that much lower
_STOPS = frozenset(",.;:!?)")
_PITCHES = 4  # equal steps in a row by which letters are set one by one


def words_of(page: pdfium.PdfPage, number: int, looks: Looks) -> Sheet:
    """Return the words of page ``number`` (from 1), by whether and how a reader sees them."""
    text_page = page.get_textpage()
    try:
        return _Reading(page, text_page, looks).sheet(number)
    finally:
        text_page.close()


class _Part(NamedTuple):
    """Characters that stand side by side, with the corners of the first and the last."""

    start: int
    end: int
    style: Style
    first: Corners
    last: Corners


class _Reading:
    """One pass over the characters of a page."""

    def __init__(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, looks: Looks) -> None:
        self._raw: Any = text_page.raw
        self._width, self._height = page.get_size()
        self._shown = _shown(page.get_rotation(), *page.get_bbox())
        self._styles = Styles(self._raw, page.get_rotation())
        self._found = Found(Sight(page, self._shown, looks))
        self._before: tuple[Corners, int] = ((0.0, 0.0, 0.0, 0.0), 0)
        self._rectangle = pdfium_c.FS_RECTF()
        count = max(text_page.count_chars(), 0)
        self._text = _characters(self._raw, count)

    def sheet(self, number: int) -> Sheet:
        for run in _RUN.finditer(self._text):
            for part in self._parts(run.start(), run.end()):
                self._add(part)
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

    def _add(self, part: _Part) -> None:
        start, style, first = part.start, part.style, part.first
        shown = around(first, part.last)
        text = self._read(part)
        if self._is_step(start, first, style):
            self._found.extend(text, shown)
        else:
            bound = start > 0 and not self._text[start - 1].isspace()
            spaced = self._is_spaced(start, shown, style)
            word = Word(text, *shown, style.size, start, style.bold, style.turn, spaced, bound)
            if style.turn:
                word = turned(word, 4 - style.turn, self._width, self._height)
            self._found.add(word, style, shown)
        self._before = shown, style.address

    def _read(self, part: _Part) -> str:
        """Return the characters of a part in the order in which they are read, each once."""
        text = self._text[part.start : part.end].translate(_SHOWN)
        if part.style.turn or len(text) < 2:
            return text
        if text[::2] == text[1::2] and len(text) >= 4:
            apart = self._corners(part.start + 1)[0] - part.first[0]
            text = text[::2] if abs(apart) < 0.3 * part.style.size else text
        if part.first[0] < part.last[0] and is_right_to_left(text):
            # Kept as it is painted, from left to right; only its figures are read that way.
            return _FIGURES.sub(lambda figures: figures.group()[::-1], text[::-1])
        return text

    def _is_spaced(self, start: int, shown: Corners, style: Style) -> bool:
        """Tell whether a space that is one stands before the word at ``start``."""
        if self._text[start - 1 : start] != " ":
            return False
        if style.turn or not pdfium_c.FPDFText_IsGenerated(self._raw, start - 1):
            return True
        before = self._before[0]
        return max(shown[0] - before[2], before[0] - shown[2]) >= _SPACE * style.size

    def _is_step(self, start: int, first: Corners, style: Style) -> bool:
        """Tell whether letters set one by one, at the same distances, go on at ``start``."""
        if style.address == self._before[1] or style.turn or not self._found.words:
            return False
        if self._text[start - 1 : start] != " " or first[0] < self._before[0][2]:
            return False
        if self._text[start - 2 : start - 1] in _STOPS:
            return False  # in many fonts a comma and a space are as wide as a figure
        lefts = [first[0]]
        place = start - 1
        while place >= 0 and len(lefts) <= _PITCHES and self._text[place] not in "\r\n":
            if self._text[place] != " ":
                lefts.append(self._corners(place)[0])
            place -= 1
        steps = [after - before for after, before in pairwise(lefts)]
        return len(steps) == _PITCHES and max(steps) - min(steps) < _STEP * style.size

    def _parts(self, start: int, end: int) -> Iterator[_Part]:
        """Yield the run whole, or in parts where its characters do not stand side by side."""
        style = self._styles.at(start)
        first = self._corners(start)
        last = self._corners(end - 1) if end - start > 1 else first
        if style.turn or style.slants or _is_whole(first, last, end - start):
            yield _Part(start, end, style, first, last)
            return
        corners = [self._corners(place) for place in range(start, end)]
        begun = start
        for place in range(start + 1, end + 1):
            if place == end or not _is_whole(corners[place - 1 - start], corners[place - start], 1):
                first, last = corners[begun - start], corners[place - 1 - start]
                yield _Part(begun, place, self._styles.at(begun), first, last)
                begun = place

    def _corners(self, place: int) -> Corners:
        rectangle = self._rectangle
        if not pdfium_c.FPDFText_GetLooseCharBox(self._raw, place, ctypes.byref(rectangle)):
            return (0.0, 0.0, 0.0, 0.0)
        return self._shown(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)


def _is_whole(first: Corners, last: Corners, steps: int) -> bool:
    """Tell whether two characters, so many steps apart, may belong to one word."""
    height = max(first[3] - first[1], 0.1)
    other = last[3] - last[1]
    is_level = abs(first[3] - last[3]) < height and abs(other - height) < _OTHER_HEIGHT * height
    return is_level and last[0] - first[2] < steps * 2 * height


def _characters(text_page: Any, count: int) -> str:  # noqa: ANN401 - a handle of pdfium
    """Return the page's characters, one for each of pdfium's."""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    units = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    if pdfium_c.FPDFText_GetText(text_page, 0, count, units) == count + 1:
        text = buffer.raw[:-2].decode("utf-16-le", "replace")
        if len(text) == count and "\x00" not in text:
            return text
    # Where some are left out, or outside the first plane, the two do not count alike.
    codes = (pdfium_c.FPDFText_GetUnicode(text_page, place) for place in range(count))
    return "".join(chr(code) if _is_told(code) else "\ufffd" for code in codes)


def _is_told(code: int) -> bool:
    # 0 stands for a glyph whose character the file does not tell.
    return 0 < code < 0xD800 or 0xE000 <= code < 0x110000


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
