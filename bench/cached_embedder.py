"""Vectors kept on the disk, so that measuring again does not embed again."""

import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.embedding import Embedder, Vectors

PROBE = "The lamp on the pier was lit on 3 May 1874, and it burned oil."
SAME = 0.9999
"""Cosine of two vectors of the probe from which on they count as made by the same model."""
AT_ONCE = 256
"""Texts that are embedded before they are written down: an interrupted run loses no more."""


class CachedEmbedder:
    """An embedder that looks each text up before it lets another one embed it.

    What makes vectors may change while its name stays (another runtime, other weights), so the
    cached vector of a probe is compared with a new one first: another model, another cache.
    """

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        """Open or make the cache of ``embedder`` in ``folder``."""
        self._embedder = embedder
        folder.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(
            folder / "vectors.sqlite3", isolation_level=None, timeout=120
        )
        self._database.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
            "CREATE TABLE IF NOT EXISTS models (number INTEGER PRIMARY KEY, name, probe);"
            "CREATE TABLE IF NOT EXISTS vectors (key PRIMARY KEY, vector) WITHOUT ROWID;"
        )
        self._model = self._number_of_model()

    @property
    def name(self) -> str:
        """The name of the model."""
        return self._embedder.name

    @property
    def dimension(self) -> int:
        """The number of columns."""
        return self._embedder.dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows (n, d), those known from the cache."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        keys = {text: self._key(text) for text in texts}
        held = self._held(list(keys.values()))
        new = [text for text, key in keys.items() if key not in held]
        for start in range(0, len(new), AT_ONCE):
            batch = new[start : start + AT_ONCE]
            held.update(self._written(batch, [keys[text] for text in batch]))
        return np.stack([held[keys[text]] for text in texts])

    def _held(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        return {
            key: vector
            for at in range(0, len(keys), 500)
            for key, vector in self._read(keys[at : at + 500])
        }

    def _read(self, keys: Sequence[bytes]) -> Iterator[tuple[bytes, Vectors]]:
        marks = ",".join("?" * len(keys))
        query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608 - marks only
        for key, vector in self._database.execute(query, keys):
            yield key, np.frombuffer(vector, dtype=np.float32)

    def _written(self, texts: Sequence[str], keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        made = dict(zip(keys, self._embedder.embed(texts), strict=True))
        rows = [(key, vector.tobytes()) for key, vector in made.items()]
        self._database.execute("BEGIN IMMEDIATE")
        self._database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        self._database.execute("COMMIT")
        return made

    def _key(self, text: str) -> bytes:
        return sha256(f"{self._model}\0{self.name}\0{text}".encode()).digest()

    def _number_of_model(self) -> int:
        probe = self._embedder.embed([PROBE])[0]
        rows = self._database.execute(
            "SELECT number, probe FROM models WHERE name = ?", (self.name,)
        )
        for number, known in rows.fetchall():
            vector = np.frombuffer(known, dtype=np.float32)
            if len(vector) == len(probe) and float(vector @ probe) > SAME:
                return int(number)
        made = self._database.execute(
            "INSERT INTO models (name, probe) VALUES (?, ?)", (self.name, probe.tobytes())
        )
        return int(made.lastrowid or 0)
