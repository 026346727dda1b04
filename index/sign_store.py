"""Search over codes with the cosines of the vectors behind them."""

from collections.abc import Callable, Collection, Sequence

import numpy as np

from index.embedding import Vectors
from index.sign_codes import SignCodes
from index.vectors import check_unit_rows

SPARE = 16
"""How many more vectors are read than asked for. Of the nearest candidates of 60,000 real vectors,
8 more missed none."""
ALL_READ = 500
"""Among so many passages, those of a filter mostly, every vector is read."""

Rows = Callable[[Sequence[int]], tuple[list[int], Vectors]]
"""Gives those of the ids that are stored, with their unit rows (n, d)."""


class SignStore:
    """Search over codes with the cosines of the stored vectors: a ``VectorStore``.

    Adding and removing changes the codes alone; the rows are the store's affair.
    """

    def __init__(self, codes: SignCodes, rows: Rows) -> None:
        self._codes = codes
        self._rows = rows
        self._known: tuple[Vectors | None, dict[int, float]] = (None, {})
        """The vector searched for last, and cosines to it: who searches asks for more of them."""

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add rows (n, d) under n new ids, all or none; ``ValueError`` as the protocol says."""
        self._codes.add(ids, vectors)

    def remove(self, ids: Collection[int]) -> None:
        """Remove these ids; those that are not there do not matter."""
        self._codes.remove(ids)

    def search(
        self, vector: Vectors, k: int, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most k ids with their cosine, best first, ties by id.

        The cosines are exact. Of the nearest k, one in a hundred may be missing where there are
        more than ``ALL_READ`` to choose from.
        """
        check_unit_rows(vector[np.newaxis], self._codes.dimension)
        among = len(self._codes) if within is None else len(within)
        count = k + SPARE if among > ALL_READ else among
        found = self._cosines(vector, self._codes.nearest(vector, count, within))
        self._known = vector, found
        return sorted(found.items(), key=lambda scored: (-scored[1], scored[0]))[:k]

    def ids(self) -> frozenset[int]:
        """Return all ids held, as they are now."""
        return self._codes.ids()

    def cosines(self, vector: Vectors, ids: Collection[int]) -> dict[int, float]:
        """Return the cosine of ``vector`` (d,) to each of these ids that is held."""
        asked, known = self._known
        if vector is not asked:
            known = {}
        held = self._codes.holding(ids)
        new = self._cosines(vector, [identifier for identifier in held if identifier not in known])
        return {identifier: known[identifier] for identifier in held if identifier in known} | new

    def _cosines(self, vector: Vectors, ids: Sequence[int]) -> dict[int, float]:
        found, rows = self._rows(ids)
        return dict(zip(found, np.clip(rows @ vector, -1.0, 1.0).tolist(), strict=True))
