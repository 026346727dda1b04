"""Which text of a PDF page a reader does not see.

Painted in the colour of what is behind it, painted over, not painted, too small, or off the page.
What is in doubt is looked at: the page is drawn, and where nothing stands out nothing is read.
"""

import ctypes
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index.reading.pdf_styles import SMALLEST, Style

if TYPE_CHECKING:
    from PIL.Image import Image

_WIDEST = 1000  # pixels of the drawn page
_CONTRAST = 20  # of 255: less is not seen
_MOST_OBJECTS = 50_000
_MOST_COVERS = 60
_LEAST_COVER = 20.0  # square points

Corners = tuple[float, float, float, float]
"""Left, top, right and bottom in points, as the page is shown."""


@dataclass(slots=True)
class Looks:
    """How many pages of a document may still be drawn to see what is hidden."""

    left: int = 300


@dataclass(frozen=True, slots=True)
class _Objects:
    """What is painted on a page, in the order of painting."""

    texts: dict[int, int] = field(default_factory=dict)
    """The place of each text object, by its address."""
    images: list[Corners] = field(default_factory=list)
    covers: list[tuple[int, Corners]] = field(default_factory=list)
    """What is painted over earlier things, with its place."""


class Sight:
    """What can be seen of one page."""

    def __init__(
        self,
        page: pdfium.PdfPage,
        shown: Callable[[float, float, float, float], Corners],
        looks: Looks,
    ) -> None:
        self._page, self._shown, self._looks = page, shown, looks
        self._width, self._height = page.get_size()

    def hides(self, box: Corners, style: Style) -> bool:
        """Tell whether a reader cannot see the word that stands at ``box``."""
        across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if not (0 <= across <= self._width and 0 <= down <= self._height):
            return True
        if not style.doubtful and not self._objects.covers:
            return False
        if style.size < SMALLEST:
            return True
        if style.invisible:
            # Recognised text lies unpainted over the picture of its page.
            return not any(_holds(image, across, down) for image in self._objects.images)
        if style.pale or self._is_covered(style, across, down):
            return not self._stands_out(box)
        return False

    def _is_covered(self, style: Style, across: float, down: float) -> bool:
        own = self._objects.texts.get(style.address)
        return own is not None and any(
            place > own and _holds(cover, across, down) for place, cover in self._objects.covers
        )

    @cached_property
    def _objects(self) -> _Objects:
        found = _Objects()
        for place, made, kind in _made(self._page.raw):
            if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
                found.texts[int.from_bytes(made, sys.byteorder)] = place
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE or _has_image(made, kind):
                found.images.append(self._box_of(made))
                found.covers.append((place, found.images[-1]))
            elif found.texts and _is_filled(made, kind):
                found.covers.append((place, self._box_of(made)))
        first = min(found.texts.values(), default=_MOST_OBJECTS)
        later = [each for each in found.covers if each[0] > first and _area(each[1]) > _LEAST_COVER]
        later.sort(key=lambda cover: -_area(cover[1]))
        found.images.sort(key=lambda image: -_area(image))
        return _Objects(found.texts, found.images[:_MOST_COVERS], later[:_MOST_COVERS])

    def _box_of(self, made: Any) -> Corners:  # noqa: ANN401 - a handle of pdfium
        sides = [ctypes.c_float() for _ in range(4)]
        if not pdfium_c.FPDFPageObj_GetBounds(made, *map(ctypes.byref, sides)):
            return (0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top = (side.value for side in sides)
        return self._shown(left, bottom, right, top)

    def _stands_out(self, box: Corners) -> bool:
        if self._drawn is None:
            return False
        picture = self._drawn
        scale = picture.width / self._width
        left, top = (max(int(side * scale), 0) for side in box[:2])
        right, bottom = int(box[2] * scale) + 1, int(box[3] * scale) + 1
        seen = picture.crop((left, top, min(right, picture.width), min(bottom, picture.height)))
        darkest, lightest = seen.getextrema()
        return int(lightest) - int(darkest) >= _CONTRAST  # type: ignore[arg-type]  # one band

    @cached_property
    def _drawn(self) -> "Image | None":
        """The page in grey; None once too many pages have been drawn."""
        if self._looks.left <= 0:
            return None
        self._looks.left -= 1
        scale = _WIDEST / max(self._width, self._height, 1.0)
        bitmap = self._page.render(scale=scale, grayscale=True)
        try:
            picture: Image = bitmap.to_pil().convert("L")
            return picture
        finally:
            bitmap.close()


def _made(page: Any) -> Iterator[tuple[int, Any, int]]:  # noqa: ANN401 - a handle of pdfium
    for place in range(min(pdfium_c.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        made = pdfium_c.FPDFPage_GetObject(page, place)
        if made:
            yield place, made, pdfium_c.FPDFPageObj_GetType(made)


def _has_image(made: Any, kind: int) -> bool:  # noqa: ANN401 - a handle of pdfium
    if kind != pdfium_c.FPDF_PAGEOBJ_FORM:
        return False
    inner = range(min(pdfium_c.FPDFFormObj_CountObjects(made), 20))
    kinds = (
        pdfium_c.FPDFPageObj_GetType(pdfium_c.FPDFFormObj_GetObject(made, place)) for place in inner
    )
    return pdfium_c.FPDF_PAGEOBJ_IMAGE in kinds


def _is_filled(made: Any, kind: int) -> bool:  # noqa: ANN401 - a handle of pdfium
    if kind != pdfium_c.FPDF_PAGEOBJ_PATH:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(made, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(fill.value != pdfium_c.FPDF_FILLMODE_NONE)


def _holds(box: Corners, across: float, down: float) -> bool:
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _area(box: Corners) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
