"""Fine codes in blocks that never move: adding copies none, and half a gigabyte is never twice."""

from collections.abc import Iterator
from typing import Self

import numpy as np
import numpy.typing as npt

from index.fine_codes import FineCodes

BLOCK = 1 << 16
"""Rows of a block: 25 MB of 384 dimensions."""

Slots = npt.NDArray[np.int32]


class FineRows:
    """Rows (n, d) under the slots that they were given; one writer, any number of readers.

    No row ever changes or goes; what is no longer needed goes with all, when the rest is copied.
    """

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._blocks: list[FineCodes] = []
        self._used = 0

    @classmethod
    def of(cls, rows: FineCodes) -> Self:
        """Return rows (n, d) under slots from 0; full blocks are not copied."""
        made = cls(rows.shape[1])
        full = len(rows) - len(rows) % BLOCK
        made._blocks = [rows[start : start + BLOCK] for start in range(0, full, BLOCK)]
        made._used = full
        made.add(rows[full:])
        return made

    def __len__(self) -> int:
        return self._used

    def add(self, rows: FineCodes) -> Slots:
        """Add rows (n, d); return their n slots, which follow those before."""
        first = self._used
        while len(rows):
            block, start = divmod(self._used, BLOCK)
            if block == len(self._blocks):
                self._blocks.append(np.empty((BLOCK, self.dimension), np.int8))
            part, rows = rows[: BLOCK - start], rows[BLOCK - start :]
            self._blocks[block][start : start + len(part)] = part
            self._used += len(part)
        return np.arange(first, self._used, dtype=np.int32)

    def at(self, slots: Slots) -> FineCodes:
        """Return the rows (n, d) of n slots."""
        found = np.empty((len(slots), self.dimension), np.int8)
        blocks, places = np.divmod(slots, BLOCK)
        for block in np.unique(blocks).tolist():
            here = blocks == block
            found[here] = self._blocks[block][places[here]]
        return found

    def parts(self, slots: Slots) -> Iterator[FineCodes]:
        """Yield the rows of slots, a block's worth at a time."""
        return (self.at(slots[start : start + BLOCK]) for start in range(0, len(slots), BLOCK))
