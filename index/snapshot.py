"""The vector index on disk: a copy that saves time, never the truth.

FAISS loads half of all damaged files without a word, so a file is only taken after its sha256 was
found equal to the one that SQLite holds. Whatever is wrong with it, the index is built anew.
Codes have a file of their own: earlier versions of Pincite then build anew what they do not know.
"""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from index.folders import sync_folder
from index.nearest import PassageCodes, from_bytes
from index.sign_codes import SignCodes

FILE = "passages.faiss"
CODES_FILE = "passages.codes"


def write_snapshot(folder: Path, vectors: PassageCodes) -> str:
    """Write the snapshot, whole or not at all; return its sha256.

    Raises:
        OSError: it could not be written; the one before, if any, still stands.
    """
    name, other, parts = _named(vectors)
    temporary, sha256 = folder / f"{name}.new", hashlib.sha256()
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for part in parts:
                sha256.update(part)
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / name)
        (folder / other).unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(folder)
    return sha256.hexdigest()


def read_snapshot(folder: Path, sha256: str | None, dimension: int) -> PassageCodes | None:
    """Return the vectors of the snapshot; None unless it is exactly the one of that sha256.

    None too if it is of another dimension, or in the form of an earlier or later Pincite.
    """
    for name in (FILE, CODES_FILE):
        with suppress(OSError, ValueError):
            data = (folder / name).read_bytes()
            if hashlib.sha256(data).hexdigest() == sha256:
                return from_bytes(data, dimension)
    return None


def _named(vectors: PassageCodes) -> tuple[str, str, Iterable[bytes | memoryview]]:
    """Return the name of the file, that of the other kind, and what is to be written."""
    if isinstance(vectors, SignCodes):
        return CODES_FILE, FILE, vectors.parts()
    return FILE, CODES_FILE, [vectors.to_bytes()]
