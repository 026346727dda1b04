"""Nearest vectors by cosine: the ``VectorStore`` seam and its default, FAISS."""

import threading
from collections.abc import Collection, Sequence
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

from index.embedding import Vectors

UNIT_TOLERANCE = 1e-3
"""How far from 1 the length of a row may be: float32 sums are not exact."""


class VectorStore(Protocol):
    """Unit vectors under the caller's ids, searched by cosine."""

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add rows (n, d) under n new ids of 0 or more.

        Raises:
            ValueError: an id that is negative or taken, another shape than (n, d), or a row that
                is not finite or not of length 1. Nothing is added then.
        """

    def remove(self, ids: Collection[int]) -> None:
        """Remove these ids; those that are not there do not matter."""

    def search(
        self, vector: Vectors, k: int, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most k ids with their cosine to ``vector`` (d,), best first.

        Args:
            vector: one unit row.
            k: the most ids to return, 1 or more.
            within: if given, the only ids that may be returned.

        Raises:
            ValueError: ``vector`` has another shape, or is not finite or not of length 1.
        """

    def ids(self) -> frozenset[int]:
        """Return all ids held."""


def check_unit_rows(rows: Vectors, dimension: int) -> None:
    """Raise ``ValueError`` unless ``rows`` are (n, dimension), finite, and of length 1."""
    if rows.ndim != 2 or rows.shape[1] != dimension:
        raise ValueError(f"expected vectors of {dimension} dimensions, got shape {rows.shape}")
    lengths = np.linalg.norm(rows, axis=1)
    if not np.all(np.abs(lengths - 1.0) <= UNIT_TOLERANCE):  # so written, NaN fails too
        raise ValueError("a vector is not finite or not of length 1")


class FaissStore:
    """Exact search over a flat FAISS index; safe to use from several threads.

    It keeps nothing on disk by itself: ``to_bytes`` and ``from_bytes`` do not notice damage, so
    whoever stores the bytes has to verify them before they come back (see ``snapshot.py``).
    """

    def __init__(self, dimension: int) -> None:
        import faiss  # here, because it takes a tenth of a second

        self._faiss = faiss
        self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        self._ids: set[int] = set()
        self._lock = threading.Lock()
        self.dimension = dimension

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add rows (n, d) under n new ids, all or none; ``ValueError`` as the protocol says."""
        check_unit_rows(vectors, self.dimension)
        if len(ids) != len(vectors):
            raise ValueError(f"{len(ids)} ids for {len(vectors)} vectors")
        with self._lock:
            fresh = set(ids)
            if len(fresh) < len(ids) or fresh & self._ids or min(fresh, default=0) < 0:
                raise ValueError("an id is negative, given twice, or taken")
            if fresh:
                rows = np.ascontiguousarray(vectors, dtype=np.float32)
                self._index.add_with_ids(rows, _as_ids(ids))
                self._ids |= fresh

    def remove(self, ids: Collection[int]) -> None:
        """Remove these ids; one pass over all vectors, however many ids there are."""
        with self._lock:
            present = self._ids.intersection(ids)
            if present:
                self._index.remove_ids(self._faiss.IDSelectorBatch(_as_ids(present)))
                self._ids -= present

    def search(
        self, vector: Vectors, k: int, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most k ids with their cosine, best first, ties by id."""
        check_unit_rows(vector[np.newaxis], self.dimension)
        parameters = self._faiss.SearchParameters()
        if within is not None:
            parameters.sel = self._faiss.IDSelectorBatch(_as_ids(within))
        with self._lock:
            # Per thread, not once: a thread starts with all cores, and FAISS then spins on them.
            self._faiss.omp_set_num_threads(1)
            row = np.ascontiguousarray(vector[np.newaxis], dtype=np.float32)
            cosines, ids = self._index.search(row, k, params=parameters)
        # Where fewer than k are found, FAISS fills up with the id -1.
        found = [
            (int(id_), min(1.0, max(-1.0, float(cosine))))
            for id_, cosine in zip(ids[0], cosines[0], strict=True)
            if id_ >= 0
        ]
        return sorted(found, key=lambda scored: (-scored[1], scored[0]))

    def ids(self) -> frozenset[int]:
        """Return all ids held, as they are now."""
        with self._lock:
            return frozenset(self._ids)

    def sorted_ids(self) -> npt.NDArray[np.int64]:
        """Return all ids held, in ascending order."""
        return np.sort(_as_ids(self.ids()))

    def rows(self, ids: Sequence[int]) -> Vectors:
        """Return the rows (n, d) of ids that are held."""
        found = np.empty((len(ids), self.dimension), dtype=np.float32)
        with self._lock:
            self._index.reconstruct_batch(_as_ids(ids), found)
        return found

    def cosines(self, vector: Vectors, ids: Collection[int]) -> dict[int, float]:
        """Return the cosine of ``vector`` (d,) to each of these ids that is held."""
        with self._lock:
            held = [identifier for identifier in ids if identifier in self._ids]
            rows = np.empty((len(held), self.dimension), dtype=np.float32)
            if held:
                self._index.reconstruct_batch(_as_ids(held), rows)
        return dict(zip(held, (rows @ vector).tolist(), strict=True))

    def to_bytes(self) -> bytes:
        """Return everything held, for ``from_bytes``."""
        with self._lock:
            return self._faiss.serialize_index(self._index).tobytes()

    @classmethod
    def from_bytes(cls, data: bytes, dimension: int) -> Self:
        """Return the store that ``to_bytes`` wrote; the bytes must be verified already.

        Raises:
            ValueError: the bytes are a FAISS index of another kind or dimension.
        """
        store = cls(dimension)
        try:
            index = store._faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except RuntimeError as error:
            raise ValueError("not a FAISS index") from error
        if not isinstance(index, store._faiss.IndexIDMap2) or index.d != dimension:
            raise ValueError(f"not a flat index of {dimension} dimensions")
        store._index = index
        store._ids = set(store._faiss.vector_to_array(index.id_map).tolist())
        return store


def _as_ids(ids: Collection[int]) -> npt.NDArray[np.int64]:
    return np.fromiter(ids, dtype=np.int64, count=len(ids))
