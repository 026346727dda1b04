"""A look into the database of a store that nobody has open, which changes nothing in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.errors import StoreDamagedError
from index.names import APPLICATION_ID, DATABASE, NAME
from index.schema import read_fact


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a store holds."""

    documents: int
    passages: int


def name_in(folder: Path) -> str:
    """Return the name of the collection whose store is in ``folder``.

    Raises:
        StoreDamagedError: there is no store of a collection, or it cannot be read.
    """
    with _looking_into(folder) as connection:
        name = read_fact(connection, NAME)
    if name is None:
        raise StoreDamagedError("A collection without a name is left out.")
    return name


def counts_in(folder: Path) -> Counts:
    """Return how much the store in ``folder`` holds; nothing if it was never used.

    Raises:
        StoreDamagedError: it cannot be read.
    """
    if not (folder / DATABASE).exists():
        return Counts(0, 0)
    with _looking_into(folder) as connection:
        (documents,) = connection.execute("SELECT count(*) FROM documents").fetchone()
        (passages,) = connection.execute("SELECT count(*) FROM passages").fetchone()
    return Counts(documents, passages)


@contextmanager
def _looking_into(folder: Path) -> Iterator[sqlite3.Connection]:
    try:
        address = f"{(folder / DATABASE).absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            if application != APPLICATION_ID:
                raise StoreDamagedError("A database that another program made is left out.")
            yield connection
    except sqlite3.Error as error:
        raise StoreDamagedError(
            f"The database of a collection cannot be read ({error}). Put back a copy of it with "
            "`pincite restore`, or remove the collection."
        ) from error
