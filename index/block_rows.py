"""The layout of a document as rows: blocks with their sentences, and the boxes of words."""

import sqlite3
import zlib
from collections.abc import Iterable, Sequence

import numpy as np

from index.boxes import NO_BOXES, WordBoxes
from index.types import Block, BlockKind, Span

INTEGER = "<i4"
_FAST = 1
"""Level of zlib: more of it saves little and takes long."""


def insert_blocks(connection: sqlite3.Connection, number: int, blocks: Sequence[Block]) -> None:
    """Write the blocks of the document of that number."""
    connection.executemany(
        "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (_row(number, at, block) for at, block in enumerate(blocks)),
    )


def load_blocks(connection: sqlite3.Connection, number: int) -> tuple[Block, ...]:
    """Return the blocks of a document, in order.

    Raises:
        ValueError: a row is damaged.
    """
    rows = connection.execute(
        "SELECT span_start, span_end, kind, sentences, level, page FROM blocks "
        "WHERE document = ? ORDER BY ordinal",
        (number,),
    )
    return tuple(_block(*row) for row in rows)


def packed_boxes(boxes: WordBoxes) -> tuple[bytes, bytes]:
    """Return the boxes of words, compressed to less than half, and the sizes of pages."""
    return zlib.compress(boxes.words, _FAST) if boxes.words else b"", boxes.pages


def unpacked_boxes(words: bytes, pages: bytes) -> WordBoxes:
    """Return the boxes that ``packed_boxes`` packed.

    Raises:
        ValueError: they are damaged.
    """
    if not pages and not words:
        return NO_BOXES
    try:
        return WordBoxes(zlib.decompress(words) if words else b"", pages)
    except zlib.error as error:
        raise ValueError("the boxes are damaged") from error


def _row(number: int, ordinal: int, block: Block) -> tuple[object, ...]:
    return (
        number,
        ordinal,
        block.span.start,
        block.span.end,
        block.kind.value,
        block.level,
        block.page,
        _packed(block.sentences),
    )


def _block(
    start: int, end: int, kind: str, sentences: bytes, level: int | None, page: int | None
) -> Block:
    return Block(Span(start, end), BlockKind(kind), _unpacked(sentences), level, page)


def _packed(spans: Sequence[Span]) -> bytes:
    pairs = [(span.start, span.end) for span in spans]
    return np.array(pairs, dtype=INTEGER).tobytes()


def _unpacked(data: bytes) -> tuple[Span, ...]:
    pairs: Iterable[list[int]] = np.frombuffer(data, dtype=INTEGER).reshape(-1, 2).tolist()
    return tuple(Span(start, end) for start, end in pairs)
