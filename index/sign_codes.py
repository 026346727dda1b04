"""Nearest vectors among very many: two bits a dimension in memory, the vectors in the store.

A code tells on which side of fixed directions a vector lies; vectors of near codes are near each
other. All codes are compared with the query's, and of the nearest the cosines are worked out from
the vectors themselves. Nothing is trained: a code hangs on its vector alone, so the same passages
have the same codes whatever was added or removed before.
Source: Charikar, Similarity Estimation Techniques from Rounding Algorithms, STOC 2002.
"""

import hashlib
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from index.embedding import Vectors
from index.vectors import check_unit_rows

CANDIDATES = 500
"""The least number of passages whose cosines are worked out for a query."""
CANDIDATES_A_RESULT = 5
"""As many for each result. Of the 100 nearest of 1,000,000, 5 for each find 97, 10 find 99; of the
10 nearest, 500 find all but one in a hundred searches."""
TURNS = 2
"""Full sets of orthogonal directions, of one bit a dimension each."""
MAGIC = b"Pincite signs 1\n"
_ROOM = 1.25
"""How much longer than needed arrays are made, so that most additions copy nothing."""

Codes = npt.NDArray[np.uint8]
Ids = npt.NDArray[np.int64]
Rows = Callable[[Sequence[int]], tuple[list[int], Vectors]]
"""Gives those of the ids that are stored, with their unit rows (n, d)."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What readers see; never changed, only put in another's place."""

    ids: Ids
    """In ascending order."""
    codes: Codes

    def places(self, ids: Collection[int]) -> Ids:
        """Return at which rows these ids stand, as far as they are held, in ascending order."""
        wanted = np.unique(np.fromiter(ids, dtype=np.int64, count=len(ids)))
        found: Ids = np.searchsorted(self.ids, wanted)
        inside = found < len(self.ids)
        inside[inside] = self.ids[found[inside]] == wanted[inside]
        return found[inside]

    def with_room(self, rows: int) -> "_Held":
        """Return longer arrays, with room for these rows and more, that begin with these."""
        made = _Held(
            np.empty(int(rows * _ROOM), np.int64),
            np.empty((int(rows * _ROOM), self.codes.shape[1]), np.uint8),
        )
        made.ids[: len(self.ids)], made.codes[: len(self.ids)] = self.ids, self.codes
        return made


