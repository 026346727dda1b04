"""The codes of passages as readers see them, and how they change."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from index.fine_rows import FineRows, Slots

Codes = npt.NDArray[np.uint8]
Ids = npt.NDArray[np.int64]
ROOM = 1.25
"""How much longer than needed arrays are made, so that most additions copy nothing."""


@dataclass(frozen=True, slots=True)
class HeldCodes:
    """One state of the codes: never changed, only put in another's place."""

    ids: Ids
    """In ascending order."""
    signs: Codes
    """Of each id, one after the other, for they are all compared."""
    slots: Slots
    """Of each id, the slot of its fine code."""
    fine: FineRows
    """In any order, with rows of what was removed and of what is being added: they stay where they
    are, for few are read."""

    @classmethod
    def empty(cls, sign_width: int, dimension: int) -> Self:
        """Return what holds nothing."""
        return cls(
            np.empty(0, np.int64),
            np.empty((0, sign_width), np.uint8),
            np.empty(0, np.int32),
            FineRows(dimension),
        )

    def __len__(self) -> int:
        return len(self.ids)

    def places(self, ids: Collection[int]) -> Ids:
        """Return at which rows these ids stand, as far as they are held, in ascending order."""
        wanted = np.unique(np.fromiter(ids, dtype=np.int64, count=len(ids)))
        found: Ids = np.searchsorted(self.ids, wanted)
        inside = found < len(self.ids)
        inside[inside] = self.ids[found[inside]] == wanted[inside]
        return found[inside]

    def only(self, places: Ids) -> "HeldCodes":
        """Return those at these rows, in their order; it is for looking at, not for changing."""
        return HeldCodes(self.ids[places], self.signs[places], self.slots[places], self.fine)

    def without(self, places: Ids) -> "HeldCodes":
        """Return what is left without the ids at these rows."""
        return HeldCodes(
            np.delete(self.ids, places),
            np.delete(self.signs, places, axis=0),
            np.delete(self.slots, places),
            self.fine,
        )

    def merged(self, ids: Ids, signs: Codes, slots: Slots) -> "HeldCodes":
        """Return these and others, whose fine codes are there already."""
        places = np.searchsorted(self.ids, ids)
        return HeldCodes(
            np.insert(self.ids, places, ids),
            np.insert(self.signs, places, signs, axis=0),
            np.insert(self.slots, places, slots),
            self.fine,
        )

    def first(self, rows: int, fine: FineRows) -> "HeldCodes":
        """Return the first rows, with these fine codes."""
        return HeldCodes(self.ids[:rows], self.signs[:rows], self.slots[:rows], fine)

    def with_room(self, rows: int) -> "HeldCodes":
        """Return longer arrays, with room for these rows and more, that begin with these."""
        room = int(rows * ROOM)
        made = HeldCodes(
            np.empty(room, np.int64),
            np.empty((room, self.signs.shape[1]), np.uint8),
            np.empty(room, np.int32),
            self.fine,
        )
        size = len(self)
        made.ids[:size], made.signs[:size], made.slots[:size] = self.ids, self.signs, self.slots
        return made

    def packed(self) -> "HeldCodes":
        """Return the same without the fine codes of what was removed."""
        fine = FineRows(self.fine.dimension)
        for rows in self.fine.parts(self.slots):
            fine.add(rows)
        return HeldCodes(self.ids, self.signs, np.arange(len(self), dtype=np.int32), fine)
