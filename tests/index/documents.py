"""Documents built by hand, so that tests of the index need no reader."""

import re

from index.types import Block, BlockKind, Document, Span

_SENTENCE = re.compile(r"\S[^.!?\n]*[.!?]?")


def document_of(text: str, name: str = "d1", *, title: str = "", source: str = "") -> Document:
    """Return a document with one block a line: "# …" is a heading, "| …" furniture."""
    return Document(
        id=name,
        title=title or name,
        text=text,
        blocks=tuple(_block(line) for line in re.finditer(r"\S[^\n]*", text)),
        source=source or f"{name}.txt",
    )


def _block(line: re.Match[str]) -> Block:
    span = Span(line.start(), line.start() + len(line.group().rstrip()))
    if line.group().startswith("# "):
        return Block(span, BlockKind.HEADING, (), 1)
    if line.group().startswith("| "):
        return Block(span, BlockKind.FURNITURE)
    sentences = tuple(
        Span(span.start + found.start(), span.start + len(line.group()[: found.end()].rstrip()))
        for found in _SENTENCE.finditer(line.group())
    )
    return Block(span, BlockKind.PARAGRAPH, sentences)
