"""Excel workbooks (.xlsx): sheet by sheet, row by row, values as they are shown.

Rows are streamed: only cells that are in the file cost anything, whatever size a sheet claims.
Blank rows part the tables of a sheet. Formulas are not computed: their stored results are read.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import groupby

from lxml import etree

from index.errors import TooLargeError
from index.reading.archives import Archive, open_archive
from index.reading.limits import check_amount, limited
from index.reading.number_formats import shown
from index.reading.parts import (
    RELATION,
    core_properties,
    main_part,
    part_bytes,
    part_xml,
    related,
    relations,
)
from index.reading.pieces import Layout, Piece, lay_out
from index.reading.slide_text import shape_paragraphs
from index.reading.tables import Cell, Row, joined, table_pieces
from index.reading.workbook import CellStyle, S, cell_styles, shared_texts, text_of
from index.reading.xml import release, stream_xml
from index.types import BlockKind

MOST_CELLS = 500_000
"""Cells of one workbook, blank ones that the file lists included."""

_MOST_COLUMNS = 16_384
_MOST_MERGED = 20_000
_DEEPEST_HEADER = 5  # rows
_V = f"{S}v"
_PLAIN = CellStyle()
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"')
_CELL_STARTS = (b"<c ", b":c ", b"<c>", b"<c/>")


def read_layout(data: bytes, name: str) -> Layout:
    """Return a workbook's sheets with their rows, title and metadata.

    Raises:
        UnreadableDocumentError: broken, encrypted, or no workbook.
        TooLargeError: over a limit.
    """
    archive = open_archive(data, name)
    title, metadata = core_properties(archive)
    return lay_out(limited(_Workbook(archive).pieces(), name), title=title, metadata=metadata)


class _Workbook:
    """Reads the sheets of one workbook."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._main = main_part(archive, "xl/workbook.xml")
        self._root = part_xml(archive, self._main)
        self.texts = shared_texts(archive, self._part("sharedStrings"))
        self.styles = cell_styles(archive, self._part("styles"))
        properties = self._root.find(f"{S}workbookPr")
        from_1904 = "0" if properties is None else properties.get("date1904", "0")
        self.from_1904 = from_1904 in ("1", "true")
        self.cells = 0

    def pieces(self) -> Iterator[Piece]:
        parts = relations(self.archive, self._main)
        for sheet in self._root.iter(f"{S}sheet"):
            part = parts.pop(sheet.get(f"{RELATION}id", ""), None)
            if part is None or part.kind != "worksheet":
                continue
            found = self._sheet(sheet.get("name", ""), part.target)
            if sheet.get("state", "visible") == "visible":
                yield from found
            else:
                yield from (Piece(piece.text, BlockKind.HIDDEN) for piece in found)

    def _sheet(self, name: str, part: str) -> Iterator[Piece]:
        data = part_bytes(self.archive, part)
        self.cells += sum(map(data.count, _CELL_STARTS))
        if self.cells > MOST_CELLS:
            raise TooLargeError(
                f"{self.archive.name} has more than {MOST_CELLS:,} cells. Split it and add the "
                "parts."
            )
        yield Piece(name, BlockKind.HEADING, level=1)
        for _, rows in groupby(_Sheet(self, data).rows(), key=lambda numbered: numbered[0]):
            yield from table_pieces(row for _, row in rows)
        for drawing in related(self.archive, part, "drawing"):
            yield from shape_paragraphs(part_xml(self.archive, drawing), is_list=False)

    def _part(self, kind: str) -> str | None:
        return next(related(self.archive, self._main, kind), None)


@dataclass(frozen=True, slots=True)
class _Value:
    text: str
    is_bold: bool = False
    is_hidden: bool = False


