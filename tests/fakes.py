"""Small, deterministic, honest stand-ins."""

import re
import zlib
from collections.abc import Sequence

import numpy as np

from index.embedding import Vectors


class WordHashEmbedder:
    """A bag of words hashed into 256 dimensions: texts that share words are near each other."""

    name = "word-hash"
    dimension = 256

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows (n, 256); a text without words gets a constant row."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.casefold()):
                row[zlib.crc32(word.encode()) % self.dimension] += 1.0
            if not row.any():
                row[0] = 1.0
        lengths: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / lengths


class CountingEmbedder(WordHashEmbedder):
    """Counts what it was given: how many texts, in how many calls."""

    def __init__(self) -> None:
        self.calls = 0
        self.texts = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the rows of ``WordHashEmbedder``."""
        self.calls += 1
        self.texts += len(texts)
        return super().embed(texts)
