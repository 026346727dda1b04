"""A text without some of its parts, every other character in its place."""

from collections.abc import Iterable, Mapping

from index.types import BlockKind, Document, Span


def masked(document: Document, fillers: Mapping[BlockKind, str]) -> str:
    """Return the text with one filler for each character, white space apart, of some blocks.

    Args:
        document: What was read.
        fillers: For each kind of block that is to be masked, the one character to put there.
    """
    kinds = ((block.span, fillers.get(block.kind)) for block in document.blocks)
    return filled(document.text, ((span, filler) for span, filler in kinds if filler))


def filled(text: str, parts: Iterable[tuple[Span, str]]) -> str:
    """Return the text with one filler for each character, white space apart, of some parts.

    ``parts`` are in order and apart, each with the one character to put there.

    >>> filled("It burned down.", [(Span(3, 9), "-")])
    'It ------ down.'
    """
    pieces, end = [], 0
    for span, filler in parts:
        own = (each if each.isspace() else filler for each in span.of(text))
        pieces += [text[end : span.start], *own]
        end = span.end
    return "".join([*pieces, text[end:]])
