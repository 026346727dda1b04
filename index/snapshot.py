"""The vector index on disk: a copy that saves time, never the truth.

FAISS loads half of all damaged files without a word, so a file is only read after its sha256 was
found equal to the one that SQLite holds. Whatever is wrong with it, the index is built anew.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from index.folders import sync_folder
from index.vectors import FaissStore

FILE = "passages.faiss"


def write_snapshot(folder: Path, vectors: FaissStore) -> str:
    """Write the snapshot, whole or not at all; return its sha256.

    Raises:
        OSError: it could not be written; the one before, if any, still stands.
    """
    data = vectors.to_bytes()
    temporary = folder / f"{FILE}.new"
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / FILE)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(folder)
    return hashlib.sha256(data).hexdigest()


def read_snapshot(folder: Path, sha256: str | None, dimension: int) -> FaissStore | None:
    """Return the vectors of the snapshot; None unless it is exactly the one of that sha256."""
    if sha256 is None:
        return None
    try:
        data = (folder / FILE).read_bytes()
    except OSError:
        return None
    if hashlib.sha256(data).hexdigest() != sha256:
        return None
    return FaissStore.from_bytes(data, dimension)
