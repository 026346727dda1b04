"""What a shell offers to complete: names and ids, read from the disk in a moment, changing nothing.

Nothing that loads slowly is imported, and no lock is taken: a server may have the store open.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from index.names import APPLICATION_ID, COLLECTIONS, DATABASE, DEFAULT, NAME, key_of

MOST_OFFERED = 200
MOST_LOOKED_INTO = 500
"""Collections; each takes about a millisecond."""
_BUSY_SECONDS = 0.1


def collections(store: Path, prefix: str) -> list[str]:
    """Return the names of collections that begin so, the default one first."""
    found = [DEFAULT, *(name for name, _ in _others(store))]
    return [name for name in found if key_of(name).startswith(key_of(prefix))][:MOST_OFFERED]


def documents(store: Path, collection: str, prefix: str) -> list[tuple[str, str]]:
    """Return the ids of documents that begin so, each with its title."""
    folders = {key_of(name): folder for name, folder in _others(store)}
    folder = store if key_of(collection) == key_of(DEFAULT) else folders.get(key_of(collection))
    if folder is None:
        return []
    rows = _rows(
        folder,
        "SELECT id, coalesce(edited_title, title) FROM documents "
        "WHERE substr(id, 1, ?) = ? ORDER BY number LIMIT ?",
        (len(prefix), prefix, MOST_OFFERED),
    )
    return [(str(identifier), str(title)) for identifier, title in rows]


def _others(store: Path) -> Iterator[tuple[str, Path]]:
    place = store / COLLECTIONS
    folders = sorted(place.glob("c*")) if place.is_dir() else []
    for folder in folders[:MOST_LOOKED_INTO]:
        for (name,) in _rows(folder, "SELECT value FROM meta WHERE name = ?", (NAME,)):
            yield str(name), folder


def _rows(folder: Path, query: str, values: tuple[object, ...]) -> list[tuple[object, ...]]:
    """Return the rows of a store; none of what cannot be read."""
    address = f"{(folder / DATABASE).absolute().as_uri()}?mode=ro"
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)) as connection,
    ):
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application == APPLICATION_ID:
            return connection.execute(query, values).fetchall()
    return []
