"""In which order the parts of a page are read: columns, tables, and what runs across them.

The page is cut into strips at the white between lines. Strips that leave the same gutters free
make a band; a band whose gutters part running text is read column by column, each column cut again
in the same way; a band whose gutters part short cells is a table, read row by row.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from index.reading.page_gaps import CELL_GUTTER, GUTTER, Gap, free_between, free_in_both, parted
from index.reading.page_tables import table_rows
from index.reading.page_words import Word, body_size, lines_of

_NARROWEST = 7.0  # font sizes: running text is set no narrower
_WIDE = 11.0  # font sizes: no table's cells are that wide
_WIDEST_BREAK = 4.0  # font sizes of blank between two strips of one band
_BREAK = 0.8  # font sizes of blank that set something off
_WIDE_STEP = 0.4  # font sizes of blank where something of another kind may begin
_INDENT = 3.0  # font sizes
_AHEAD = 4  # strips
_DEEPEST = 4
_MOST_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that are read one after another, or the rows of a table."""

    lines: list[list[Word]]
    rows: list[list[list[Word]]] = field(default_factory=list)
    """A table's rows, each with its cells; then there are no ``lines``."""


@dataclass(slots=True)
class _Strip:
    words: list[Word]
    top: float
    bottom: float
    free: list[Gap]
    size: float
    """Of its words, or of the running text if that is smaller."""


@dataclass(slots=True)
class _Band:
    strips: list[_Strip]
    free: list[Gap]

    @property
    def gutters(self) -> list[Gap]:
        return self.free[1:-1]

    @property
    def words(self) -> list[Word]:
        return [word for strip in self.strips for word in strip.words]


def regions(words: Sequence[Word], size: float, depth: int = 0) -> list[Region]:
    """Return the regions of the words of a page in reading order.

    ``size`` is the font size of the running text.
    """
    found: list[Region] = []
    for band in _bands(_strips(words, size), size):
        found.extend(_of_band(band, size, depth))
    return [
        region
        for group in _runs(found)
        for region in (
            [Region([line for each in group for line in each.lines])] if group[0].lines else group
        )
    ]


def _runs(found: Iterable[Region]) -> Iterator[list[Region]]:
    """Group regions of lines that the cutting alone has parted."""
    group: list[Region] = []
    for region in found:
        if group and (region.rows or group[-1].rows or not _continues(group[-1], region)):
            yield group
            group = []
        group.append(region)
    if group:
        yield group


def _continues(above: Region, below: Region) -> bool:
    last, first = above.lines[-1], below.lines[0]
    return (
        last[0].top < first[0].top
        and last[0].left < first[-1].right
        and first[0].left < last[-1].right
    )


def _of_band(band: _Band, size: float, depth: int) -> list[Region]:
    if band.gutters and depth < _DEEPEST:
        columns = _columns(band, size)
        if len(columns) > 1:
            return [region for column in columns for region in regions(column, size, depth + 1)]
        if rows := table_rows(band.words, band.gutters, min(size, body_size(band.words))):
            return [Region([], rows)]
    return [Region(lines_of(band.words))]


def _strips(words: Sequence[Word], size: float) -> list[_Strip]:
    strips: list[_Strip] = []
    # Lines set tightly overlap at their edges, so these do not count.
    for word in sorted(words, key=lambda word: word.top):
        inset = (word.bottom - word.top) / 10
        top, bottom = word.top + inset, word.bottom - inset
        if strips and top < strips[-1].bottom:
            strips[-1].words.append(word)
            strips[-1].bottom = max(strips[-1].bottom, bottom)
        else:
            strips.append(_Strip([word], top, bottom, [], size))
    for strip in strips:
        strip.size = min(size, body_size(strip.words))
        strip.free = free_between(strip.words, GUTTER * strip.size)
    return strips


def _bands(strips: Sequence[_Strip], size: float) -> list[_Band]:
    bands: list[_Band] = []
    for place, strip in enumerate(strips):
        if bands and (free := _free_with(bands[-1], strips[place : place + _AHEAD], size)):
            bands[-1].strips.append(strip)
            bands[-1].free = free
        else:
            bands.append(_Band([strip], strip.free))
    for above, below in pairwise(bands):
        _reach_back(above, below, size)
        _leave(above, below, size)
    return [band for band in bands if band.strips]


def _free_with(band: _Band, strips: Sequence[_Strip], size: float) -> list[Gap]:
    """Return the white that a band keeps free with the next strip; none if that is not of it."""
    strip = strips[0]
    blank = strip.top - band.strips[-1].bottom
    if blank > _WIDEST_BREAK * size:
        return []
    shared = free_in_both(band.free, strip.free, GUTTER * strip.size)
    if not band.gutters:
        # Lines at the left above lines at the right leave no gutter free, only margins.
        return _margins(shared) if len(strip.free) == 2 else []
    if len(shared) <= 2 or (blank > _WIDE_STEP * size and _is_set_otherwise(band, strips, size)):
        return []
    return shared


