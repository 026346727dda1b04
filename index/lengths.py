"""How many terms passages hold, in memory: FTS5 looks up each in a table, 1 to 3 µs a passage."""

import sqlite3
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Known = tuple[Ids, Ids]
"""Ids in ascending order, and the lengths of their passages."""
IDS_AT_ONCE = 1 << 16
ASKED_AT_ONCE = 30_000
"""SQLite takes 32,766 values in a query."""


class PassageLengths:
    """The lengths of passages, read when they are first asked for.

    A passage's terms never change and no other passage ever gets its id, so what was read once is
    true for every state of the store in which the passage is. Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._known: Known = (np.empty(0, np.int64), np.empty(0, np.int64))

    def read_all(self, connection: sqlite3.Connection) -> None:
        """Read the lengths of all passages: 0.5 s for a million."""
        (last,) = connection.execute("SELECT max(id) FROM passage_terms_docsize").fetchone()
        parts = [
            _read(connection, "id BETWEEN ? AND ?", (start, start + IDS_AT_ONCE - 1))
            for start in range(0, (last or 0) + 1, IDS_AT_ONCE)
        ]
        self._known = _joined(parts)

    def of(self, connection: sqlite3.Connection, ids: Ids) -> npt.NDArray[np.int64]:
        """Return the lengths (n,) of n passages that the connection sees, of ascending ids."""
        known, lengths = self._known
        places = np.searchsorted(known, ids)
        absent = ids[~_found(ids, known, places)].tolist()
        if absent:
            starts = range(0, len(absent), ASKED_AT_ONCE)
            parts = [_asked(connection, absent[at : at + ASKED_AT_ONCE]) for at in starts]
            self._known = known, lengths = _joined([(known, lengths), *parts])
            places = np.searchsorted(known, ids)
        return lengths[places]


def average(connection: sqlite3.Connection) -> float:
    """Return the mean number of terms of a passage.

    FTS5 keeps both sums in row 1 of its data: the number of rows and that of terms, as varints.
    """
    (data,) = connection.execute("SELECT block FROM passage_terms_data WHERE id = 1").fetchone()
    rows, terms = varints(data)[:2] if data else (0, 0)
    return terms / rows if rows else 1.0


def varints(data: bytes) -> list[int]:
    """Return SQLite's integers of variable length: 7 bits a byte, the high bit says "more".

    >>> varints(bytes([0x81, 0x00, 0x07]))
    [128, 7]
    """
    values, value = [], 0
    for byte in data:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            values.append(value)
            value = 0
    return values


def _found(ids: Ids, known: Ids, places: Ids) -> npt.NDArray[np.bool_]:
    """Tell of each id whether it stands at its place among those known."""
    inside = places < len(known)
    inside[inside] = known[places[inside]] == ids[inside]
    return inside


def _joined(parts: Sequence[Known]) -> Known:
    ids, lengths = (np.concatenate([part[at] for part in parts]) for at in (0, 1))
    order = np.argsort(ids, kind="stable")
    return ids[order], lengths[order]


def _asked(connection: sqlite3.Connection, ids: Sequence[int]) -> Known:
    return _read(connection, f"id IN ({', '.join('?' * len(ids))})", ids)


def _read(connection: sqlite3.Connection, which: str, values: Sequence[int]) -> Known:
    # In one row: after each, SQLite lets another thread go first.
    query = (
        "SELECT group_concat(id), group_concat(hex(sz)) FROM "  # noqa: S608 - only question marks
        f"(SELECT id, sz FROM passage_terms_docsize WHERE {which} ORDER BY id)"
    )
    ids, sizes = connection.execute(query, values).fetchone()
    if ids is None:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    coded = sizes.split(",")
    decoded = {each: varints(bytes.fromhex(each))[0] for each in set(coded)}
    lengths = np.array([decoded[each] for each in coded], dtype=np.int64)
    return np.fromstring(ids, dtype=np.int64, sep=","), lengths
