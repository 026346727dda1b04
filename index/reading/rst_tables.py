"""The two kinds of tables that are drawn in reStructuredText, row by row as they stand."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from index.reading.layout import block_by_line
from index.reading.lines import Line
from index.types import Block, BlockKind, Span

_GRID = re.compile(r"\+(?:[-=]+\+)+")
_RULE = re.compile(r"\+[-=+ |]*")
_BORDER = re.compile(r"=+(?: +=+)+")
_SPANNING = re.compile(r"-+(?: +-+)+")
_BARS = "|+ \t"


class Tables:
    """Finds the tables in the lines of a text."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self._text = text
        self._lines = lines
        # A table ends at a border with nothing below; sought once, to keep time in proportion.
        self._closing = [
            place
            for place, line in enumerate(lines)
            if _BORDER.fullmatch(line.text) and (place + 1 == len(lines) or lines[place + 1].blank)
        ]

    def at(self, place: int) -> tuple[list[Block], int] | None:
        """Return the blocks of the table that begins at a line, and the line after it, if any."""
        line = self._lines[place]
        if _GRID.fullmatch(line.text):
            end = place
            while end < len(self._lines) and self._lines[end].text.startswith(("|", "+")):
                end += 1
            return list(self._grid(place, end)), end
        if not _BORDER.fullmatch(line.text):
            return None
        closing = bisect_left(self._closing, place + 1)
        if closing == len(self._closing):
            return None
        end = self._closing[closing] + 1
        return list(self._simple(place, end)), end

    def rows_of(self, place: int, end: int) -> Iterator[Block]:
        """Yield each line that is not blank as a row."""
        for line in self._lines[place:end]:
            if not line.blank:
                yield block_by_line(self._text, line.span, BlockKind.TABLE_ROW, [line.span])

    def _grid(self, place: int, end: int) -> Iterator[Block]:
        row: list[Line] = []
        for line in self._lines[place:end]:
            if not _RULE.fullmatch(line.text):
                row.append(line)
                continue
            yield from self._row(row, names_columns="=" in line.text)
            row = []
            yield Block(line.span, BlockKind.FURNITURE)
        yield from self._row(row)

    def _simple(self, place: int, end: int) -> Iterator[Block]:
        margin = self._lines[place].indent
        head = self._head(place, end)
        row: list[Line] = []
        for line in self._lines[place:end]:
            is_rule = _BORDER.fullmatch(line.text) or _SPANNING.fullmatch(line.text)
            # A line with nothing in the first column goes on with the row above.
            if row and (is_rule or line.blank or line.indent <= margin):
                yield from self._row(row, names_columns=row[0].start < head)
                row = []
            if is_rule:
                yield Block(line.span, BlockKind.FURNITURE)
            elif not line.blank:
                row.append(line)

    def _head(self, place: int, end: int) -> int:
        """Return where the border below the names of the columns stands; 0 if there are none."""
        lines = self._lines[place:end]
        borders = [line.start for line in lines if _BORDER.fullmatch(line.text)]
        return borders[1] if len(borders) > 2 else 0

    def _row(self, lines: Sequence[Line], *, names_columns: bool = False) -> Iterator[Block]:
        if lines:
            span = Span(lines[0].start, lines[-1].end)
            if names_columns:
                yield Block(span, BlockKind.TABLE_ROW)
                return
            cited = [self._bare(line) for line in lines]
            yield block_by_line(self._text, span, BlockKind.TABLE_ROW, cited)

    def _bare(self, line: Line) -> Span:
        """Return a line without the bars at its ends."""
        lead = len(line.text) - len(line.text.lstrip(_BARS))
        body = line.text.strip(_BARS)
        return Span(line.start + lead, line.start + lead + len(body))
