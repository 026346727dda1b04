"""How the characters of a PDF page are set: size, weight, turn, and what makes them doubtful."""

import ctypes
import re
import sys
from math import atan2, degrees, hypot
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

_BOLD = re.compile(r"bold|black|heavy|demi|-bd\b|cmbx|sfbx|[-_,]b$|medi$", re.IGNORECASE)
_BOLD_WEIGHT = 600
SMALLEST = 1.0
"""Points: smaller text is not seen."""
_SLANT = 10.0  # degrees off the nearest quarter turn
_PALE = 235  # of 255, in each colour: near white
_FAINT = 25  # of 255: hardly opaque
_INVISIBLE = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP})


class Style(NamedTuple):
    """How a text object is set."""

    size: float
    """In points, as shown."""
    bold: bool
    turn: int
    """Quarter turns clockwise on the page as shown."""
    slants: bool
    invisible: bool
    """Whether it is not painted at all."""
    pale: bool
    """Whether it is painted in white, or so thinly that it may not show."""
    doubtful: bool
    """Whether it may not be seen: invisible, pale or too small."""
    address: int
    """The text object's, by which its place among the page's objects is known."""


class Styles:
    """The styles of a page's text objects, each looked up once."""

    def __init__(self, text_page: Any, rotation: int) -> None:  # noqa: ANN401 - a handle of pdfium
        self._raw = text_page
        self._rotation = rotation
        self._known: dict[int, Style] = {}

    def at(self, place: int) -> Style:
        """Return the style of the character at ``place``."""
        made = pdfium_c.FPDFText_GetTextObject(self._raw, place)
        address = int.from_bytes(made, sys.byteorder)
        style = self._known.get(address)
        if style is None:
            style = self._known[address] = self._look_up(place, made, address)
        return style

    def _look_up(self, place: int, made: Any, address: int) -> Style:  # noqa: ANN401 - see above
        matrix = pdfium_c.FS_MATRIX(1, 0, 0, 1, 0, 0)
        pdfium_c.FPDFText_GetMatrix(self._raw, place, ctypes.byref(matrix))
        angle = (self._rotation - degrees(atan2(matrix.b, matrix.a))) % 360
        turn = round(angle / 90) % 4
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(made) if address else 0
        size = pdfium_c.FPDFText_GetFontSize(self._raw, place) * hypot(matrix.c, matrix.d)
        invisible, pale = mode in _INVISIBLE, self._is_pale(place)
        return Style(
            size=size,
            bold=self._is_bold(place),
            turn=turn,
            slants=min(angle % 90, 90 - angle % 90) > _SLANT,
            invisible=invisible,
            pale=pale,
            doubtful=invisible or pale or size < SMALLEST,
            address=address,
        )

    def _is_bold(self, place: int) -> bool:
        if pdfium_c.FPDFText_GetFontWeight(self._raw, place) >= _BOLD_WEIGHT:
            return True
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        pdfium_c.FPDFText_GetFontInfo(self._raw, place, name, len(name), ctypes.byref(flags))
        return bool(_BOLD.search(name.value.decode("utf-8", "replace")))

    def _is_pale(self, place: int) -> bool:
        colours = [ctypes.c_uint() for _ in range(4)]
        if not pdfium_c.FPDFText_GetFillColor(self._raw, place, *map(ctypes.byref, colours)):
            return False
        *paint, opacity = (colour.value for colour in colours)
        return min(paint) >= _PALE or opacity <= _FAINT
