"""Which way the nearest passages are found: exactly while they are few, by codes above that."""

import sqlite3
from functools import partial

from index import passage_rows
from index.sign_codes import MAGIC, SignCodes
from index.sign_store import SignStore
from index.vectors import FaissStore

MOST_EXACT = 50_000
"""Passages up to which every vector stays in memory and is compared: 10 ms and 75 MB."""
ENCODED_AT_ONCE = 4_096

PassageCodes = FaissStore | SignCodes
"""What is in memory of the vectors of passages."""


def new_codes(dimension: int, passages: int) -> PassageCodes:
    """Return what is fit for so many passages, with none in it."""
    return FaissStore(dimension) if passages <= MOST_EXACT else SignCodes(dimension)


def fits(vectors: PassageCodes, passages: int) -> bool:
    """Tell whether this is how so many passages are found."""
    return isinstance(vectors, FaissStore) == (passages <= MOST_EXACT)


def fitting(vectors: PassageCodes) -> PassageCodes:
    """Return the vectors as codes if there are too many now; readers use the old ones until then.

    What has become small again stays as it is until the store is next opened.
    """
    if not isinstance(vectors, FaissStore) or len(vectors) <= MOST_EXACT:
        return vectors
    made, ids = SignCodes(vectors.dimension), vectors.sorted_ids().tolist()
    for start in range(0, len(ids), ENCODED_AT_ONCE):
        part = ids[start : start + ENCODED_AT_ONCE]
        made.add(part, vectors.rows(part))
    return made


def searchable(vectors: PassageCodes, connection: sqlite3.Connection) -> FaissStore | SignStore:
    """Return what searches; codes look up the vectors themselves with ``connection``."""
    if isinstance(vectors, FaissStore):
        return vectors
    return SignStore(vectors, partial(passage_rows.vectors_at, connection, vectors.dimension))


def from_bytes(data: bytes, dimension: int) -> PassageCodes:
    """Return what ``to_bytes`` of either kind wrote; the bytes must be verified already.

    Raises:
        ValueError: the bytes are something else, or of another dimension.
    """
    kind = SignCodes if data.startswith(MAGIC) else FaissStore
    return kind.from_bytes(data, dimension)
