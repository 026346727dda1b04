"""Documents to passages: exact slices that begin and end with a sentence."""

import math
from collections.abc import Iterable, Iterator

import regex

from index.types import Block, BlockKind, Document, Passage, Span

MAX_TOKENS = 200
"""Leaves room for title and headings in the 256 tokens that the default model reads."""

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_PIECE = regex.compile(rf"(?P<word>[\p{{L}}\p{{M}}\p{{N}}--[{_UNSPACED}]]+)|\S", regex.V1)
_LETTERS_PER_TOKEN = 6


def chunk(document: Document, *, max_tokens: int = MAX_TOKENS) -> list[Passage]:
    """Return the document's passages in order.

    Every sentence outside headings and furniture stands in exactly one passage; passages do not
    overlap and never reach across a heading or across furniture. A passage ends where the next
    block, or within a long block the next sentence, would take it over ``max_tokens`` (estimated);
    only a sentence longer than that makes a longer passage.
    """
    return [
        document.passage(sentences[0].start, sentences[-1].end)
        for run in _runs(document.blocks)
        for sentences in _filled(run, document.text, max_tokens)
    ]


def count_tokens(text: str) -> int:
    """Return about how many tokens a model's tokenizer makes of ``text``; rather too many.

    >>> count_tokens("Cats sleep extraordinarily.")
    6
    """
    return sum(
        math.ceil(len(piece.group()) / _LETTERS_PER_TOKEN) if piece.lastgroup else 1
        for piece in _PIECE.finditer(text)
    )


def _runs(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield the runs of blocks that no heading and no furniture parts."""
    run: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING or not block.kind.is_cited:
            yield run
            run = []
        elif block.sentences:
            run.append(block)
    yield run


def _filled(run: Iterable[Block], text: str, max_tokens: int) -> Iterator[list[Span]]:
    """Yield lists of sentences, each as many as fit, whole blocks where possible."""
    held: list[Span] = []
    room = max_tokens
    for block in run:
        costs = [count_tokens(sentence.of(text)) for sentence in block.sentences]
        if held and sum(costs) > room:
            yield held
            held, room = [], max_tokens
        for sentence, cost in zip(block.sentences, costs, strict=True):
            if held and cost > room:
                yield held
                held, room = [], max_tokens
            held.append(sentence)
            room -= cost
    if held:
        yield held
