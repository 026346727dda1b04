"""Texts that are embedded once, though searched for several times."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from index.embedding import Embedder, Vectors
from index.passage_index import PassageIndex


class RememberingEmbedder:
    """An embedder that keeps every vector it has made."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._held: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        """The name of the model."""
        return self._embedder.name

    @property
    def dimension(self) -> int:
        """The number of columns."""
        return self._embedder.dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows (n, d); only texts that are new go through the model."""
        new = [text for text in dict.fromkeys(texts) if text not in self._held]
        self._held.update(zip(new, self._embedder.embed(new), strict=True))
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.stack([self._held[text] for text in texts])


@contextmanager
def remembering(index: PassageIndex) -> Iterator[None]:
    """Let the index embed each text once: for what is measured, but not timed."""
    embedder = index.embedder
    index.embedder = RememberingEmbedder(embedder)
    try:
        yield
    finally:
        index.embedder = embedder
