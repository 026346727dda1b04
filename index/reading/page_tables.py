"""Words that stand in rows and columns: the rows of a table, with their cells."""

from collections.abc import Iterable, Iterator, Sequence

from index.reading.page_gaps import CELL_GUTTER, GUTTER, Gap, parted
from index.reading.page_marks import list_mark
from index.reading.page_words import Word, lines_of

_MOST_CELLS = 200
_NEAR = 0.5  # of the font size: lines of one cell stand no further apart


def table_rows(words: Sequence[Word], free: Sequence[Gap], size: float) -> list[list[list[Word]]]:
    """Return the rows of a table with their cells; none if the words make no table.

    ``free`` is the white that runs down between the words, ``size`` the font size of the text.
    """
    lines = lines_of(words)
    least = (GUTTER if len(lines) >= 4 else CELL_GUTTER) * size
    gutters = [gap for gap in free if gap[1] - gap[0] >= least][:_MOST_CELLS]
    rows = [parted(line, gutters) for line in lines] if gutters else []
    shared = sum(sum(bool(cell) for cell in row) > 1 for row in rows)
    marks = sum(_is_mark(row[0]) for row in rows)
    if shared < 2 or shared * 2 < len(rows) or marks * 2 > shared:
        return []
    return list(_without_wraps(rows, size))


def _is_mark(cell: Sequence[Word]) -> bool:
    return len(cell) == 1 and list_mark(cell[0].text + " x") > 0


def _without_wraps(rows: Iterable[list[list[Word]]], size: float) -> Iterator[list[list[Word]]]:
    """Yield the rows, those that are one row whose cells are broken into lines put together."""
    held: list[list[Word]] | None = None
    for row in rows:
        if held is not None and _is_same_row(held, row, size):
            held = [above + below for above, below in zip(held, row, strict=True)]
            continue
        if held is not None:
            yield held
        held = row
    if held is not None:
        yield held


def _is_same_row(above: list[list[Word]], below: list[list[Word]], size: float) -> bool:
    """Tell whether a line of cells is the one above gone on.

    Its first cell is empty, or that above is, and stands below or half beside the other cells.
    """
    apart = _top(below) - _bottom(above)
    if apart >= _NEAR * size or bool(above[0]) == bool(below[0]):
        return False
    return not below[0] or apart < -_NEAR / 2 * size or (all(above[1:]) and _is_bold(above, below))


def _is_bold(*rows: list[list[Word]]) -> bool:
    return all(word.bold for row in rows for cell in row for word in cell)


def _top(row: Iterable[list[Word]]) -> float:
    return min(word.top for cell in row for word in cell)


def _bottom(row: Iterable[list[Word]]) -> float:
    return max(word.bottom for cell in row for word in cell)
