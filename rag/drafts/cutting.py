"""A text with pieces cut out, and the way back from places in what is left."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.types import Block, Span


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left of a text."""

    text: str
    starts: tuple[int, ...]
    """Where each piece that is left begins in ``text``."""
    shifts: tuple[int, ...]
    """How much further on each of them stands in the whole text."""

    @classmethod
    def of(cls, text: str, out: Sequence[Span]) -> "Cut":
        """Cut spans out of a text; they are in order and apart."""
        pieces, starts, shifts = [], [], []
        position = length = 0
        for span in [*out, Span(len(text), len(text))]:
            starts.append(length)
            shifts.append(position - length)
            pieces.append(text[position : span.start])
            length += span.start - position
            position = span.end
        return cls("".join(pieces), tuple(starts), tuple(shifts))

    def whole(self, span: Span) -> Span:
        """Return where a span of what is left, which is not empty, stands in the whole text."""
        return Span(self._place(span.start), self._place(span.end - 1) + 1)

    def whole_block(self, block: Block) -> Block:
        """Return a block of what is left as one of the whole text."""
        sentences = tuple(map(self.whole, block.sentences))
        return replace(block, span=self.whole(block.span), sentences=sentences)

    def _place(self, place: int) -> int:
        return place + self.shifts[bisect_right(self.starts, place) - 1]
