"""Rows of a table as cells under the names of their columns, and cells as numbers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from index.table_layout import Table, named
from index.terms import fold, terms
from index.types import Document, Span

MOST_ROWS = 5_000
"""A longer table is not gone through for a question."""
_NUMBER = re.compile(
    r"(?P<sign>[-+−]?)[$£€¥]? ?(?P<digits>\d+(?:[.,'’ \u00a0\u202f]\d+)*)"
    r" ?(?P<unit>[^\d\s:;]{0,12}(?: [^\d\s:;]{1,12})?)"
)
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")
_GROUPED = re.compile(r"\d{1,3}(?:[,'’ \u00a0\u202f]\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_CONTINENTAL = re.compile(r"\d{1,3}(?:[.'’ \u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
_OF_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


@dataclass(frozen=True)
class Record:
    """One row: where it stands, and its cells by the names of their columns."""

    span: Span
    cells: Mapping[str, str]

    @cached_property
    def value_terms(self) -> frozenset[str]:
        """The terms of its cells."""
        return frozenset(term for value in self.cells.values() for term in terms(value))


def records(document: Document, table: Table) -> list[Record]:
    """Return the rows of a table that have named cells; none if it is too long."""
    if len(table.rows) > MOST_ROWS:
        return []
    names = document.columns_of(table)
    read = ((row, row.of(document.text)) for row in table.rows)
    found = (Record(row, _cells(named(text, names) if names else text)) for row, text in read)
    return [record for record in found if record.cells]


def _cells(row: str) -> dict[str, str]:
    """Return the cells of "Name: value; Name: value"; of a name that comes twice the first."""
    cells: dict[str, str] = {}
    for part in row.split("; "):
        name, colon, value = part.partition(": ")
        if colon and value.strip():
            cells.setdefault(name, value.strip())
    return cells


def columns(rows: Sequence[Record]) -> list[str]:
    """Return the names of the columns, in order of first use."""
    return list(dict.fromkeys(name for row in rows for name in row.cells))


def numbers(values: Sequence[str]) -> list[Decimal] | None:
    """Return the cells of a column as numbers that can be compared; None if any cannot.

    All must be written alike: in one unit, and with one decimal sign.

    >>> numbers(["1,304 m", "840 m"]), numbers(["1 TB", "512 GB"]), numbers(["12", "about 9"])
    ([Decimal('1304'), Decimal('840')], None, None)
    """
    clocks = [_CLOCK.fullmatch(value) for value in values]
    if all(clocks):
        return [_seconds(clock) for clock in clocks if clock]
    found = [_NUMBER.fullmatch(value) for value in values]
    matches = [match for match in found if match]
    if len(matches) < len(values) or len({fold(match["unit"]) for match in matches}) > 1:
        return None
    digits = [match["digits"] for match in matches]
    read = _read(digits)
    if read is None:
        return None
    minus = [match["sign"] in {"-", "−"} for match in matches]
    return [-number if negative else number for number, negative in zip(read, minus, strict=True)]


def _seconds(clock: re.Match[str]) -> Decimal:
    first, second, third = (int(part or 0) for part in clock.groups())
    return Decimal(first * 3600 + second * 60 + third)


def _read(digits: Sequence[str]) -> list[Decimal] | None:
    """Return numbers read alike; None where 1.304 may be either, beside others of another form."""
    if all(_PLAIN.fullmatch(each) or _GROUPED.fullmatch(each) for each in digits):
        doubtful = [_OF_THOUSANDS.fullmatch(each) is not None and "." in each for each in digits]
        if any(doubtful) and not all(doubtful):
            return None
        return [Decimal(re.sub(r"[^\d.]", "", each)) for each in digits]
    if all(_CONTINENTAL.fullmatch(each) for each in digits):
        return [Decimal(re.sub(r"[^\d,]", "", each).replace(",", ".")) for each in digits]
    return None
