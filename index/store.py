"""SQLite as the one truth: connections, transactions, and what its errors mean.

One writer at a time, any number of readers beside it. A commit is on the disk when it returns:
WAL with ``synchronous=FULL``, asserted. Only the writing connection ever writes or checkpoints,
which keeps clear of a defect that SQLite had until 3.51.3 (two connections that reset the WAL).
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StoreError
from index.locking import FolderLock
from index.names import DATABASE as DATABASE
from index.schema import migrate
from index.store_errors import store_errors

MOST_IDLE_READERS = 8


class Store:
    """The database of one folder, which no other process can open meanwhile."""

    def __init__(self, folder: Path, *, locked: bool = False) -> None:
        """Open the store in ``folder``, making both if they are missing.

        ``locked`` tells that the caller keeps other processes away from the folder.

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
        self._closed: StoreError | None = None
        with store_errors(self.folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = None if locked else FolderLock(folder)
        try:
            with store_errors(self.folder):
                _make_private(self._path)
                self._writer = _open_for_writing(self._path)
        except BaseException:
            if self._lock:
                self._lock.release()
            raise

    def close(self, reason: StoreError | None = None) -> None:
        """Close every connection, the writer last, and let others open the store.

        Waits for reads and writes that are under way; who comes later gets ``reason``.
        """
        with self._writing, self._pool:
            if self._closed:
                return
            self._closed = reason or StoreError("The store is closed. Open it again.")
            self._pool.wait_for(lambda: not self._readers)
            try:
                for connection in (*self._idle, self._writer):
                    connection.close()
            finally:
                if self._lock:
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
        with self._writing, store_errors(self.folder):
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
        with store_errors(self.folder):
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
            raise type(self._closed)(str(self._closed))  # each thread its own, for its traceback


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
