"""Groups of lines to pieces of text whose words have their boxes; rows of tables read by column."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from index.boxes import Box
from index.reading.page_groups import Group
from index.reading.page_marks import list_mark
from index.reading.page_text import Line, compounds_in, joined
from index.reading.page_words import Sheet, Word, box_of
from index.reading.pieces import Piece
from index.reading.tables import Cell, Row, table_pieces
from index.types import BlockKind, Span

Placed = tuple[tuple[Span, Box], ...]


def pieces_of(groups: Sequence[Group], sheets: Mapping[int, Sheet]) -> Iterator[Piece]:
    """Yield a piece for each group, in order; ``sheets`` are the pages by their numbers."""
    compounds = compounds_in(line.words for group in groups for line in group.lines)
    for run in _runs(groups):
        if run[0].kind is BlockKind.TABLE_ROW:
            yield from _rows(run, sheets, compounds)
            continue
        for group in run:
            text, places = joined(group.lines, compounds)
            mark = list_mark(text) if group.kind is BlockKind.LIST_ITEM else 0
            placed = _placed(places, sheets)
            yield Piece(text, group.kind, group.level, group.page, mark, placed)


def _runs(groups: Iterable[Group]) -> Iterator[list[Group]]:
    """Yield the rows of each table together, and all else one by one."""
    table: list[Group] = []
    for group in groups:
        is_row = group.kind is BlockKind.TABLE_ROW
        if table and (group.opens or not is_row):
            yield table
            table = []
        if is_row:
            table.append(group)
        else:
            yield [group]
    if table:
        yield table


def _rows(
    groups: Sequence[Group], sheets: Mapping[int, Sheet], compounds: frozenset[str]
) -> Iterator[Piece]:
    cells = [
        [joined([Line((cell,), group.page)], compounds) for cell in group.lines[0].cells]
        for group in groups
    ]
    rows = [
        Row(
            tuple(Cell(text, column) for column, (text, _) in enumerate(row)),
            is_strong=group.bold,
            page=group.page,
        )
        for group, row in zip(groups, cells, strict=True)
    ]
    filled = (row for row in cells if any(text for text, _ in row))
    for piece, row in zip(table_pieces(rows), filled, strict=True):
        yield replace(piece, words=_placed(_in_row(piece.text, row), sheets))


def _in_row(
    text: str, cells: Iterable[tuple[str, list[tuple[Span, Word, int]]]]
) -> Iterator[tuple[Span, Word, int]]:
    """Yield the words of the cells with their spans in the row's text, which has names besides."""
    start = 0
    for cell, places in cells:
        found = _found(text, cell, start)
        if cell and found >= 0:
            start = found + len(cell)
            for span, word, page in places:
                yield Span(found + span.start, found + span.end), word, page


def _found(text: str, cell: str, start: int) -> int:
    """Return where a cell stands as a value: the row, or its next column, follows."""
    found = text.find(cell, start)
    while found >= 0 and text[found + len(cell) :][:1] not in {"", ";", ":"}:
        found = text.find(cell, found + 1)
    return found


def _placed(places: Iterable[tuple[Span, Word, int]], sheets: Mapping[int, Sheet]) -> Placed:
    return tuple((span, box_of(word, sheets[page])) for span, word, page in places)
