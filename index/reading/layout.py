"""Blocks with their sentences, and the rule that nothing is left out."""

from collections.abc import Iterable, Iterator

from index.segmentation import LONGEST, split_sentences, trimmed
from index.types import Block, BlockKind, Span


def block(text: str, span: Span, kind: BlockKind, *, mark: int = 0) -> Block:
    """Return a block of running text; ``mark`` characters at its start are in no sentence."""
    return Block(span, kind, sentences_in(text, Span(span.start + mark, span.end)))


def sentences_in(text: str, span: Span) -> tuple[Span, ...]:
    """Return the sentences of ``text`` inside ``span``, in the text's own code points."""
    return tuple(
        Span(span.start + sentence.start, span.start + sentence.end)
        for sentence in split_sentences(span.of(text))
    )


def block_by_line(text: str, span: Span, kind: BlockKind, cited: Iterable[Span]) -> Block:
    """Return a block of code or of a table: each of the lines ``cited`` is one sentence."""
    sentences = tuple(
        sentence
        for line in cited
        for whole in trimmed(text, line.start, line.end)
        for sentence in ((whole,) if len(whole) <= LONGEST else sentences_in(text, whole))
    )
    return Block(span, kind, sentences)


def gaps(text: str, blocks: Iterable[Block]) -> Iterator[Span]:
    """Yield each trimmed stretch of ``text`` that none of the ``blocks`` (in order) covers."""
    position = 0
    for covered in blocks:
        yield from trimmed(text, position, covered.span.start)
        position = covered.span.end
    yield from trimmed(text, position, len(text))


def without_overlaps(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks in order; of two that overlap the first stays."""
    kept: list[Block] = []
    for candidate in sorted(blocks, key=lambda block: block.span):
        if candidate.span and (not kept or kept[-1].span.end <= candidate.span.start):
            kept.append(candidate)
    return kept
