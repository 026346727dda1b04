"""Rows of cells to lines that stand for themselves: "Year: 1912; Workers: 340"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from index.reading.pieces import Piece
from index.types import BlockKind

MOST_COLUMNS = 1000
"""Columns of one row that are looked at; what a cell claims to span beyond is ignored."""

_LOOK = 20  # rows by which a header is told
_LONGEST_LABEL = 100  # characters
_NUMBER = re.compile(r"[\W\d_]*\d[\W\d_]*(?:\w{1,3}\W*)?")  # with its unit: "12 %", "EUR" not
_YEAR = re.compile(r"(?:FY ?|Q[1-4] ?|H[12] ?)?(?:1[6-9]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell and the columns, from 0, that it covers."""

    text: str
    column: int
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; a cell that covers several rows stands in the first of them only."""

    cells: tuple[Cell, ...]
    is_header: bool = False
    """The file says that this row holds the names of the columns."""
    is_strong: bool = False
    """It is set off, as headers are: bold or shaded."""
    is_hidden: bool = False
    page: int | None = None
    after: tuple[Piece, ...] = ()
    """What follows the row in reading order, such as its footnotes."""

    @property
    def filled(self) -> dict[int, str]:
        """The texts of the cells that are not blank, by column."""
        return {cell.column: cell.text for cell in self.cells if cell.text}


def table_pieces(rows: Iterable[Row]) -> Iterator[Piece]:
    """Yield a piece for each row that is not blank, with the names of the columns before values.

    The names are the first rows if the file or the look of the table says so; they are rows too,
    but none that can be cited.
    """
    rest = (row for row in rows if row.filled or row.after)
    opening = list(islice(rest, _LOOK))
    shown = [row for row in opening if not row.is_hidden]
    headers = _headers(shown)
    names: dict[int, str] = {}
    is_pairs = not headers and max((len(row.filled) for row in shown), default=0) == 2
    for row in chain(opening, rest):
        kind = BlockKind.HIDDEN if row.is_hidden else BlockKind.TABLE_ROW
        is_name = any(row is header for header in headers)
        line = _line(row, names, is_pairs=is_pairs)
        yield Piece(line, kind, page=row.page, names_columns=is_name)
        yield from row.after
        if headers and row is headers[-1]:
            names = _names(headers)


def joined(parts: Iterable[str]) -> str:
    """Return the parts of a cell as one line."""
    return " ".join(" ".join(parts).split())


def _headers(rows: Sequence[Row]) -> Sequence[Row]:
    # Lines of one cell above the others are the table's title.
    titles = 0
    while titles < len(rows) - 1 and len(rows[titles].filled) == 1:
        titles += 1
    rows = rows[titles:]
    stated = 0
    while stated < len(rows) and rows[stated].is_header:
        stated += 1
    if stated < len(rows):
        return rows[: stated or _looks_like_header(rows)]
    return ()


def _looks_like_header(rows: Sequence[Row]) -> int:
    """Return 1 if the first row names the columns of the others, else 0."""
    first, others = rows[0].filled, [row.filled for row in rows[1:]]
    names = list(first.values())
    unlike = len({name.casefold() for name in names}) == len(names) > 1
    if not (unlike and others and all(_is_name(name) for name in names)):
        return 0
    needed = {column for row in others for column in row if column > 0}
    if not needed <= first.keys():
        return 0
    columns = [[row[column] for row in others if column in row] for column in first]
    over_numbers = any(column and all(map(_is_number, column)) for column in columns)
    is_set_off = rows[0].is_strong and not rows[1].is_strong
    return int(over_numbers or is_set_off or (len(names) > 2 and not _has_digits(names)))


def _is_name(text: str) -> bool:
    is_value = _is_number(text) and not _YEAR.fullmatch(text)
    return len(text) <= _LONGEST_LABEL and ": " not in text and not is_value


def _is_number(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL and _NUMBER.fullmatch(text) is not None


def _has_digits(names: Iterable[str]) -> bool:
    return any(character.isdigit() for name in names for character in name)


def _names(headers: Iterable[Row]) -> dict[int, str]:
    """Return the name of each column; names of several header rows are joined, outermost first."""
    names: dict[int, str] = {}
    for row in headers:
        for cell in row.cells:
            for column in range(cell.column, min(cell.column + cell.span, MOST_COLUMNS)):
                above = names.get(column, "")
                if cell.text and cell.text != above:
                    names[column] = f"{above} {cell.text}".strip()[: 2 * _LONGEST_LABEL]
    return names


def _line(row: Row, names: dict[int, str], *, is_pairs: bool) -> str:
    cells = [cell for cell in row.cells if cell.text]
    if is_pairs and len(cells) == 2 and len(cells[0].text) <= _LONGEST_LABEL:
        return _named(cells[0].text, cells[1].text)
    if len(cells) == 1 and cells[0].span > 1:
        return cells[0].text  # a line across the table names the rows below it
    return "; ".join(_named(names.get(cell.column, ""), cell.text) for cell in cells)


def _named(name: str, value: str) -> str:
    if not name or name == value:
        return value
    return f"{name}{'' if name.endswith((':', '?')) else ':'} {value}"
