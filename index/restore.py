"""A backup put back: checked whole, then put in the place of what the store held.

The backup is first laid out beside the store, in its folder. One rename decides: before it the
store is as it was; after it the rest is moved to its place, now or at the next start.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from index.archive import Archive, Entry
from index.collection_folders import (
    COLLECTIONS,
    RESTORED,
    RESTORING,
    find_collections,
    finish_restore,
    free_folder,
    sweep,
)
from index.errors import BackupError, InputError
from index.folders import forget, move, sync_folder
from index.locking import FolderLock
from index.names import DEFAULT, NAME, key_of
from index.peeking import counts_in
from index.schema import check_tables, migrate, read_fact
from index.store import DATABASE
from index.store_errors import store_errors


def restore(
    source: Path,
    store: Path,
    *,
    replace: bool = False,
    told: Callable[[str], None] = lambda _: None,
) -> list[Entry]:
    """Put a backup into the store, which is made if it is missing; return what was in it.

    ``told`` hears the name of each collection that is checked.

    Raises:
        InputError: the store holds something, and that is not to be replaced.
        BackupError: the backup is damaged, incomplete, or no backup.
        StoreError: the store is in use, or cannot be written; it is as it was.
    """
    with Archive.opened(source) as archive, _locked(store), store_errors(store):
        finish_restore(store)
        sweep(store)
        if not replace and _holds_something(store):
            raise InputError(
                "The store holds documents or collections. Give an empty folder with --store, or "
                "--replace to put the backup in the place of all that is in it."
            )
        archive.check_room(store)
        place = store / RESTORING
        try:
            _lay_out(archive, place, told)
            move(place, store / RESTORED)
        except BaseException:
            with suppress(OSError):
                forget(place)
            raise
        finish_restore(store)
        return archive.entries


@contextmanager
def _locked(store: Path) -> Iterator[None]:
    with store_errors(store):
        store.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FolderLock(store)
    try:
        yield
    finally:
        lock.release()


def _holds_something(store: Path) -> bool:
    return bool(counts_in(store).documents or find_collections(store, []))


def _lay_out(archive: Archive, place: Path, told: Callable[[str], None]) -> None:
    """Write the store that the backup makes into the new folder ``place``."""
    place.mkdir(mode=0o700)
    (place / COLLECTIONS).mkdir(mode=0o700)
    for entry in archive.entries:
        told(entry.name)
        folder = place
        if key_of(entry.name) != key_of(DEFAULT):
            folder = free_folder(place, entry.name)
            folder.mkdir(mode=0o700)
        archive.copy(entry, folder / DATABASE)
        _check(entry, folder / DATABASE)
        sync_folder(folder)
    sync_folder(place / COLLECTIONS)
    sync_folder(place)


def _check(entry: Entry, file: Path) -> None:
    """Bring a database to this program's format, if it is what the manifest says.

    Raises:
        BackupError: it is not.
        StoreVersionError: a newer program wrote it.
    """
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            check_tables(connection)
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            name = read_fact(connection, NAME) or DEFAULT
            if found != "ok" or key_of(name) != key_of(entry.name):
                raise BackupError("A collection of the backup is not what its manifest says.")
            migrate(connection)
    except sqlite3.DatabaseError as error:
        raise BackupError(
            f"A collection of the backup is damaged ({error}). Use another backup."
        ) from error
