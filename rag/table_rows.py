"""Rows of tables as sentences that a claim can be compared with.

"Year: 2019; Winner: Bo Larsen; Time (s): 51" reads "Year 2019 Winner Bo Larsen. Year 2019 Time
51 s.": each cell with the name of its column and, in front, the first cell, which tells what the
row is about.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from index.table_layout import named
from index.types import Document, Span

_UNIT = re.compile(r"\s*[(\[]\s*(?:in\s+)?([^\W\d]{1,12}|[%€$£°][^\W\d]{0,2})\s*[)\]]\s*$")
_NUMBER = re.compile(r"[-+−~]?\d[\d.,\s]*")
_MOST_CELLS = 60
"""Cells of one row that are read: the first is repeated with each."""


def spoken_row(document: Document, row: Span) -> str | None:
    """Return how a row of one of the document's tables reads; None if it is none, or unnamed."""
    table = document.table_at(row.start)
    if table is None or not _holds(table.rows, row):
        return None
    text = row.of(document.text)
    if table.names:
        text = named(text, document.columns_of(table))
    cells = [cell.partition(": ") for cell in text.split("; ")]
    if len(cells) == 1 or not all(colon for _, colon, _ in cells):
        return None
    return _told((name, value) for name, _, value in cells)


def _holds(rows: Sequence[Span], row: Span) -> bool:
    at = bisect_left(rows, row)
    return at < len(rows) and rows[at] == row


def _told(cells: Iterable[tuple[str, str]]) -> str:
    filled = [_with_name(name, value) for name, value in cells if value][:_MOST_CELLS]
    first, *others = filled
    return " ".join(f"{first} {other}." for other in others) or f"{first}."


def _with_name(name: str, value: str) -> str:
    """Return a cell behind the name of its column, with the unit that the name tells."""
    bare = value.strip("*_`")
    unit = _UNIT.search(name)
    if unit and _NUMBER.fullmatch(bare):
        return f"{name[: unit.start()]} {bare} {unit.group(1)}".strip()
    return f"{name} {bare}".strip()
