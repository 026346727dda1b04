import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator

import pytest

from index import frequencies, lexical
from index.schema import migrate, write_fact
from index.terms import terms


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(":memory:", isolation_level=None)
    migrate(opened)
    yield opened
    opened.close()


def rank(
    connection: sqlite3.Connection, query: str, k: int, passages: int
) -> list[tuple[int, float]]:
    asked = Counter(terms(query))
    found = frequencies.look_up(connection, asked)
    return lexical.rank(connection, asked, found, k=k, passages=passages)


def test_rarer_words_weigh_more_and_scores_fall(connection: sqlite3.Connection) -> None:
    lexical.add(connection, [(4, "lamp oil lamp"), (5, "lamp keeper"), (6, "lamp"), (8, "quarry")])
    ranked = rank(connection, "the keeper of the lamp", 10, 4)
    assert ranked[0][0] == 5
    assert {identifier for identifier, _ in ranked} == {4, 5, 6}
    assert [score for _, score in ranked] == sorted((s for _, s in ranked), reverse=True)


def test_stems_look_alikes_and_unspaced_scripts_match(connection: sqlite3.Connection) -> None:
    lexical.add(connection, [(1, "fast‑paced sprints"), (2, "東京の灯台"), (3, "L’été à Zürich")])
    assert [i for i, _ in rank(connection, "pace of the sprint", 5, 3)] == [1]
    assert [i for i, _ in rank(connection, "灯台", 5, 3)] == [2]
    assert [i for i, _ in rank(connection, "ETE in Zurich", 5, 3)] == [3]


@pytest.mark.parametrize("query", ["", "?!", '" OR terms:', "zzz", "NEAR(", "lamp*", "-"])
def test_signs_have_no_meaning_in_a_query(connection: sqlite3.Connection, query: str) -> None:
    lexical.add(connection, [(1, "a lamp")])
    found = [i for i, _ in rank(connection, query, 5, 1)]
    assert found == ([1] if "lamp" in query else [])


def test_removed_passages_are_neither_found_nor_counted(connection: sqlite3.Connection) -> None:
    lexical.add(connection, [(1, "oil lamp"), (2, "oil")])
    assert frequencies.look_up(connection, ["oil", "lamp", "gas"]) == {
        "oil": 2,
        "lamp": 1,
        "gas": 0,
    }
    lexical.remove(connection, [1])
    assert frequencies.look_up(connection, ["oil", "lamp"]) == {"oil": 1, "lamp": 0}
    assert [i for i, _ in rank(connection, "oil lamp", 5, 1)] == [2]


def test_very_frequent_terms_are_left_out_where_there_are_rarer_ones(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexical, "FREQUENT_PASSAGES", 2)
    lexical.add(connection, [(1, "oil"), (2, "oil"), (3, "oil lamp")])
    assert [i for i, _ in rank(connection, "oil lamp", 5, 3)] == [3]
    assert len(rank(connection, "oil", 5, 3)) == 3


def test_function_words_are_sought_only_where_there_is_nothing_else(
    connection: sqlite3.Connection,
) -> None:
    lexical.add(connection, [(1, "what is a lamp"), (2, "to be or not to be"), (3, "the quarry")])
    assert [i for i, _ in rank(connection, "what is the quarry", 5, 3)] == [3]
    assert [i for i, _ in rank(connection, "to be or not to be", 5, 3)] == [2]
    assert [i for i, _ in rank(connection, "What is it? A lamp", 5, 3)] == [1]


def test_a_word_that_the_query_repeats_counts_as_often(connection: sqlite3.Connection) -> None:
    lexical.add(connection, [(1, "oil lamp"), (2, "oil keeper"), (3, "stone"), (4, "quarry")])
    once = rank(connection, "keeper lamp", 5, 4)
    assert once[0][1] == pytest.approx(once[1][1])
    assert rank(connection, "keeper lamp lamp", 5, 4)[0][0] == 1
    assert rank(connection, "keeper lamp keeper", 5, 4)[0][0] == 2


def test_remembered_frequencies_are_those_of_the_state_that_a_reader_sees(
    connection: sqlite3.Connection,
) -> None:
    remembered = lexical.Remembered(frequencies.look_up)
    lexical.add(connection, [(1, "oil lamp"), (2, "oil")])
    assert remembered(connection, ["oil", "gas"]) == {"oil": 2, "gas": 0}
    lexical.remove(connection, [1])
    write_fact(connection, "generation", "1")
    assert remembered(connection, ["gas", "oil", "lamp"]) == {"gas": 0, "oil": 1, "lamp": 0}
    write_fact(connection, "generation", "0")  # an older reader beside it
    lexical.add(connection, [(1, "oil lamp")])
    assert remembered(connection, ["oil", "lamp"]) == {"oil": 2, "lamp": 1}


def test_what_is_remembered_is_not_looked_up_again(connection: sqlite3.Connection) -> None:
    looked_up: list[str] = []

    def look_up(_: sqlite3.Connection, wanted: Collection[str]) -> dict[str, int]:
        looked_up.extend(wanted)
        return dict.fromkeys(wanted, 7)

    remembered = lexical.Remembered(look_up)
    assert remembered(connection, ["oil"]) == {"oil": 7}
    assert remembered(connection, ["oil", "lamp"]) == {"oil": 7, "lamp": 7}
    assert looked_up == ["oil", "lamp"]