class _Sheet:
    """Reads the rows of one sheet."""

    def __init__(self, workbook: _Workbook, data: bytes) -> None:
        self._workbook = workbook
        self._data = data
        self._hidden_columns = bytearray(_MOST_COLUMNS)
        self._frozen = 0
        self._hides_rows = False
        self._widths = _merged_widths(data)
        # There a background may come from elsewhere than the cell.
        self._may_be_colored = b"tablePart " in data or b"conditionalFormatting" in data

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Yield the rows that are not blank, each with the number of its table."""
        table = number = last = 0
        tags = [S + name for name in ("pane", "sheetFormatPr", "col", "row")]
        for element in stream_xml(BytesIO(self._data), self._workbook.archive.name, *tags):
            if element.tag != f"{S}row":
                self._note(element)
                continue
            number = _whole(element.get("r", ""), number + 1)
            row = self._row(element, number)
            if row.filled or row.after:
                table += number != last + 1
                last = number
                yield table, row
            release(element)

    def _note(self, element: etree._Element) -> None:
        if element.tag == f"{S}pane":
            is_frozen = element.get("state", "").startswith("frozen")
            self._frozen = _whole(element.get("ySplit", ""), 0) if is_frozen else 0
        elif element.tag == f"{S}sheetFormatPr":
            self._hides_rows = element.get("zeroHeight") in ("1", "true")
        elif element.get("hidden") in ("1", "true"):
            first = max(_whole(element.get("min", ""), 1), 1)
            last = min(_whole(element.get("max", ""), 1), _MOST_COLUMNS)
            self._hidden_columns[first - 1 : last] = b"\1" * (last - first + 1)

    def _row(self, element: etree._Element, number: int) -> Row:
        cells: list[Cell] = []
        hidden: list[str] = []
        column = -1
        characters = 0
        is_strong = True
        for cell in element.iterchildren(f"{S}c"):
            column = _column(cell.get("r", ""), column + 1)
            value = self._value(cell)
            if value is None:
                continue
            characters += len(value.text)
            check_amount(self._workbook.archive.name, characters=characters)
            if value.is_hidden or self._is_hidden(column):
                hidden.append(value.text)
            else:
                cells.append(Cell(value.text, column, self._widths.get((number, column), 1)))
                is_strong &= value.is_bold
        is_hidden = element.get("hidden", "1" if self._hides_rows else "0") in ("1", "true")
        return Row(
            tuple(cells),
            is_header=number <= min(self._frozen, _DEEPEST_HEADER) and len(cells) > 1,
            is_strong=is_strong,
            is_hidden=is_hidden,
            after=(Piece(joined(hidden), BlockKind.HIDDEN),) if hidden else (),
        )

    def _is_hidden(self, column: int) -> bool:
        return column < _MOST_COLUMNS and self._hidden_columns[column] > 0

    def _value(self, cell: etree._Element) -> _Value | None:
        style = self._workbook.styles.get(cell.get("s", "0"), _PLAIN)
        kind = cell.get("t", "n")
        # Searching by path would take longer than all else together.
        written = next((child.text for child in cell if child.tag == _V), None)
        if kind == "n" and written is not None and (number := _number(written)) is not None:
            text = shown(number, style.number_format, from_1904=self._workbook.from_1904)
            # A format such as ";;;" shows nothing.
            is_hidden = not text
            text = text or written
        else:
            text, is_hidden = joined([self._text(cell, kind, written)]), False
        is_white = style.is_white and not self._may_be_colored
        return _Value(text, style.is_bold, is_hidden or is_white) if text else None

    def _text(self, cell: etree._Element, kind: str, written: str | None) -> str:
        if kind == "inlineStr":
            inline = cell.find(f"{S}is")
            return "" if inline is None else text_of(inline)
        if kind == "s":
            place = _whole(written or "", -1)
            texts = self._workbook.texts
            return texts[place] if 0 <= place < len(texts) else ""
        if kind == "b" and written is not None:
            return "TRUE" if written.strip() == "1" else "FALSE"
        return written or ""


def _merged_widths(data: bytes) -> dict[tuple[int, int], int]:
    """Return how many columns the merged cells cover, by row from 1 and column from 0."""
    widths: dict[tuple[int, int], int] = {}
    start = data.rfind(b"mergeCells ")
    for first, last in _MERGED.findall(data, max(start, 0))[:_MOST_MERGED] if start >= 0 else ():
        upper, lower = _PLACE.fullmatch(first.decode()), _PLACE.fullmatch(last.decode())
        if upper and lower:
            left, right = _letters(upper[1]), _letters(lower[1])
            widths[int(upper[2]), left] = max(1, right - left + 1)
    return widths


def _column(place: str, default: int) -> int:
    found = _PLACE.fullmatch(place)
    return _letters(found[1]) if found else default


@lru_cache(maxsize=_MOST_COLUMNS)
def _letters(letters: str) -> int:
    """Return the column, from 0, of its letters: "A" is 0, "AA" is 26."""
    number = 0
    for character in letters:
        number = number * 26 + ord(character) - ord("A") + 1
    return number - 1


def _whole(stated: str, default: int) -> int:
    return int(stated) if stated.isdecimal() and len(stated) < 9 else default


def _number(written: str) -> float | None:
    try:
        number = float(written)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