def _is_set_otherwise(band: _Band, strips: Sequence[_Strip], size: float) -> bool:
    """Tell whether what stands beyond the gutters, from here on, begins nowhere near them."""
    if len(strips[0].free) == 2:
        return False
    begun = [
        min(word.left for word in strip.words if word.left >= left) - right
        for strip in takewhile(lambda strip: _keeps_free(band, strip, size), strips)
        for left, right in band.gutters
        if any(word.left >= left for word in strip.words)
    ]
    return bool(begun) and min(begun) > _INDENT * size


def _keeps_free(band: _Band, strip: _Strip, size: float) -> bool:
    return len(free_in_both(band.free, strip.free, GUTTER * size)) > 2


def _leave(band: _Band, below: _Band, size: float) -> None:
    """Give the band below what stands over it at one side, set off from the columns above."""
    if not band.gutters or below.gutters or not below.strips:
        return
    kept = place = len(band.strips)
    while place > 1 and len(band.strips[place - 1].free) == 2:
        place -= 1
        if band.strips[place].top - band.strips[place - 1].bottom > _BREAK * size:
            kept = place
    below.strips[:0] = band.strips[kept:]
    del band.strips[kept:]


def _margins(free: Sequence[Gap]) -> list[Gap]:
    return [free[0], free[-1]]


def _reach_back(above: _Band, band: _Band, size: float) -> None:
    """Give a band the strips right above it that stand wholly beside its gutters."""
    if above.gutters or not band.gutters:
        return
    kept = len(above.strips)
    top = band.strips[0].top
    while kept:
        strip = above.strips[kept - 1]
        is_near = top - strip.bottom <= _WIDEST_BREAK * size / 2
        if not is_near or not all(_beside(strip, gutter) for gutter in band.gutters):
            break
        top = strip.top
        kept -= 1
    band.strips[:0] = above.strips[kept:]
    del above.strips[kept:]


def _beside(strip: _Strip, gutter: Gap) -> bool:
    return all(
        word.right <= gutter[0] + 0.1 or word.left >= gutter[1] - 0.1 for word in strip.words
    )


def _columns(band: _Band, size: float) -> list[list[Word]]:
    """Return the words of each column; a single one if the gutters part no running text."""
    gutters = list(band.gutters)
    while 0 < len(gutters) < _MOST_COLUMNS:
        columns = parted(band.words, gutters)
        lines = [lines_of(column) for column in columns]
        weak = [place for place, each in enumerate(lines) if not _is_wide(each, size)]
        if not weak:
            return (
                [list(column) for column in columns] if _is_running(lines, size) else [band.words]
            )
        sides = [place for place in (weak[0] - 1, weak[0]) if 0 <= place < len(gutters)]
        del gutters[min(sides, key=lambda place: gutters[place][1] - gutters[place][0])]
    return [band.words]


def _is_wide(lines: Sequence[Sequence[Word]], size: float) -> bool:
    widths = sum(line[-1].right - line[0].left for line in lines)
    return len(lines) >= 3 and widths >= _NARROWEST * size * len(lines)


def _is_running(columns: Sequence[list[list[Word]]], size: float) -> bool:
    """Tell columns of text from those of a table: their lines are whole and full, or not level."""
    return all(_is_text(column, size) for column in columns) or any(
        _levelness(one, other, size) < 0.6 for one, other in pairwise(columns)
    )


def _is_text(lines: Sequence[Sequence[Word]], size: float) -> bool:
    left = min(line[0].left for line in lines)
    widths = [line[-1].right - left for line in lines]
    full = sum(width >= 0.75 * max(widths) for width in widths)
    gapped = sum(_has_gap(line) for line in lines)
    is_wide = sum(widths) >= _WIDE * size * len(lines)
    return gapped < 0.6 * len(lines) and (full >= 0.4 * len(lines) or is_wide)


def _has_gap(line: Sequence[Word]) -> bool:
    return any(after.left - word.right >= CELL_GUTTER * word.size for word, after in pairwise(line))


def _levelness(one: Sequence[list[Word]], other: Sequence[list[Word]], size: float) -> float:
    step = max(size * 0.25, 0.5)
    levels = {round(line[0].bottom / step) for line in other}
    near = levels | {level - 1 for level in levels} | {level + 1 for level in levels}
    return sum(round(line[0].bottom / step) in near for line in one) / len(one)