class SignCodes:
    """The codes of unit vectors under their ids; readers never wait for writers."""

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._directions = directions(dimension)
        self._changing = threading.Lock()
        width = -(-TURNS * dimension // 8)
        self._held = _Held(np.empty(0, np.int64), np.empty((0, width), np.uint8))
        self._room = self._held
        """Arrays whose first rows are those held."""

    def __len__(self) -> int:
        return len(self._held.ids)

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add rows (n, d) under n new ids, all or none; ``ValueError`` as ``VectorStore`` says."""
        check_unit_rows(vectors, self.dimension)
        if len(ids) != len(vectors):
            raise ValueError(f"{len(ids)} ids for {len(vectors)} vectors")
        with self._changing:
            fresh = set(ids)
            if len(fresh) < len(ids) or min(fresh, default=0) < 0 or len(self._held.places(fresh)):
                raise ValueError("an id is negative, given twice, or taken")
            if fresh:
                self._append(np.fromiter(ids, np.int64, len(ids)), self.encode(vectors))

    def remove(self, ids: Collection[int]) -> None:
        """Remove these ids; one pass over all codes, however many ids there are."""
        with self._changing:
            places = self._held.places(ids)
            if len(places):
                self._held = self._room = _Held(
                    np.delete(self._held.ids, places), np.delete(self._held.codes, places, axis=0)
                )

    def ids(self) -> frozenset[int]:
        """Return all ids held, as they are now."""
        return frozenset(self._held.ids.tolist())

    def sorted_ids(self) -> Ids:
        """Return all ids held, in ascending order."""
        return self._held.ids

    def holding(self, ids: Collection[int]) -> list[int]:
        """Return those of the ids that are held, in ascending order."""
        held = self._held
        found: list[int] = held.ids[held.places(ids)].tolist()
        return found

    def encode(self, vectors: Vectors) -> Codes:
        """Return the codes of rows (n, d)."""
        return np.packbits((vectors @ self._directions) > 0, axis=1)

    def nearest(
        self, vector: Vectors, count: int, within: Collection[int] | None = None
    ) -> list[int]:
        """Return the ids of ``count`` codes nearest to that of ``vector`` (d,), in any order.

        With ``within``, only these ids are compared, however few of all they are.
        """
        held = self._held
        places = None if within is None else held.places(within)
        ids = held.ids if places is None else held.ids[places]
        if len(ids) > count:
            codes = held.codes if places is None else held.codes[places]
            ids = ids[_nearest(self.encode(vector[np.newaxis]), codes, count)]
        found: list[int] = ids.tolist()
        return found

    def to_bytes(self) -> bytes:
        """Return everything held, for ``from_bytes``."""
        held = self._held
        sizes = np.array([self.dimension, len(held.ids)], dtype="<i8").tobytes()
        return b"".join((MAGIC, sizes, held.ids.astype("<i8").tobytes(), held.codes.tobytes()))

    @classmethod
    def from_bytes(cls, data: bytes, dimension: int) -> Self:
        """Return the codes that ``to_bytes`` wrote; the bytes must be verified already.

        Raises:
            ValueError: the bytes are something else, or of another dimension.
        """
        made = cls(dimension)
        start, width = len(MAGIC) + 16, made._held.codes.shape[1]
        if len(data) < start or not data.startswith(MAGIC):
            raise ValueError("not the codes of vectors")
        found, count = np.frombuffer(data, dtype="<i8", count=2, offset=len(MAGIC)).tolist()
        if found != dimension or len(data) != start + count * (8 + width):
            raise ValueError(f"not the codes of vectors of {dimension} dimensions")
        ids = np.frombuffer(data, dtype="<i8", count=count, offset=start).astype(np.int64)
        codes = np.frombuffer(data, dtype=np.uint8, offset=start + 8 * count)
        made._held = made._room = _Held(ids, codes.reshape(count, width))
        return made

    def _append(self, ids: Ids, codes: Codes) -> None:
        order = np.argsort(ids)
        ids, codes = ids[order], codes[order]
        held, size = self._held, len(self._held.ids)
        if size and ids[0] < held.ids[-1]:  # passages never do, for an id is never given twice
            places = np.searchsorted(held.ids, ids)
            merged = _Held(
                np.insert(held.ids, places, ids), np.insert(held.codes, places, codes, axis=0)
            )
            self._held = self._room = merged
            return
        total = size + len(ids)
        if total > len(self._room.ids):
            self._room = held.with_room(total)
        self._room.ids[size:total], self._room.codes[size:total] = ids, codes
        self._held = _Held(self._room.ids[:total], self._room.codes[:total])


class SignStore:
    """Search over codes with the cosines of the stored vectors: a ``VectorStore``.

    Adding and removing changes the codes alone; the rows are the store's affair.
    """

    def __init__(self, codes: SignCodes, rows: Rows) -> None:
        self._codes = codes
        self._rows = rows

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
        more than ``CANDIDATES`` to choose from.
        """
        check_unit_rows(vector[np.newaxis], self._codes.dimension)
        count = max(CANDIDATES, CANDIDATES_A_RESULT * k)
        found = self._cosines(vector, self._codes.nearest(vector, count, within))
        return sorted(found.items(), key=lambda scored: (-scored[1], scored[0]))[:k]

    def ids(self) -> frozenset[int]:
        """Return all ids held, as they are now."""
        return self._codes.ids()

    def cosines(self, vector: Vectors, ids: Collection[int]) -> dict[int, float]:
        """Return the cosine of ``vector`` (d,) to each of these ids that is held."""
        return self._cosines(vector, self._codes.holding(ids))

    def _cosines(self, vector: Vectors, ids: Sequence[int]) -> dict[int, float]:
        found, rows = self._rows(ids)
        return dict(zip(found, np.clip(rows @ vector, -1.0, 1.0).tolist(), strict=True))


def directions(dimension: int) -> Vectors:
    """Return the directions (d, 2d) that codes are made by: columns of orthogonal matrices.

    They are the same everywhere and for ever, for codes are kept on the disk. Orthogonal ones
    tell more than independent ones: of the 100 nearest of 1,000,000, 99 instead of 97.
    """
    size = TURNS * dimension * dimension * 4
    digest = hashlib.shake_256(b"Pincite's directions").digest(size)
    drawn = np.frombuffer(digest, dtype="<u4").reshape(TURNS, dimension, dimension) / 2**32 - 0.5
    factors = (np.linalg.qr(each) for each in drawn)
    turns = [q * np.sign(np.diag(r)) for q, r in factors]  # otherwise the signs are LAPACK's choice
    return np.ascontiguousarray(np.concatenate(turns, axis=1), dtype=np.float32)


def _nearest(code: Codes, codes: Codes, count: int) -> Ids:
    import faiss  # here, because it takes a tenth of a second

    # Per thread, not once: a thread starts with all cores, and FAISS then spins on them.
    faiss.omp_set_num_threads(1)
    _, places = faiss.knn_hamming(code, np.ascontiguousarray(codes), count)
    found: Ids = places[0]
    return found
