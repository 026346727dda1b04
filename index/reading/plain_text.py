"""Plain text to blocks: headings, paragraphs and list items, by general signs of layout."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.reading.encodings import decode
from index.reading.headings import heading_levels
from index.reading.layout import block, gaps, without_overlaps
from index.reading.limits import check_text
from index.reading.lines import Line, lines_of
from index.reading.pieces import Layout
from index.types import Block, BlockKind, Span

_WIDEST = 140  # characters: no editor wraps lines beyond it
_NARROWEST = 30


def read_layout(data: bytes, name: str) -> Layout:
    """Return a text file's characters, line ends included, with their blocks.

    Raises:
        UnreadableDocumentError: no text, or in an encoding that cannot be told.
    """
    text = decode(data, name)
    check_text(text, name)
    return Layout(text, tuple(plain_text_blocks(text)))


def plain_text_blocks(text: str) -> list[Block]:
    """Return the blocks of ``text``: in order, apart, covering all that is not white space.

    A text keeps one paragraph a line, or is wrapped by hand at some width; which of the two it is
    shows in where its lines end. Only a wrapped text has its lines joined.
    """
    lines = lines_of(text)
    levels = heading_levels(lines)
    width = wrap_width(lines)
    found: list[Block] = []
    group: list[Line] = []
    for place, line in enumerate(lines):
        if group and not _goes_on(group, line, width, is_heading=place in levels):
            found.append(_paragraph(text, group))
            group = []
        if place in levels:
            found.append(Block(line.span, BlockKind.HEADING, level=levels[place]))
        elif line.is_rule:
            found.append(Block(line.span, BlockKind.FURNITURE))
        elif not line.blank:
            group.append(line)
    if group:
        found.append(_paragraph(text, group))
    return covering(text, found)


def covering(text: str, found: Sequence[Block]) -> list[Block]:
    """Return ``found`` without overlaps, and a paragraph for each stretch that it leaves out."""
    kept = without_overlaps(found)
    missed = [block(text, gap, BlockKind.PARAGRAPH) for gap in gaps(text, kept)]
    return sorted([*kept, *missed], key=lambda block: block.span) if missed else kept


def wrap_width(lines: Sequence[Line]) -> int:
    """Return the width at which the text was wrapped by hand; 0 if a line is a paragraph."""
    ends = [
        (line, below)
        for line, below in _neighbours(lines)
        if len(line.text) >= _NARROWEST and not below.item_mark
    ]
    if not ends:
        return 0
    widths = sorted(len(line.text) for line, _ in ends)
    width = widths[int(len(widths) * 0.95)]
    broken = sum(_breaks_off(line, below, width) for line, below in ends)
    return width if width <= _WIDEST and broken * 2 > len(ends) else 0


def _neighbours(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    for line, below in pairwise(lines):
        if not line.blank and not below.blank and not line.is_rule and not below.is_rule:
            yield line, below


def _breaks_off(line: Line, below: Line, width: int) -> bool:
    """Tell whether ``line`` was broken off for want of room, in mid-sentence."""
    if line.text[-1] in ".!?…:":
        return False
    no_room = len(line.text) + 1 + len(below.text.split(maxsplit=1)[0]) > width * 0.9
    return below.text[0].islower() or (no_room and not below.is_key_value)


def _goes_on(group: Sequence[Line], line: Line, width: int, *, is_heading: bool) -> bool:
    """Tell whether ``line`` belongs to the paragraph or the item of the lines before it."""
    above = group[-1]
    if line.blank or is_heading or line.is_rule or _opens_item(group, line):
        return False
    if group[0].item_mark and line.indent > group[0].indent:
        return True
    closed = above.text[-1] in ".!?…:"
    if line.is_key_value and (closed or above.is_key_value) and line.text[0].isupper():
        return False
    if not width:
        return line.text[0].islower() and not closed and _NARROWEST <= len(above.text) <= _WIDEST
    room_left = len(above.text) + 1 + len(line.text.split(maxsplit=1)[0]) < width * 0.7
    return not room_left or (line.text[0].islower() and not closed)


def _opens_item(group: Sequence[Line], line: Line) -> bool:
    if not line.item_mark:
        return False
    # A dash or a number that a wrapped line happens to begin with opens no item.
    return group[0].item_mark > 0 or line.text[0] in "*•‣◦·▪●○■□✓-+" or group[-1].is_stopped


def _paragraph(text: str, group: Sequence[Line]) -> Block:
    span = Span(group[0].start, group[-1].end)
    mark = group[0].item_mark
    return block(text, span, BlockKind.LIST_ITEM if mark else BlockKind.PARAGRAPH, mark=mark)
