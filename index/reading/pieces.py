"""What every format's reader gives: a text with its layout, made from pieces or as it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from index.boxes import NO_BOXES, Box, WordBoxes, word_boxes
from index.reading.layout import block, block_by_line
from index.types import Block, BlockKind, Metadata, Span


@dataclass(frozen=True, slots=True)
class Layout:
    """The text of a file with its blocks, and what the file says of itself.

    Blocks are in order, apart, and cover all that is not white space.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    """As the file states it; never guessed from the text."""
    metadata: Metadata = field(default_factory=dict)
    """``author`` (several joined by "; "), ``date`` (YYYY, YYYY-MM or YYYY-MM-DD), ``url``,
    ``publisher``, ``language`` (BCP 47): each a string, and only where the file states it."""
    boxes: WordBoxes = NO_BOXES
    """Where the words stand, for formats with pages."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One block as a reader finds it, with its own text; pieces follow in reading order."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None
    """Depth of a heading from 1; None for everything else."""
    page: int | None = None
    """Page number from 1, where the format has pages."""
    mark: int = 0
    """Characters of a bullet or number at its start, which belong to no sentence."""
    words: tuple[tuple[Span, Box], ...] = ()
    """Where its words stand: spans in ``text``, in order."""
    names_columns: bool = False
    """It is the row of a table that names the columns, which says nothing by itself."""


def lay_out(
    pieces: Iterable[Piece],
    *,
    title: str | None = None,
    metadata: Metadata | None = None,
    pages: Iterable[tuple[float, float]] = (),
) -> Layout:
    """Return the pieces as one text: rows and items a line each, all else parted by a blank line.

    Pieces of white space alone are left out. Furniture, hidden text and names of columns get no
    citable sentences (see ``Block``). ``pages`` are the sizes of all pages in
    points.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    words: list[bytes] = []
    length = 0
    before: Piece | None = None
    for piece in pieces:
        if not piece.text.strip():
            continue
        if before is not None:
            gap = "\n" if _closely(before, piece) else "\n\n"
            parts.append(gap)
            length += len(gap)
        lead = len(piece.text) - len(piece.text.lstrip())
        shown = piece.text.strip()
        blocks.append(_block(piece, shown, length))
        words.append(_boxes(piece, lead, len(shown), length))
        parts.append(shown)
        length += len(shown)
        before = piece
    boxes = WordBoxes(b"".join(words), word_boxes((), pages).pages)
    return Layout("".join(parts), tuple(blocks), title, dict(metadata or {}), boxes)


def _boxes(piece: Piece, lead: int, shown: int, length: int) -> bytes:
    """Return the boxes of a piece that begins at ``length``, less the white space round it."""
    if not piece.words:
        return b""  # most formats have no pages
    inside = (
        (span, box) for span, box in piece.words if span.start >= lead and span.end <= lead + shown
    )
    return word_boxes(inside, (), offset=length - lead).words


_LINES = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})


def _closely(above: Piece, below: Piece) -> bool:
    return above.kind is below.kind and below.kind in _LINES


def _block(piece: Piece, shown: str, offset: int) -> Block:
    whole = Span(0, len(shown))
    match piece.kind:
        case BlockKind.HEADING:
            made = Block(whole, piece.kind, level=piece.level or 1)
        case BlockKind.FURNITURE | BlockKind.HIDDEN:
            made = Block(whole, piece.kind)
        case BlockKind.TABLE_ROW if piece.names_columns:
            made = Block(whole, piece.kind)
        case BlockKind.TABLE_ROW | BlockKind.CODE:
            made = block_by_line(shown, whole, piece.kind, _line_spans(shown))
        case _:
            made = block(shown, whole, piece.kind, mark=piece.mark)
    return Block(
        Span(offset, offset + len(shown)),
        made.kind,
        tuple(Span(offset + each.start, offset + each.end) for each in made.sentences),
        made.level,
        piece.page,
    )


def _line_spans(text: str) -> list[Span]:
    spans = []
    start = 0
    for line in text.splitlines(keepends=True):
        spans.append(Span(start, start + len(line)))
        start += len(line)
    return spans
