"""Misspelt words still find, and words that are right are left alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.passage_index import PassageIndex
from index.spelling import closest, doubtful, edit_distance
from tests.fakes import WordHashEmbedder
from tests.index.documents import document_of

STORED = [("sever", 90), ("separ", 10), ("research", 3), ("direct", 8), ("receiv", 1), ("maior", 1)]


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ("lamp", "lamp", 0),
        ("lamp", "lamps", 1),
        ("lamp", "amp", 1),
        ("lamp", "lump", 1),
        ("lamp", "lapm", 1),
        ("lamp", "lmpa", 2),
        ("", "ab", 2),
        ("lamp", "quarry", 3),
        ("abcdef", "fedcba", 3),
    ],
)
def test_errors_are_counted_up_to_a_bound(first: str, second: str, distance: int) -> None:
    assert edit_distance(first, second, 2) == distance
    assert edit_distance(second, first, 2) == distance


@given(st.text("ab", max_size=6), st.text("ab", max_size=6), st.text("ab", max_size=6))
def test_the_distance_is_bounded_by_the_lengths_and_zero_of_equals_only(
    first: str, second: str, third: str
) -> None:
    distance = edit_distance(first, second, 9)
    assert abs(len(first) - len(second)) <= distance <= max(len(first), len(second))
    assert (distance == 0) == (first == second)
    assert edit_distance(first + third, second + third, 9) <= distance


@pytest.mark.parametrize(
    ("term", "meant"),
    [
        ("reserch", "research"),
        ("directon", "direct"),
        ("reciev", "receiv"),
        ("seper", "separ"),
        ("reseach", "research"),
        ("zebra", None),
    ],
)
def test_the_nearest_stored_term_is_meant(term: str, meant: str | None) -> None:
    assert closest(term, STORED) == meant


def test_of_two_that_are_equally_near_the_more_frequent_is_meant() -> None:
    assert closest("lampe", [("lamps", 2), ("lampt", 9)]) == "lampt"


def test_numbers_short_words_and_known_words_are_not_doubted() -> None:
    asked = "Wher did the manor of 1874 get 630k reserch directons?"
    assert doubtful(asked) == ["directon", "reserch"]


@pytest.fixture
def index(tmp_path: Path) -> PassageIndex:
    made = PassageIndex.open(tmp_path, WordHashEmbedder())
    made.add(document_of("Four research directions were named.", "plans"))
    made.add(document_of("A major part of the keepers left the tower.", "tower"))
    return made


def test_a_misspelt_query_finds_what_was_meant(index: PassageIndex) -> None:
    with index:
        assert index.corrections("reserch directons") == {
            "reserch": "research",
            "directon": "direct",
        }
        first, *_ = index.search("reserch directons")
        assert first.passage.document_id == "plans"
        assert first.score >= 0.5


def test_a_term_that_is_stored_or_a_word_is_never_corrected(index: PassageIndex) -> None:
    with index:
        assert index.corrections("research of the manor by keepers in 1874") == {}
        index.add(document_of("The reserch station.", "station"))
        assert index.corrections("reserch directons") == {"directon": "direct"}
        index.remove("station")
        index.remove("plans")
        assert index.corrections("reserch directons") == {}
