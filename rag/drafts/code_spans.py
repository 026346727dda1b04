"""Where a Markdown draft shows code, in which no mark means anything."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator

from index.types import Block, BlockKind, Span

_TICKS = re.compile(r"`+")
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")


def code_spans(text: str, blocks: Iterable[Block]) -> list[Span]:
    """Return the code of a Markdown text in order: its blocks of code, and code between ticks."""
    fenced = [block.span for block in blocks if block.kind is BlockKind.CODE]
    return sorted([*fenced, *_inline(text, fenced)])


def _inline(text: str, fenced: list[Span]) -> Iterator[Span]:
    """Yield what stands between runs of as many ticks, with them, in linear time."""
    runs = [run for run in _TICKS.finditer(text) if not _is_inside(run.start(), fenced)]
    starts: dict[int, list[int]] = defaultdict(list)
    for run in runs:
        starts[len(run.group())].append(run.start())
    breaks = [each.start() for each in _BLANK_LINE.finditer(text)]
    end = 0
    for run in runs:
        if run.start() < end or text[run.start() - 1 : run.start()] == "\\":
            continue
        length = len(run.group())
        closing = bisect_right(starts[length], run.start())
        if closing < len(starts[length]):
            closed = starts[length][closing]
            if bisect_left(breaks, run.start()) == bisect_left(breaks, closed):
                end = closed + length
                yield Span(run.start(), end)


def _is_inside(place: int, spans: list[Span]) -> bool:
    at = bisect_right(spans, place, key=lambda span: span.start) - 1
    return at >= 0 and place < spans[at].end
