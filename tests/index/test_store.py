"""The database: what is durable, who may write, and what its errors say."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import schema
from index.errors import (
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreVersionError,
)
from index.schema import read_fact, write_fact
from index.store import DATABASE, Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "new" / "store")
    yield opened
    opened.close()


def test_a_store_is_made_where_none_is_for_its_owner_alone(store: Store) -> None:
    assert store.folder.stat().st_mode & 0o777 == 0o700
    with store.writing() as connection:
        write_fact(connection, "colour", "blue")
    for file in store.folder.iterdir():
        assert file.stat().st_mode & 0o777 == 0o600, file.name


def test_commits_are_durable_when_they_return(store: Store) -> None:
    with store.writing() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_readers_can_neither_write_nor_checkpoint(store: Store) -> None:
    with store.reading() as connection:
        assert connection.execute("PRAGMA wal_autocheckpoint").fetchone() == (0,)
    with pytest.raises(StoreError), store.reading() as connection:
        write_fact(connection, "colour", "red")


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.writing() as connection:
            write_fact(connection, "colour", "blue")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with store.reading() as connection:
        assert read_fact(connection, "colour") is None
    with store.writing() as connection:
        write_fact(connection, "colour", "green")


def test_a_reader_sees_one_state_while_others_write(store: Store) -> None:
    with store.reading() as early:
        assert read_fact(early, "colour") is None
        with store.writing() as connection:
            write_fact(connection, "colour", "blue")
        assert read_fact(early, "colour") is None
        with store.reading() as late:
            assert read_fact(late, "colour") == "blue"


def test_many_readers_and_a_writer_do_not_disturb_each_other(store: Store) -> None:
    seen: list[int] = []

    def read() -> None:
        for _ in range(50):
            with store.reading() as connection:
                a, b = read_fact(connection, "a"), read_fact(connection, "b")
                seen.append(int(a or 0) - int(b or 0))

    readers = [threading.Thread(target=read) for _ in range(12)]
    for reader in readers:
        reader.start()
    for number in range(50):
        with store.writing() as connection:
            write_fact(connection, "a", str(number))
            write_fact(connection, "b", str(number))
    for reader in readers:
        reader.join()
    assert seen == [0] * 600


def test_what_was_written_is_there_after_reopening(tmp_path: Path) -> None:
    first = Store(tmp_path)
    with first.writing() as connection:
        write_fact(connection, "colour", "blue")
    first.close()
    second = Store(tmp_path)
    with second.reading() as connection:
        assert read_fact(connection, "colour") == "blue"
    second.close()


def test_a_closed_store_says_so_and_can_be_closed_twice(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"), store.reading():
        pass
    with pytest.raises(StoreError, match="closed"), store.writing():
        pass
    Store(tmp_path).close()


def test_closing_waits_for_a_read_under_way(tmp_path: Path) -> None:
    store = Store(tmp_path)
    reading, go_on = threading.Event(), threading.Event()

    def read() -> None:
        with store.reading() as connection:
            reading.set()
            go_on.wait(10)
            connection.execute("SELECT * FROM meta").fetchall()

    reader, closer = threading.Thread(target=read), threading.Thread(target=store.close)
    reader.start()
    reading.wait(10)
    closer.start()
    closer.join(0.2)
    assert closer.is_alive()
    go_on.set()
    closer.join(10)
    assert not closer.is_alive()
    reader.join()


def test_a_second_opening_is_refused_and_the_first_goes_on(store: Store) -> None:
    with pytest.raises(StoreLockedError, match="--store"):
        Store(store.folder)
    with store.writing() as connection:
        write_fact(connection, "colour", "blue")


def test_a_newer_store_is_not_touched(tmp_path: Path) -> None:
    Store(tmp_path).close()
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreVersionError, match=r"newer.*Upgrade"):
        Store(tmp_path)


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(StoreDamagedError, match="another program"):
        Store(tmp_path)
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("mine",)]
    connection.close()
    assert before[100:] == (tmp_path / DATABASE).read_bytes()[100:]


def test_a_file_that_is_no_database_is_named_damaged(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"these are my notes, not a database\n" * 200)
    with pytest.raises(StoreDamagedError, match=r"damaged.*--store"):
        Store(tmp_path)
    (tmp_path / DATABASE).unlink()
    Store(tmp_path).close()


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file")
    with pytest.raises(StoreError, match="not a folder"):
        Store(tmp_path / "store")
    with pytest.raises(StoreError, match="not a folder"):
        Store(tmp_path / "store" / "inner")


def test_a_full_disk_is_told_and_undone(store: Store) -> None:
    with store.writing() as connection:
        write_fact(connection, "kept", "yes")
        connection.execute("PRAGMA max_page_count = 40")
    with pytest.raises(StoreFullError, match=r"full.*untouched"), store.writing() as connection:
        write_fact(connection, "note", "x" * 1_000_000)
    with store.reading() as connection:
        assert read_fact(connection, "kept") == "yes"
        assert read_fact(connection, "note") is None


def test_a_step_of_migration_that_fails_is_undone_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(tmp_path).close()
    steps = (*schema.MIGRATIONS, ("CREATE TABLE notes (x)", "NO SUCH STATEMENT"))
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    with pytest.raises(StoreError):
        Store(tmp_path)
    monkeypatch.setattr(schema, "MIGRATIONS", (*steps[:-1], ("CREATE TABLE notes (x)",)))
    store = Store(tmp_path)
    with store.reading() as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)
        assert connection.execute("SELECT count(*) FROM notes").fetchone() == (0,)
    store.close()
