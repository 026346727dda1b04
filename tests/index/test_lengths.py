"""Lengths of passages are those of the store, read all at once or when they are asked for."""

import sqlite3
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from index import lengths, lexical
from index.lengths import PassageLengths
from index.schema import migrate

SIZES = {1: 3, 2: 0, 5: 127, 6: 128, 9: 20_000}


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrate(made)
    lexical.add(made, [(i, "lamp " * size) for i, size in SIZES.items()])
    yield made
    made.close()


def of(known: PassageLengths, connection: sqlite3.Connection, *ids: int) -> list[int]:
    found: list[int] = known.of(connection, np.array(ids, dtype=np.int64)).tolist()
    return found


@pytest.mark.parametrize("at_once", [1, 3, 1 << 16])
def test_all_are_read_in_parts(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(lengths, "IDS_AT_ONCE", at_once)
    known = PassageLengths()
    known.read_all(connection)
    connection.execute("DELETE FROM passage_terms")
    assert of(known, connection, *SIZES) == list(SIZES.values())


def test_what_is_not_known_yet_is_read_when_it_is_asked_for(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lengths, "ASKED_AT_ONCE", 2)
    known = PassageLengths()
    assert of(known, connection, 5, 9) == [127, 20_000]
    lexical.add(connection, [(4, "oil lamp"), (12, "quarry")])
    assert of(known, connection, 1, 4, 5, 6, 12) == [3, 2, 127, 128, 1]
    connection.execute("DELETE FROM passage_terms")
    assert of(known, connection, 1, 4, 5, 6, 9, 12) == [3, 2, 127, 128, 20_000, 1]
    assert of(known, connection) == []


def test_an_empty_store_has_none(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM passage_terms")
    known = PassageLengths()
    known.read_all(connection)
    assert of(known, connection) == []
    assert lengths.average(connection) == 1.0


def test_readers_beside_each_other_get_the_same(connection: sqlite3.Connection) -> None:
    known, found = PassageLengths(), list[list[int]]()

    def read() -> None:
        for one in [*SIZES] * 20:
            found.append(of(known, connection, one))

    reading = [threading.Thread(target=read) for _ in range(3)]
    for thread in reading:
        thread.start()
    for thread in reading:
        thread.join()
    assert found.count([20_000]) == 60
    assert sorted({each for (each,) in found}) == sorted(SIZES.values())
