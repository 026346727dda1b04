"""Nearest vectors among very many: ten bits a dimension in memory, the vectors in the store.

Two bits tell on which side of fixed directions a vector lies; vectors of near signs are near each
other. All signs are compared with the query's, and of the nearest the fine codes, of eight bits,
choose those whose vectors are worth reading. Nothing is trained: codes hang on their vector alone,
so the same passages have the same codes whatever was added or removed before.
Source: Charikar, Similarity Estimation Techniques from Rounding Algorithms, STOC 2002.
"""

import hashlib
import threading
from collections.abc import Collection, Iterator, Sequence
from typing import Self

import numpy as np
import numpy.typing as npt

from index import fine_codes
from index.embedding import Vectors
from index.fine_rows import BLOCK, FineRows
from index.held_codes import ROOM, Codes, HeldCodes, Ids
from index.vectors import check_unit_rows

CANDIDATES = 1_000
"""The least number of passages whose fine codes are read for a query."""
CANDIDATES_A_RESULT = 10
"""As many for each result. Of the 100 nearest of 1,000,000, 5 for each find 97, 10 find 99."""
TURNS = 2
"""Full sets of orthogonal directions, of one bit a dimension each."""
MAGIC = b"Pincite signs 2\n"


class SignCodes:
    """The codes of unit vectors under their ids; readers never wait for writers."""

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._directions = directions(dimension)
        self._changing = threading.Lock()
        width = -(-TURNS * dimension // 8)
        self._held = HeldCodes.empty(width, dimension)
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
                self._append(np.fromiter(ids, np.int64, len(ids)), vectors)

    def remove(self, ids: Collection[int]) -> None:
        """Remove these ids; one pass over all signs, however many ids there are."""
        with self._changing:
            places = self._held.places(ids)
            if len(places):
                self._held = self._room = self._held.without(places)

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
        """Return on which sides rows (n, d) lie."""
        return np.packbits((vectors @ self._directions) > 0, axis=1)

    def nearest(
        self, vector: Vectors, count: int, within: Collection[int] | None = None
    ) -> list[int]:
        """Return the ``count`` ids nearest to ``vector`` (d,) by their codes, in any order.

        With ``within``, only these ids are compared, however few of all they are.
        """
        held = self._held
        if within is not None:
            held = held.only(held.places(within))
        most = max(CANDIDATES, CANDIDATES_A_RESULT * count)
        if len(held) > most:
            held = held.only(_nearest(self.encode(vector[np.newaxis]), held.signs, most))
        ids = held.ids
        if len(ids) > count:
            cosines = fine_codes.cosines(held.fine.at(held.slots), vector)
            ids = ids[np.argpartition(-cosines, count)[:count]]
        found: list[int] = ids.tolist()
        return found

    def parts(self) -> Iterator[bytes | memoryview]:
        """Yield everything held, for ``from_bytes``, some megabytes at a time."""
        held = self._held
        yield MAGIC + np.array([self.dimension, len(held)], dtype="<i8").tobytes()
        yield held.ids.astype("<i8").tobytes()
        yield held.signs.data
        for rows in held.fine.parts(held.slots):
            yield rows.data

    def to_bytes(self) -> bytes:
        """Return everything held, for ``from_bytes``."""
        return b"".join(self.parts())

    @classmethod
    def from_bytes(cls, data: bytes, dimension: int) -> Self:
        """Return the codes that ``to_bytes`` wrote; the bytes must be verified already.

        Raises:
            ValueError: the bytes are something else, or of another dimension.
        """
        made = cls(dimension)
        start = len(MAGIC) + 16
        if len(data) < start or not data.startswith(MAGIC):
            raise ValueError("not the codes of vectors")
        found, count = np.frombuffer(data, dtype="<i8", count=2, offset=len(MAGIC)).tolist()
        width = made._held.signs.shape[1]
        if found != dimension or len(data) != start + count * (8 + width + dimension):
            raise ValueError(f"not the codes of vectors of {dimension} dimensions")
        ids = np.frombuffer(data, dtype="<i8", count=count, offset=start).astype(np.int64)
        codes = np.frombuffer(data, dtype=np.uint8, offset=start + 8 * count)
        signs, fine = np.split(codes, [count * width])
        made._held = made._room = HeldCodes(
            ids,
            signs.reshape(count, width),
            np.arange(count, dtype=np.int32),
            FineRows.of(fine.view(np.int8).reshape(count, dimension)),
        )
        return made

    def _append(self, ids: Ids, vectors: Vectors) -> None:
        order = np.argsort(ids)
        ids, signs = ids[order], self.encode(vectors[order])
        size, total = len(self._held), len(self._held) + len(ids)
        if len(self._held.fine) + len(ids) > ROOM * total + BLOCK:
            self._held = self._room = self._held.packed()
        held = self._held
        slots = held.fine.add(fine_codes.encode(vectors[order]))
        if size and ids[0] < held.ids[-1]:  # passages never do, for an id is never given twice
            self._held = self._room = held.merged(ids, signs, slots)
            return
        if total > len(self._room):
            self._room = held.with_room(total)
        room = self._room
        room.ids[size:total], room.signs[size:total], room.slots[size:total] = ids, signs, slots
        self._held = room.first(total, held.fine)


def directions(dimension: int) -> Vectors:
    """Return the directions (d, 2d) that codes are made by: columns of orthogonal matrices.

    They are the same everywhere and for ever, for codes are kept on the disk. Orthogonal ones
    tell more than independent ones: of the 100 nearest of 1,000,000, 99 instead of 97.
    """
    size = TURNS * dimension * dimension * 4
    digest = hashlib.shake_256(b"Pincite's directions").digest(size)
    drawn = np.frombuffer(digest, dtype="<u4").reshape(TURNS, dimension, dimension) / 2**32 - 0.5
    turns = [_orthogonal(each.T) for each in drawn]
    return np.ascontiguousarray(np.concatenate(turns).T, dtype=np.float32)


def _orthogonal(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return rows (d, d) made orthogonal and of length 1, each by those before it.

    ``np.linalg.qr`` gives the same; its threads wait for each other for seconds where others
    compute. Source: the modified Gram-Schmidt process (Björck, BIT 1967).
    """
    made = rows.copy()
    for at, row in enumerate(made):
        row /= np.sqrt(row @ row)
        made[at + 1 :] -= np.outer(made[at + 1 :] @ row, row)
    return made


def _nearest(code: Codes, codes: Codes, count: int) -> Ids:
    import faiss  # here, because it takes a tenth of a second

    # Per thread, not once: a thread starts with all cores, and FAISS then spins on them.
    faiss.omp_set_num_threads(1)
    _, places = faiss.knn_hamming(code, np.ascontiguousarray(codes), count)
    found: Ids = places[0]
    return found
