"""Where words stand on the pages of a document that has pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.spans import Span

_WORD = np.dtype([("start", "<i4"), ("end", "<i4"), ("page", "<i4"), ("corners", "<f4", (4,))])
_PAGE = np.dtype([("width", "<f4"), ("height", "<f4")])
_SAME_LINE = 0.5
"""Two words stand on one line if they share at least this much of the lower one's height."""
_WIDEST_GAP = 4.0
"""Line heights between two words that one box may bridge."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points (1/72 inch) from the page's upper left corner as shown."""

    page: int
    """Page number from 1."""
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class WordBoxes:
    """The boxes of all words of a document, as arrays, in the order of its text.

    Made by ``word_boxes``; stored and sent as two byte strings, for an e-book has 10^5 words.
    """

    words: bytes = b""
    """Records (start, end, page: int32; left, top, right, bottom: float32), little-endian."""
    pages: bytes = b""
    """Records (width, height: float32), little-endian, in points, one for each page."""

    def __post_init__(self) -> None:
        if len(self.words) % _WORD.itemsize or len(self.pages) % _PAGE.itemsize:
            raise ValueError("the boxes are cut off")

    @cached_property
    def _words(self) -> npt.NDArray[np.void]:
        return np.frombuffer(self.words, dtype=_WORD)

    def page_size(self, page: int) -> tuple[float, float]:
        """Return the width and height of a page (from 1), in points.

        Raises:
            IndexError: there is no such page.
        """
        sizes = np.frombuffer(self.pages, dtype=_PAGE)
        if not 1 <= page <= len(sizes):
            raise IndexError(f"there is no page {page} of {len(sizes)}")
        width, height = sizes[page - 1].tolist()
        return width, height

    @property
    def page_count(self) -> int:
        """The number of pages; 0 where the format has none."""
        return len(self.pages) // _PAGE.itemsize

    def of(self, span: Span) -> list[Box]:
        """Return the boxes that cover the words of ``span``: one for each line, in order."""
        # Words are in order and apart, so both ends can be found by halving.
        first = int(np.searchsorted(self._words["end"], span.start, side="right"))
        last = int(np.searchsorted(self._words["start"], span.end, side="left"))
        rows = self._words[first:last]
        corners = rows["corners"].tolist()  # as floats; a row's own would be NumPy's
        pages = rows["page"].tolist()
        return list(_lines(Box(page, *each) for page, each in zip(pages, corners, strict=True)))


NO_BOXES = WordBoxes()


def word_boxes(
    words: Iterable[tuple[Span, Box]], pages: Iterable[tuple[float, float]], *, offset: int = 0
) -> WordBoxes:
    """Return the boxes of words with their places in the text, and the sizes of all pages.

    The spans count from ``offset`` in the text.

    Raises:
        ValueError: the words are not in order, or overlap in the text.
    """
    rows = np.fromiter(
        (
            (
                span.start + offset,
                span.end + offset,
                box.page,
                (box.left, box.top, box.right, box.bottom),
            )
            for span, box in words
        ),
        dtype=_WORD,
    )
    if (rows["end"][:-1] > rows["start"][1:]).any():
        raise ValueError("the words are not in the order of the text")
    return WordBoxes(rows.tobytes(), np.array(list(pages), dtype=_PAGE).tobytes())


def checked_boxes(words: bytes, pages: bytes, length: int) -> WordBoxes:
    """Return boxes that came from elsewhere, for a text of ``length`` characters.

    Raises:
        ValueError: words out of order or not in the text, pages that do not exist, or places and
            sizes that are no numbers or run backwards.
    """
    boxes = WordBoxes(words, pages)
    rows, sizes = np.frombuffer(words, dtype=_WORD), np.frombuffer(pages, dtype=_PAGE)
    starts, ends, corners = rows["start"], rows["end"], rows["corners"]
    if not ((starts >= 0) & (starts < ends) & (ends <= length)).all():
        raise ValueError("a word is not in the text")
    if (ends[:-1] > starts[1:]).any():
        raise ValueError("the words are not in the order of the text")
    if not ((rows["page"] >= 1) & (rows["page"] <= len(sizes))).all():
        raise ValueError("a word is on no page")
    if not (np.isfinite(corners).all() and (corners[:, :2] <= corners[:, 2:]).all()):
        raise ValueError("a box is no rectangle")
    for side in ("width", "height"):
        # A page that cannot be loaded has none, and no words.
        if not (np.isfinite(sizes[side]) & (sizes[side] >= 0)).all():
            raise ValueError("a page has no size")
    return boxes


def _lines(boxes: Iterable[Box]) -> Iterator[Box]:
    held: Box | None = None
    for box in boxes:
        if held is not None and _on_one_line(held, box):
            held = Box(
                box.page,
                min(held.left, box.left),
                min(held.top, box.top),
                max(held.right, box.right),
                max(held.bottom, box.bottom),
            )
            continue
        if held is not None:
            yield held
        held = box
    if held is not None:
        yield held


def _on_one_line(held: Box, box: Box) -> bool:
    height = min(held.bottom - held.top, box.bottom - box.top)
    shared = min(held.bottom, box.bottom) - max(held.top, box.top)
    gap = max(box.left - held.right, held.left - box.right)
    return held.page == box.page and shared >= _SAME_LINE * height and gap <= _WIDEST_GAP * height
