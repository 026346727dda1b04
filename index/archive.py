"""A backup as it is found: its manifest read, its files taken out and held against their hashes.

No name that stands in the backup ever becomes a path: only files that are called as this program
calls them are opened.
"""

import hashlib
import json
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from index.backup import FORMAT, MANIFEST
from index.errors import BackupError, InputError, StoreFullError, StoreVersionError
from index.names import DEFAULT, key_of, name_of

MOST_MANIFEST = 16 * 2**20
_CHUNK = 2**20
_FILE = re.compile(r"[0-9]{4,6}\.db")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError),
    *(KeyError, FileNotFoundError),  # there is no file of that name
    *(RuntimeError, PermissionError, IsADirectoryError),  # it is encrypted, or not to be read
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A collection that is in the backup, as the manifest tells."""

    name: str
    file: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Archive:
    """An open backup."""

    entries: list[Entry]
    _open: Callable[[str], IO[bytes]]

    @classmethod
    @contextmanager
    def opened(cls, source: Path) -> Iterator[Self]:
        """Give the backup at ``source``, a zip file or a folder.

        Raises:
            InputError: there is none.
            BackupError: it is damaged, or no backup.
            StoreVersionError: a newer program wrote it.
        """
        if not source.exists():
            raise InputError(f"There is no backup {source.name}. Check the path.")
        with ExitStack() as stack:
            with _read_errors():
                if source.is_dir():
                    open_file = _opener(source)
                else:
                    open_file = stack.enter_context(zipfile.ZipFile(source)).open
                with open_file(MANIFEST) as opened:
                    data = opened.read(MOST_MANIFEST + 1)
            yield cls(_entries(data), open_file)

    def check_room(self, place: Path) -> None:
        """Raise StoreFullError if the disk of ``place`` has no room for all files."""
        needed = sum(entry.bytes for entry in self.entries)
        if needed > shutil.disk_usage(place).free:
            raise StoreFullError(
                f"The disk of the store is too full: the backup needs {needed:,} bytes. Free some "
                "space, or use another folder with --store."
            )

    def copy(self, entry: Entry, target: Path) -> None:
        """Write a file of the backup to ``target``, a new file.

        Raises:
            BackupError: it is not the file that the manifest tells of.
        """
        digest = hashlib.sha256()
        size = 0
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as written:
            for data in self._content(entry):
                size += len(data)
                digest.update(data)
                written.write(data)
            written.flush()
            os.fsync(written.fileno())
        if size != entry.bytes or digest.hexdigest() != entry.sha256:
            raise BackupError("A file of the backup is damaged. Use another backup.")

    def _content(self, entry: Entry) -> Iterator[bytes]:
        """Yield what a file holds, of one that unpacks to more than was told only that much."""
        left = entry.bytes
        with _read_errors(), self._open(entry.file) as packed:
            while left and (data := packed.read(min(_CHUNK, left))):
                left -= len(data)
                yield data
            if packed.read(1):
                raise BackupError("A file of the backup is damaged. Use another backup.")


def _opener(folder: Path) -> Callable[[str], IO[bytes]]:
    return lambda name: (folder / name).open("rb")


def _entries(data: bytes) -> list[Entry]:
    try:
        if len(data) > MOST_MANIFEST:
            raise ValueError("too long")
        manifest = json.loads(data)
        if manifest["format"] > FORMAT:
            raise StoreVersionError(
                f"The backup was made by a newer Pincite (its format is {manifest['format']}, "
                f"this program knows up to {FORMAT}). Upgrade Pincite."
            )
        entries = [_entry(each) for each in manifest["collections"]]
        names, files = {key_of(entry.name) for entry in entries}, {e.file for e in entries}
        if not len(entries) == len(names) == len(files) or key_of(DEFAULT) not in names:
            raise ValueError("a collection is missing or there twice")
    except (KeyError, TypeError, ValueError, RecursionError, InputError) as error:
        raise BackupError(
            "The manifest of the backup cannot be read. Use a backup of `pincite backup`."
        ) from error
    return entries


def _entry(found: dict[str, object]) -> Entry:
    name, file, size, sha256 = (found[key] for key in ("name", "file", "bytes", "sha256"))
    if not isinstance(size, int) or size < 0 or not isinstance(name, str):
        raise TypeError("not a collection")
    if not _FILE.fullmatch(str(file)) or not _SHA256.fullmatch(str(sha256)):
        raise ValueError("not a file of a backup")
    return Entry(name_of(name), str(file), size, str(sha256))


@contextmanager
def _read_errors() -> Iterator[None]:
    try:
        yield
    except _UNREADABLE as error:
        raise BackupError(
            "This is no backup, or a damaged one. Use one of `pincite backup`."
        ) from error
