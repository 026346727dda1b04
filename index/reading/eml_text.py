"""The plain text of an e-mail: what its writer says, what is quoted, and the signature."""

import re
from collections.abc import Iterator
from itertools import groupby

from index.reading.pieces import Piece
from index.reading.plain_text import plain_text_blocks
from index.types import Block, BlockKind

_QUOTED = re.compile(r"(?:[ \t]?>)+[ \t]?")
_SIGNED = re.compile(r"-- ?")
_ANSWERED = re.compile(r"-{2,}.{3,40}-{2,}|_{10,}|(?:On|Am|Le|El) .{5,200}:|From: .+")
_LONGEST_SIGNATURE = 15  # lines


def text_pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of a text: quoted paragraphs open with ">" marks, which are no words.

    A signature is furniture.
    """
    lines = [line.rstrip("\r\n") for line in text.splitlines(keepends=True)]
    signed = _signature(lines)
    numbered = enumerate(lines)
    for (depth, is_signature), group in groupby(
        numbered, key=lambda each: (_depth(each[1]), each[0] in signed)
    ):
        part = "\n".join(_QUOTED.sub("", line, count=1) if depth else line for _, line in group)
        if is_signature:
            yield Piece(part, BlockKind.FURNITURE)
        else:
            yield from _blocks(part, depth)


def _depth(line: str) -> int:
    found = _QUOTED.match(line)
    return found.group().count(">") if found else 0


def _signature(lines: list[str]) -> range:
    """Return the places of the lines of the first signature, with the mark above it."""
    start = next((place for place, line in enumerate(lines) if _SIGNED.fullmatch(line)), None)
    if start is None:
        return range(0)
    end = next(
        (
            place
            for place in range(start + 1, len(lines))
            if _depth(lines[place]) or _ANSWERED.fullmatch(lines[place].strip())
        ),
        len(lines),
    )
    return range(start, end) if end - start <= _LONGEST_SIGNATURE else range(0)


def _blocks(text: str, depth: int) -> Iterator[Piece]:
    marks = ">" * min(depth, 20) + " " if depth else ""
    for block in plain_text_blocks(text):
        words = block.span.of(text)
        if block.kind is BlockKind.HEADING:
            # Lines of a mail that look like headings are greetings and cries.
            yield Piece(marks + words, mark=len(marks))
        else:
            yield Piece(marks + words, block.kind, mark=len(marks) + _mark(block))


def _mark(block: Block) -> int:
    is_item = block.kind is BlockKind.LIST_ITEM and block.sentences
    return block.sentences[0].start - block.span.start if is_item else 0
