"""A document's text without what is never cited, every other character in its place."""

from collections.abc import Mapping

from index.types import BlockKind, Document


def masked(document: Document, fillers: Mapping[BlockKind, str]) -> str:
    """Return the text with one filler for each character, white space apart, of some blocks.

    Args:
        document: What was read.
        fillers: For each kind of block that is to be masked, the one character to put there.
    """
    parts, end = [], 0
    for block in document.blocks:
        if filler := fillers.get(block.kind):
            own = block.span.of(document.text)
            parts += [document.text[end : block.span.start], _filled(own, filler)]
            end = block.span.end
    return "".join([*parts, document.text[end:]])


def _filled(text: str, filler: str) -> str:
    return "".join(character if character.isspace() else filler for character in text)
