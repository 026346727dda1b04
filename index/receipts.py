"""Receipts: what was told of a change that came with a key, so that a retry changes nothing again.

A receipt of one document is written in the transaction of its change, so that a crash leaves
neither or both. It holds what was answered for as long as every document that is named in it is in
the store: of a removed one not even that is told again.
"""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

from index.store import Store

KEPT_FOR = 24 * 60 * 60
"""Seconds."""
MOST_RECEIPTS = 10_000
"""In one collection; of more, the oldest go first."""
MOST_BYTES = 32 * 1024
"""Of one answer; a longer one is not told again."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was answered to one request."""

    route: str
    """The method and the template of the address."""
    key: str
    fingerprint: bytes
    """Tells the request from others that have the same key."""
    status: int
    body: bytes | None = b""
    """None once it cannot be told any more."""
    location: str = ""
    """Where what was made is found; "" if nowhere else."""
    documents: tuple[str, ...] = ()
    """The ids of the documents that are named in it."""


class Receipts:
    """The receipts of one store; safe to use from several threads."""

    def __init__(self, store: Store, now: Callable[[], float] = time.time) -> None:
        self._store = store
        self._now = now

    def find(self, route: str, key: str) -> Receipt | None:
        """Return the receipt of a key that is not older than ``KEPT_FOR``, if there is one."""
        with self._store.reading() as connection:
            row = connection.execute(
                "SELECT fingerprint, status, body, location FROM receipts "
                "WHERE route = ? AND key = ? AND kept_at > ?",
                (route, key, self._now() - KEPT_FOR),
            ).fetchone()
        return Receipt(route, key, *row) if row else None

    def keep(self, receipt: Receipt) -> None:
        """Keep a receipt for good, in a transaction of its own.

        Raises:
            StoreError: the store cannot be written.
        """
        with self._store.writing() as connection:
            self.insert(connection, receipt)

    def insert(self, connection: sqlite3.Connection, receipt: Receipt) -> None:
        """Keep a receipt in the transaction that is open; one of the same key gives way."""
        now = self._now()
        connection.execute(
            "DELETE FROM receipts WHERE kept_at <= ? OR number <= "
            "(SELECT max(number) - ? FROM receipts) OR (route = ? AND key = ?)",
            (now - KEPT_FOR, MOST_RECEIPTS - 1, receipt.route, receipt.key),
        )
        body = None if len(receipt.body or b"") > MOST_BYTES else receipt.body
        cursor = connection.execute(
            "INSERT INTO receipts (route, key, fingerprint, kept_at, status, body, location) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                receipt.route,
                receipt.key,
                receipt.fingerprint,
                now,
                receipt.status,
                body,
                receipt.location,
            ),
        )
        connection.executemany(
            "INSERT OR IGNORE INTO receipt_documents (receipt, document) "
            "SELECT ?, number FROM documents WHERE id = ?",
            [(cursor.lastrowid, each) for each in receipt.documents],
        )


def let_go(connection: sqlite3.Connection, document: int) -> None:
    """Forget what was told of a document that goes, by its number; the keys stay used."""
    connection.execute(
        "UPDATE receipts SET body = NULL, location = '' WHERE number IN "
        "(SELECT receipt FROM receipt_documents WHERE document = ?)",
        (document,),
    )
