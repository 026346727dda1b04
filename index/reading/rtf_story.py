"""One flow of paragraphs in rich text: the body, a footnote, a header."""

from dataclasses import dataclass, field
from itertools import pairwise

from index.reading.lines import ITEM
from index.reading.pieces import Piece
from index.reading.rtf_tokens import joined_surrogates
from index.reading.tables import MOST_COLUMNS, Cell, Row, joined, table_pieces
from index.reading.word_lists import BULLET
from index.reading.word_text import tidy
from index.types import BlockKind

_LONGEST_HEADING = 250  # characters
_LONGEST_MARK = 30
_SAME_EDGE = 60  # twips: edges of cells that are nearer are one


@dataclass(frozen=True, slots=True)
class RtfStyle:
    """What a paragraph is by its style or its own statement."""

    name: str = ""
    level: int | None = None
    """Depth of a heading from 1."""


@dataclass(slots=True)
class _Line:
    """A row of a table with the right edges of its cells, in twips."""

    texts: list[str]
    edges: list[int]
    is_header: bool
    after: tuple[Piece, ...]


@dataclass(slots=True)
class Story:
    """Collects what is written into one flow; ``pieces`` are those that are finished."""

    kind: str
    pieces: list[Piece] = field(default_factory=list)
    after: list[Piece] = field(default_factory=list)
    """What follows the paragraph or row that is being written: notes, text boxes."""
    mark: str = ""
    edges: list[int] = field(default_factory=list)
    """The right edges of the cells of the row that is being written."""
    shades: list[int | None] = field(default_factory=list)
    """The backgrounds of those cells, as numbers of colours."""
    has_names: bool = False
    """The row that is being written holds the names of the columns."""
    _seen: list[str] = field(default_factory=list)
    _hidden: list[str] = field(default_factory=list)
    _cell: list[str] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _rows: list[_Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What was written of the current paragraph."""
        return tidy(joined_surrogates("".join(self._seen)))

    @property
    def cell_number(self) -> int:
        """The number of the cell, from 0, that is being written."""
        return len(self._cells)

    def add(self, text: str, *, is_hidden: bool) -> None:
        """Write text into the current paragraph."""
        (self._hidden if is_hidden and not text.isspace() else self._seen).append(text)

    def end_paragraph(self, style: RtfStyle, *, in_table: bool) -> None:
        """Finish the current paragraph, or a paragraph of the current cell."""
        text, hidden = self.text, tidy(joined_surrogates("".join(self._hidden)))
        mark, self.mark = self.mark, ""
        self._seen.clear()
        self._hidden.clear()
        if hidden:
            self.after.insert(0, Piece(hidden, BlockKind.HIDDEN))
        if in_table:
            self._cell.append(f"{mark} {text}" if mark and text else text)
            return
        self.end_table()
        if text:
            self.pieces.append(_piece(text, mark, style))
        self.pieces.extend(self.after)
        self.after.clear()

    def end_cell(self) -> None:
        """Finish the current cell of a table."""
        self.end_paragraph(RtfStyle(), in_table=True)
        self._cells.append(joined(self._cell))
        self._cell.clear()

    def end_row(self) -> None:
        """Finish the current row of a table."""
        row = _Line(self._cells, self.edges[:MOST_COLUMNS], self.has_names, tuple(self.after))
        self._rows.append(row)
        self._cells = []
        self.after.clear()

    def begin_row(self) -> None:
        """Forget the cells of the row before."""
        self.edges, self.shades, self.has_names = [], [], False

    def end_table(self) -> None:
        """Finish the table that is being written, if there is one."""
        if self._cells:  # cells that no end of a row follows
            self.end_row()
        if self._rows:
            rows, self._rows = self._rows, []
            self.pieces.extend(table_pieces(_aligned(rows)))

    def end(self) -> None:
        """Finish all that is being written."""
        if self._cell:
            self.end_cell()
        self.end_paragraph(RtfStyle(), in_table=False)


def list_mark(text: str) -> str:
    """Return the number or bullet of a list item as it stands before it."""
    mark = " ".join(text.split())[:_LONGEST_MARK]
    is_bullet = mark == "o" or not any(character.isalnum() for character in mark)
    return (BULLET if is_bullet else mark) if mark else ""


def _piece(text: str, mark: str, style: RtfStyle) -> Piece:
    if style.level and len(text) <= _LONGEST_HEADING:
        return Piece(" ".join(f"{mark} {text}".split()), BlockKind.HEADING, style.level)
    if style.name == "caption":
        return Piece(text, BlockKind.CAPTION)
    if style.name.startswith("toc "):
        return Piece(text, BlockKind.FURNITURE)
    if mark:
        return Piece(f"{mark} {text}", BlockKind.LIST_ITEM, mark=len(mark) + 1)
    typed = ITEM.match(text)
    return Piece(text, BlockKind.LIST_ITEM, mark=typed.end()) if typed else Piece(text)


def _aligned(rows: list[_Line]) -> list[Row]:
    """Return the rows with their cells in the columns in which they stand."""
    edges = sorted({edge for row in rows for edge in row.edges})
    column, columns = 0, dict.fromkeys(edges[:1], 0)
    for left, right in pairwise(edges):
        column += right - left > _SAME_EDGE
        columns[right] = column
    return [
        Row(tuple(_cells(row, columns)), is_header=row.is_header, after=row.after) for row in rows
    ]


def _cells(row: _Line, columns: dict[int, int]) -> list[Cell]:
    cells = []
    start = 0
    for number, text in enumerate(row.texts):
        end = columns[row.edges[number]] + 1 if number < len(row.edges) else start + 1
        cells.append(Cell(text, start, max(end - start, 1)))
        start = max(end, start + 1)
    return cells
