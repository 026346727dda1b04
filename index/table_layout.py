"""The tables of a document, from its blocks: which rows belong together, and what names them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import regex

from index.spans import Span

_BAR = regex.compile(r"(?<!\\)\|")
_LEAST_CELLS = 2
_LONGEST_NAME = 200
"""Characters of the name of a column that are told with each of its cells."""


class Line(Protocol):
    """A block of a document."""

    @property
    def span(self) -> Span:
        """Where it stands."""

    @property
    def sentences(self) -> tuple[Span, ...]:
        """What of it can be cited: nothing of the names of columns."""

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that follow one another, below the names of their columns if these stand there."""

    span: Span
    names: Span | None
    """The last row above the others that names the columns, and can therefore not be cited."""
    rows: tuple[Span, ...]
    """What can be cited of the rows, in order."""


def tables_of(blocks: Iterable[Line]) -> tuple[Table, ...]:
    """Return the tables in order; names of columns begin a new one."""
    found: list[Table] = []
    names: Span | None = None
    rows: list[Span] = []
    start = end = 0
    for block in blocks:
        if rows and not (block.is_row and block.sentences):
            found.append(Table(Span(start, end), names, tuple(rows)))
            names, rows = None, []
        if not block.is_row:
            names = None
        elif not block.sentences:
            names = block.span
        else:
            start = start if rows else (names or block.span).start
            rows += block.sentences
            end = block.span.end
    if rows:
        found.append(Table(Span(start, end), names, tuple(rows)))
    return tuple(found)


def columns_in(names: str) -> tuple[str, ...]:
    r"""Return the names of columns that a row of them between bars gives.

    >>> columns_in("| Ship | Length |\n|---|---|")
    ('Ship', 'Length')
    """
    return tuple(name[:_LONGEST_NAME] for name in _cells(names.splitlines()[0]))


def named(row: str, columns: Sequence[str]) -> str:
    """Return a row of cells between bars with the names of its columns; other rows as they are.

    >>> named("| Terna | 74 m |", ["Ship", "Length"])
    'Ship: Terna; Length: 74 m'
    """
    values = _cells(row)
    if len(values) < _LEAST_CELLS or len(values) != len(columns):
        return row
    pairs = zip(columns, values, strict=True)
    return "; ".join(f"{name}: {value}" if name else value for name, value in pairs if value)


def _cells(row: str) -> list[str]:
    body = row.strip().removeprefix("|")
    return [cell.strip() for cell in _BAR.split(body.removesuffix("|"))]
