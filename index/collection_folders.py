"""The folders of collections on the disk: found, made and removed, each whole or not at all."""

import hashlib
import logging
import re
import secrets
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from index.errors import InputError, StoreDamagedError, StoreError
from index.folders import forget, move, sync_folder
from index.names import COLLECTIONS as COLLECTIONS
from index.names import DEFAULT, NAME, key_of, name_of
from index.peeking import name_in
from index.schema import write_fact
from index.snapshot import FILE
from index.store import DATABASE, Store

_FOLDER = re.compile(r"c[0-9a-f]{20}")
_MADE, _GONE = ".new-", ".gone-"
"""How folders begin that are not yet, or no longer, collections."""
RESTORING, RESTORED = ".restoring", ".restored"
"""A store that a backup is made into, and one that is complete and takes this one's place."""
_FILES = (FILE, f"{FILE}.new", f"{DATABASE}-wal", f"{DATABASE}-shm", DATABASE)
"""What the store of the default collection is made of; the truth goes last."""

logger = logging.getLogger(__name__)


def find_collections(library: Path, unreadable: list[str]) -> dict[str, Path]:
    """Return the folders of the collections by name, but for the default one.

    Those that cannot be read are left out; ``unreadable`` is told why.
    """
    found: dict[str, Path] = {}
    seen = {key_of(DEFAULT)}
    for folder in _folders_in(library / COLLECTIONS):
        try:
            name = name_of(name_in(folder))
            if key_of(name) in seen:
                raise StoreDamagedError("A second collection of the same name is left out.")
        except (StoreError, InputError) as error:
            unreadable.append(f"{COLLECTIONS}/{folder.name}: {error}")
            logger.warning("%s", unreadable[-1])
            continue
        seen.add(key_of(name))
        found[name] = folder
    return found


def sweep(library: Path) -> None:
    """Remove what a crash left half made or half removed."""
    forget(library / RESTORING)
    place = library / COLLECTIONS
    for folder in place.iterdir() if place.is_dir() else ():
        if folder.name.startswith((_MADE, _GONE)):
            forget(folder)


def finish_restore(library: Path) -> None:
    """Put a store that was restored whole in the place of the one that is here.

    Each step is only done while it is still to be done, so that this can begin again after a
    crash at any place. The store must be closed.

    Raises:
        OSError: something could not be moved; the next start tries again.
    """
    restored = library / RESTORED
    if (restored / DATABASE).exists():
        empty_default(library)
        move(restored / DATABASE, library / DATABASE)
    if (restored / COLLECTIONS).exists():
        forget(library / COLLECTIONS)
        move(restored / COLLECTIONS, library / COLLECTIONS)
    forget(restored)


def make_collection(library: Path, name: str) -> Path:
    """Make an empty collection of that name, for good; return its folder.

    Raises:
        StoreError: it cannot be made; nothing is left of it.
        OSError: the same, of the disk.
    """
    made = library / COLLECTIONS / f"{_MADE}{secrets.token_hex(8)}"
    folder = free_folder(library, name)
    try:
        with closing(Store(made, locked=True)) as store, store.writing() as connection:
            write_fact(connection, NAME, name)
        move(made, folder)
    except BaseException:
        with suppress(OSError):
            forget(made)
        raise
    return folder


def remove_collection(folder: Path) -> None:
    """Remove a collection's folder; once it has another name it is none any more.

    Raises:
        OSError: something in it could not be removed; the next start tries again.
    """
    gone = folder.with_name(f"{_GONE}{secrets.token_hex(8)}")
    move(folder, gone)
    forget(gone)
    sync_folder(gone.parent)


def empty_default(library: Path) -> None:
    """Remove the store of the default collection, which must be closed.

    Raises:
        OSError: something could not be removed.
    """
    for name in _FILES:
        forget(library / name)
    sync_folder(library)


def free_folder(library: Path, name: str) -> Path:
    """Return a folder named by a hash, since a name may hold what no file system takes."""
    attempt = 0
    while True:
        digest = hashlib.sha256((key_of(name) + "\n" * attempt).encode()).hexdigest()
        folder = library / COLLECTIONS / f"c{digest[:20]}"
        if not folder.exists():
            return folder
        attempt += 1  # the one that was made under this name got another


def _folders_in(place: Path) -> Iterator[Path]:
    """Yield the folders that this program named, in order; a link leads elsewhere."""
    for folder in sorted(place.iterdir()) if place.is_dir() else ():
        if _FOLDER.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
            yield folder
