"""A store over codes for tests, with the vectors kept beside them."""

from collections.abc import Sequence

import numpy as np

from index.embedding import Vectors
from index.sign_codes import SignCodes
from index.sign_store import SignStore


class Kept(SignStore):
    """Keeps the vectors that it is given, as the store keeps those of passages."""

    def __init__(self, dimension: int) -> None:
        self.codes = SignCodes(dimension)
        self.vectors: dict[int, Vectors] = {}
        self.asked: list[int] = []
        super().__init__(self.codes, self._stored)

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add codes and vectors."""
        super().add(ids, vectors)
        self.vectors.update(zip(ids, vectors, strict=True))

    def _stored(self, ids: Sequence[int]) -> tuple[list[int], Vectors]:
        self.asked.append(len(ids))
        found = [identifier for identifier in ids if identifier in self.vectors]
        rows = [self.vectors[identifier] for identifier in found]
        return found, np.array(rows, dtype=np.float32).reshape(-1, self.codes.dimension)
