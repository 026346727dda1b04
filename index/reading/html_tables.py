"""The tables of a web page: which of them hold data, and their rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from index.reading.html_shape import BLOCKS, HEADINGS
from index.reading.html_tree import Element, Event, walk
from index.reading.html_words import Seen, Words, is_left_out, seen
from index.reading.pieces import Piece
from index.reading.tables import Cell, Row
from index.types import BlockKind

_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_NO_CELLS = HEADINGS | {"table", "pre", "form"}
_LONGEST_CELL = 600  # characters in the middle: longer ones are columns of a page
_LONGEST_REPEATED = 100  # characters of a cell that is told again in each row it covers
_MOST_COVERED = 50  # columns whose cells are followed down the rows


def rows_of(table: Element) -> Iterator[tuple[Element, bool]]:
    """Yield the rows of a table, not of those inside it, and whether they stand in its head."""
    for child in table.children:
        if child.tag == "tr":
            yield child, False
        elif child.tag in _GROUPS:
            yield from ((row, child.tag == "thead") for row in child.children if row.tag == "tr")


def cells_of(row: Element) -> list[Element]:
    """Return the cells of a row."""
    return [cell for cell in row.children if cell.tag in ("td", "th")]


def holds_data(table: Element) -> bool:
    """Tell whether a measured table has rows that belong together, not the layout of a page."""
    if table.get("role").lower() in ("presentation", "none"):
        return False
    rows = [row for row, _ in rows_of(table)]
    counts = [len(cells_of(row)) for row in rows]
    if max(counts, default=0) < 2:
        return False
    has_names = any(cell.tag == "th" for row in rows[:50] for cell in cells_of(row))
    other = sum(row.size for row in rows if row.holds & _NO_CELLS)
    prose = table.size > _LONGEST_CELL * sum(counts)
    return (len(rows) > 1 or has_names) and other * 10 <= table.size * 3 and not prose


def table_rows(table: Element) -> Iterator[Row]:
    """Yield the rows of a table of data; a short cell is told again in each row that it covers."""
    covered = _Covered()
    for number, (element, in_head) in enumerate(rows_of(table)):
        cells, hidden = _cells(element, number, covered, repeats=not in_head)
        named = [cell.tag == "th" for cell in cells_of(element)]
        yield Row(
            tuple(cells),
            is_header=in_head or (len(named) > 1 and all(named)),
            is_strong=all(_is_strong(cell) for cell in cells_of(element) if cell.size),
            after=tuple(Piece(text, BlockKind.HIDDEN) for text in hidden if text),
        )


@dataclass(slots=True)
class _Covered:
    """The cells that reach down into later rows, by column: their last row and their text."""

    cells: dict[int, tuple[int, str]] = field(default_factory=dict)

    def at(self, column: int, row: int) -> str | None:
        last, text = self.cells.get(column, (-1, ""))
        return text if last >= row else None


def _cells(
    row: Element, number: int, covered: _Covered, *, repeats: bool
) -> tuple[list[Cell], list[str]]:
    found: list[Cell] = []
    hidden: list[str] = []
    column = 0
    for element in cells_of(row):
        while (above := covered.at(column, number)) is not None:
            if repeats:
                found.append(Cell(above, column))
            column += 1
        text, unseen = cell_words(element)
        hidden.append(unseen)
        span = _count(element.get("colspan"), 1000)
        rows = _count(element.get("rowspan"), 65_534)
        found.append(Cell(text, column, span))
        if rows > 1 and column + span <= _MOST_COVERED:
            told = text if len(text) <= _LONGEST_REPEATED else ""
            for place in range(column, column + span):
                covered.cells[place] = (number + rows - 1, told if place == column else "")
        column += span
    return found, hidden


def _count(stated: str, most: int) -> int:
    digits = stated.strip()
    return max(1, min(most, int(digits))) if digits.isdecimal() and len(digits) < 9 else 1


def _is_strong(cell: Element) -> bool:
    inner = [child for child in cell.content if not isinstance(child, str) or child.strip()]
    bold = len(inner) == 1 and isinstance(inner[0], Element) and inner[0].tag in ("b", "strong")
    return cell.tag == "th" or bold


def cell_words(cell: Element) -> tuple[str, str]:
    """Return what is seen in a cell, its lines on one, and what is hidden in it."""
    words = Words()
    for event, element, text in walk(cell, lambda inner: not is_left_out(inner)):
        if event is Event.TEXT:
            words.add(element, text)
        elif element.tag == "br" or element.tag in BLOCKS:
            words.break_line(element)
    lines = "\n".join(words.take(how) for how in (Seen.MAIN, Seen.FURNITURE)).strip()
    between = "" if cell.tag == "th" else ","
    return _on_one_line(lines, between), _on_one_line(words.take(Seen.HIDDEN), ",")


def _on_one_line(lines: str, between: str) -> str:
    """Return the lines of a cell as one, with a comma where nothing else parts them."""
    shown = [line.strip() for line in lines.split("\n") if line.strip()]
    parts = shown[:1]
    for before, line in pairwise(shown):
        is_parted = before[-1] in ",;:.!?(/-–—" or line[0] in ",;:.!?()/–—"
        parts += ("" if is_parted else between, "" if line[0] in ",;.!?)" else " ", line)
    return "".join(parts)


def is_furniture(table: Element) -> bool:
    """Tell whether a table as a whole is furniture."""
    return seen(table) is Seen.FURNITURE
