"""What a reader sees of a draft: its sentences are found without the markup, and placed in it."""

import re
from collections.abc import Callable, Iterable, Sequence

from index.segmentation import LONGEST, split_sentences
from index.types import Block, BlockKind, Span
from rag.drafts.draft import FILLER

Move = Callable[[int], int]
"""From where a sentence begins or ends to where the markup does that touches it."""
_MARKUP = FILLER + " \t\r\n\v\f\u00a0"
_ENDING = re.compile(r"[\s.!?…。！？]")
_UNSAID = frozenset({BlockKind.FURNITURE, BlockKind.HIDDEN, BlockKind.CODE})


def seen_block(text: str, plain: str, block: Block, closing: Move) -> tuple[Block, ...]:
    """Return a block trimmed of white space, with its sentences; furniture if nothing is seen.

    A table's row is one sentence, unless it is longer than any.
    """
    whole = block.span.of(text)
    start = block.span.start + len(whole) - len(whole.lstrip())
    span = Span(start, max(start, block.span.start + len(whole.rstrip())))
    if not span:
        return ()
    if not span.of(plain).strip(_MARKUP):
        return (Block(span, BlockKind.FURNITURE),)
    sentences: Sequence[Span] = ()
    if block.kind is BlockKind.TABLE_ROW:
        row = _seen_part(plain, span)
        sentences = (row,) if len(row) <= LONGEST else seen_sentences(plain, row, closing)
    elif block.kind not in _UNSAID and block.kind is not BlockKind.HEADING:
        sentences = seen_sentences(plain, span, closing)
    if block.kind is BlockKind.HEADING:
        span = _seen_part(plain, span)
    return (Block(span, block.kind, tuple(sentences), block.level),)


def seen_sentences(
    plain: str, span: Span, closing: Move, opening: Move | None = None
) -> tuple[Span, ...]:
    """Return the sentences of what is seen in ``span``, with the markup that touches them.

    White space counts as one space, whatever stands in it: markup breaks no sentence.
    """
    places = _places(plain, span)
    shown = "".join("\n" if plain[at] in "\r\n" else plain[at] for at in places)
    found: list[Span] = []
    before = span.start
    for each in split_sentences(shown):
        start, end = places[each.start], places[each.end - 1] + 1
        start = opening(start) if opening else _filled_before(plain, start, before)
        start, before = max(start, before), min(max(end, closing(end)), span.end)
        found.append(Span(start, before))
    return tuple(found)


def _filled_before(plain: str, start: int, least: int) -> int:
    while start > least and plain[start - 1] == FILLER:
        start -= 1
    return start


def solid(plain: str, spans: Iterable[Span]) -> str:
    """Return what is seen with nothing in the spans that a sentence could end at.

    The spans are in order and apart.
    """
    parts, end = [], 0
    for span in spans:
        parts += [plain[end : span.start], _ENDING.sub("0", span.of(plain))]
        end = span.end
    return "".join([*parts, plain[end:]])


def _places(plain: str, span: Span) -> list[int]:
    """Return where the characters stand that are seen, of white space the first of each run."""
    places: list[int] = []
    is_spaced = True
    for at in range(span.start, span.end):
        character = plain[at]
        if character == FILLER:
            continue
        if not character.isspace() or not is_spaced:
            places.append(at)
        is_spaced = character.isspace()
    return places


def _seen_part(plain: str, span: Span) -> Span:
    shown = span.of(plain)
    start = span.start + len(shown) - len(shown.lstrip(_MARKUP))
    return Span(start, span.start + len(shown.rstrip(_MARKUP)))
