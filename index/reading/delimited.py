"""Comma-separated values and their kin: each row a line that names its columns."""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain, islice

from index.errors import TooLargeError
from index.reading.encodings import decode
from index.reading.limits import MOST_CHARACTERS, check_text, limited
from index.reading.pieces import Layout, Piece, lay_out
from index.reading.tables import Cell, Row, joined, table_pieces
from index.types import BlockKind

MOST_COLUMNS = 20_000
"""Fields of one row; the widest spreadsheets have 16,384."""

_DELIMITERS = "\t;|,"  # of two that fit equally well the first
_LOOK = 200  # rows by which the delimiter is told
_SAMPLE = 100_000  # characters of them
_LONGEST_NAME = 60  # characters
# The first line as Excel writes it.
_DECLARED = re.compile(r"\s*sep=(?P<delimiter>\t|[^\w\s\"'])[ \t]*(?:\r\n|\r|\n)")
_NUMBER = re.compile(r"[^\w]*\d[\d.,:/\s%€$£+-]*")
_NAME = re.compile(r"[^.!?]*[^\W\d_][^.!?]*")


def read_layout(data: bytes, name: str) -> Layout:
    """Return the rows of a file as lines "Name: value; Name: value".

    Raises:
        UnreadableDocumentError: no text, or in an encoding that cannot be told.
        TooLargeError: over a limit.
    """
    text = decode(data, name)
    check_text(text, name)
    declared = _DECLARED.match(text)
    body = text[declared.end() :] if declared else text
    delimiter = declared["delimiter"] if declared else delimiter_of(body)
    return lay_out(limited(_pieces(_rows(body, delimiter, name)), name))


def delimiter_of(text: str) -> str:
    """Return the character that parts the fields: it cuts the most rows alike, and cleanly."""
    sample = text[:_SAMPLE]
    scores = {delimiter: _score(sample, delimiter) for delimiter in _DELIMITERS}
    return max(_DELIMITERS, key=lambda delimiter: scores[delimiter])


def _score(sample: str, delimiter: str) -> tuple[float, int]:
    """Return how alike and clean the rows are cut, from 0 to 1, and the columns of most rows."""
    found = [row for row in islice(_parsed(sample, delimiter), _LOOK) if row]
    if len(sample) == _SAMPLE:
        found = found[:-1]  # the last one is cut off
    if not found:
        return 0, 0
    columns, count = max(Counter(map(len, found)).items(), key=lambda item: (item[1], item[0]))
    if columns < 2:
        return 0, 0
    others = _DELIMITERS.replace(delimiter, "")
    cells = [cell for row in found for cell in row if cell]
    clean = sum(_is_clean(cell, others) for cell in cells)
    return count / len(found) * (clean / len(cells) if cells else 1), columns


def _is_clean(cell: str, others: str) -> bool:
    # Prose holds delimiters with a space behind, and 1,5 is a number in half of the world.
    is_number = cell.count(",") < 2 and _NUMBER.fullmatch(cell) is not None
    return is_number or not any(
        other in cell and re.search(rf"{re.escape(other)}\S", cell) for other in others
    )


def _rows(text: str, delimiter: str, name: str) -> Iterator[list[str]]:
    """Yield the rows that are not blank; a quotation mark that nothing closes is a character."""
    quoted = not _is_left_open(text, delimiter)
    for row in _parsed(text, delimiter, quoted=quoted):
        if len(row) > MOST_COLUMNS:
            raise TooLargeError(
                f"{name} has a row of {len(row):,} fields, the limit is {MOST_COLUMNS:,}. "
                "Split the table and add the parts."
            )
        if any(field.strip() for field in row):
            yield [joined([field]) for field in row]


def _is_left_open(text: str, delimiter: str) -> bool:
    if text.count('"') % 2 == 0:
        return False
    [last] = deque(_parsed(text, delimiter), maxlen=1)
    return bool(last) and ("\n" in last[-1] or "\r" in last[-1])


def _parsed(text: str, delimiter: str, *, quoted: bool = True) -> Iterator[list[str]]:
    csv.field_size_limit(MOST_CHARACTERS)  # a field is never longer than a whole document may be
    return csv.reader(
        StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        skipinitialspace=True,
    )


def _pieces(rows: Iterable[list[str]]) -> Iterator[Piece]:
    rest = iter(rows)
    opening = list(islice(rest, _LOOK))
    width = max((_filled(row) for row in opening), default=0)
    # "Sales of 2024" above the names of the columns stands in the first field alone.
    while width > 1 and opening and _filled(opening[0]) == 1 and opening[0][0]:
        yield Piece(opening.pop(0)[0], BlockKind.CAPTION)
    has_names = _names_columns(opening)
    yield from table_pieces(
        _row(row, is_header=has_names and number == 0)
        for number, row in enumerate(chain(opening, rest))
    )


def _names_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row holds names: all filled, short, unlike, none of them a value."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    names = [name.casefold() for name in rows[0]]
    below = {(place, value.casefold()) for row in rows[1:] for place, value in enumerate(row)}
    return len(set(names)) == len(names) and all(
        0 < len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) and (place, name) not in below
        for place, name in enumerate(names)
    )


def _filled(row: Sequence[str]) -> int:
    return sum(map(bool, row))


def _row(fields: Sequence[str], *, is_header: bool) -> Row:
    cells = (Cell(field, column) for column, field in enumerate(fields) if field)
    return Row(tuple(cells), is_header=is_header)
