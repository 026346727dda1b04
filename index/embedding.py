"""Texts to vectors: the ``Embedder`` seam and its default."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"

Vectors = npt.NDArray[np.float32]
"""Rows of shape (n, d), float32, each of length 1, so that a dot product is a cosine."""


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """What the store remembers: vectors of two names are never mixed."""

    @property
    def dimension(self) -> int:
        """The number of columns d."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows (n, d); no texts give (0, d)."""
