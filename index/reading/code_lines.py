"""Code that office programs keep one paragraph a line, put together again."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.reading.pieces import Piece
from index.types import BlockKind


def with_joined_code(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, those of code that follow each other as one."""
    lines: list[Piece] = []
    for piece in pieces:
        if piece.kind is BlockKind.CODE:
            lines.append(piece)
            continue
        yield from _joined(lines)
        lines.clear()
        yield piece
    yield from _joined(lines)


def _joined(lines: list[Piece]) -> Iterator[Piece]:
    if lines:
        yield replace(lines[0], text="\n".join(line.text for line in lines))
