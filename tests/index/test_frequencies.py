"""Counts of terms are those that FTS5 comes to, whatever was added and removed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import frequencies, lexical
from index.schema import migrate

TEXTS = st.lists(st.text(alphabet="ab é東京ﷺ́.'1,", max_size=12), max_size=6)


def opened() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:", isolation_level=None)
    migrate(made)
    return made


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(opened()) as made:
        yield made


@settings(deadline=None, max_examples=60)
@given(TEXTS, st.sets(st.integers(0, 5)))
def test_they_follow_what_is_added_and_removed(texts: list[str], gone: set[int]) -> None:
    with closing(opened()) as connection:
        lexical.add(connection, enumerate(texts))
        assert frequencies.agree(connection)
        lexical.remove(connection, sorted(gone))
        assert frequencies.agree(connection)
        counted = dict(connection.execute("SELECT term, doc FROM term_counts"))
        assert frequencies.look_up(connection, [*counted, "none"]) == {**counted, "none": 0}


def test_a_passage_counts_once_however_often_it_holds_a_term(
    connection: sqlite3.Connection,
) -> None:
    lexical.add(connection, [(1, "lamp lamp oil"), (2, "lamp")])
    assert frequencies.look_up(connection, ["lamp", "oil"]) == {"lamp": 2, "oil": 1}


def test_a_term_of_removed_passages_leaves_no_trace(connection: sqlite3.Connection) -> None:
    lexical.add(connection, [(1, "lamp oil"), (2, "lamp")])
    lexical.remove(connection, [1, 7])
    assert connection.execute("SELECT * FROM term_frequencies").fetchall() == [("lamp", 1)]


def test_a_term_longer_than_fts5_keeps_is_counted_and_no_disagreement(
    connection: sqlite3.Connection,
) -> None:
    lexical.add(connection, [(1, "x" * 40_000)])
    assert frequencies.look_up(connection, ["x" * 40_000]) == {"x" * 40_000: 1}
    assert frequencies.agree(connection)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE term_frequencies SET passages = 9 WHERE term = 'oil'",
        "DELETE FROM term_frequencies WHERE term = 'oil'",
        "INSERT INTO term_frequencies VALUES ('gas', 1)",
    ],
)
def test_disagreement_is_noticed(connection: sqlite3.Connection, damage: str) -> None:
    lexical.add(connection, [(1, "lamp oil")])
    connection.execute(damage)
    assert not frequencies.agree(connection)
