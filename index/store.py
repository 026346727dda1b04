"""SQLite as the one truth: connections, transactions, and what its errors mean.

One writer at a time, any number of readers beside it. A commit is on the disk when it returns:
WAL with ``synchronous=FULL``, asserted. Only the writing connection ever writes or checkpoints,
which keeps clear of a defect that SQLite had until 3.51.3 (two connections that reset the WAL).
"""

import errno
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StoreDamagedError, StoreError, StoreFullError
from index.locking import FolderLock
from index.schema import migrate

DATABASE = "pincite.db"
MOST_IDLE_READERS = 8
LITTLE_SPACE = 1 << 20
"""Bytes; a write that fails with less than this left failed for want of space."""


class Store:
    """The database of one folder, which no other process can open meanwhile."""

    def __init__(self, folder: Path) -> None:
        """Open the store in ``folder``, making both if they are missing.

        Raises:
            StoreLockedError: another process has it open.
            StoreVersionError: a newer program wrote it.
            StoreDamagedError: it is not a store of Pincite, or is broken.
            StoreFullError: there is no space to open it.
            StoreError: it cannot be opened for another reason, which the message names.
        """
        self.folder = folder
        self._path = folder / DATABASE
        self._writing = threading.Lock()
        self._pool = threading.Condition()
        self._idle: list[sqlite3.Connection] = []
        self._readers = 0
        self._closed = False
        with self._translated():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = FolderLock(folder)
        try:
            with self._translated():
                _make_private(self._path)
                self._writer = _open_for_writing(self._path)
        except BaseException:
            self._lock.release()
            raise

    def close(self) -> None:
        """Close every connection, the writer last, and let others open the store.

        Waits for reads and writes that are under way.
        """
        with self._writing, self._pool:
            if self._closed:
                return
            self._closed = True
            self._pool.wait_for(lambda: not self._readers)
            try:
                for connection in (*self._idle, self._writer):
                    connection.close()
            finally:
                self._lock.release()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the writing connection inside a transaction, which is durable when this ends.

        Any exception undoes all of it.

        Raises:
            StoreFullError: the disk is full; nothing was changed.
            StoreDamagedError: SQLite found the file broken.
            StoreError: SQLite failed in another way; nothing was changed.
        """
        with self._writing, self._translated():
            self._check_open()
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one unchanging state of the store.

        Raises:
            StoreDamagedError: SQLite found the file broken.
            StoreError: SQLite failed in another way.
        """
        with self._translated():
            with self._pool:
                self._check_open()
                connection = self._idle.pop() if self._idle else _open_for_reading(self._path)
                self._readers += 1
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                self._give_back(connection)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        finally:
            with self._pool:
                if self._closed or len(self._idle) >= MOST_IDLE_READERS:
                    connection.close()
                else:
                    self._idle.append(connection)
                self._readers -= 1
                self._pool.notify_all()

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("The store is closed. Open it again.")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise self._meaning(error) from error

    def _meaning(self, error: sqlite3.Error | OSError) -> StoreError:
        code = _name(error)
        if code in {"SQLITE_CORRUPT", "SQLITE_NOTADB"}:
            return StoreDamagedError(
                f"The store {self.folder} is damaged ({error}). Put back a copy of the folder, or "
                "use another folder with --store and add the documents again."
            )
        starved = code.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")) and self._space_is_short()
        if starved or code in {"SQLITE_FULL", "ENOSPC", "EDQUOT"}:
            return StoreFullError(
                f"The disk of the store {self.folder} is full. What was stored before is "
                "untouched; free some space and try again."
            )
        if code in {"SQLITE_READONLY", "SQLITE_CANTOPEN", "EACCES", "EPERM", "EROFS"}:
            return StoreError(
                f"The store {self.folder} cannot be written. Give yourself the right to write "
                "there, or use another folder with --store."
            )
        if code in {"EEXIST", "ENOTDIR"}:
            return StoreError(
                f"The store {self.folder} is not a folder. Use another one with --store."
            )
        return StoreError(
            f"The store {self.folder} failed ({error}). Nothing that was acknowledged is lost; "
            "try again, and see `pincite doctor`."
        )

    def _space_is_short(self) -> bool:
        try:
            return shutil.disk_usage(self.folder).free < LITTLE_SPACE
        except OSError:
            return False


def _name(error: sqlite3.Error | OSError) -> str:
    if isinstance(error, OSError):
        return errno.errorcode.get(error.errno or 0, "")
    return getattr(error, "sqlite_errorname", "") or ""


def _make_private(path: Path) -> None:
    # SQLite gives its other files the rights of this one.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _open_for_writing(path: Path) -> sqlite3.Connection:
    connection = _connect(path)
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = FULL")
        (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
        if (mode, synchronous) != ("wal", 2):
            raise StoreError(
                "The disk of the store cannot keep a write-ahead log, without which a crash could "
                "lose documents. Use a folder on a local disk with --store."
            )
        connection.execute("PRAGMA journal_size_limit = 67108864")
        migrate(connection)
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _open_for_reading(path: Path) -> sqlite3.Connection:
    connection = _connect(path)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False)
