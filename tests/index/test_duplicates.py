"""Copies are told from texts that only look like copies."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.duplicates import groups

KEEPER = "The keeper of the old lighthouse lit the great lamp every evening at dusk until 1931."


@pytest.mark.parametrize(
    "copy",
    [
        KEEPER,
        KEEPER.upper(),
        f"“{KEEPER.removesuffix('.')}”".replace("old", "old,"),
        KEEPER.replace("great ", ""),
        KEEPER.replace("lamp", "oil lamp"),
        f"Historians write: {KEEPER}",
    ],
)
def test_a_copy_may_differ_in_signs_and_a_few_added_words(copy: str) -> None:
    assert groups([KEEPER, "The quarry closed.", copy]) == [[0, 2], [1]]
    assert groups([copy, KEEPER]) == [[0, 1]]


@pytest.mark.parametrize(
    ("word", "another"),
    [
        ("1931", "1932"),
        ("1931", "1931 or 1935"),
        ("keeper", "owner"),
        ("every", "nearly every"),
        ("lit the", "never lit the"),
        ("lit", "may have lit"),
        ("evening at", "morning at"),
    ],
)
def test_a_replaced_word_or_an_added_turn_makes_another_statement(word: str, another: str) -> None:
    assert groups([KEEPER, KEEPER.replace(word, another)]) == [[0], [1]]


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        (
            "Der Leuchtturm wurde im Winter geschlossen.",
            "Der Leuchtturm wurde im Winter nicht geschlossen.",
        ),
        ("Маяк зимой был закрыт для всех гостей.", "Маяк зимой не был закрыт для всех гостей."),
        ("灯塔在冬天对所有游客开放。", "灯塔在冬天不对所有游客开放。"),
    ],
)
def test_a_denial_in_another_language_is_no_copy(said: str, denied: str) -> None:
    assert groups([said, said, denied]) == [[0, 1], [2]]


def test_order_of_words_counts() -> None:
    said = "Ada met Bob in the old town behind the lighthouse on the evening of the great storm."
    swapped = said.replace("Ada met Bob", "Bob met Ada")
    assert groups([said, swapped]) == [[0], [1]]


def test_texts_without_a_word_are_copies_only_of_themselves() -> None:
    assert groups(["…", "—", "…", ""]) == [[0, 2], [1], [3]]
    assert groups([]) == []


@given(st.lists(st.text(alphabet="ab 1.", max_size=8), max_size=12))
def test_every_text_is_in_one_group_and_equal_texts_in_the_same(texts: list[str]) -> None:
    found = groups(texts)
    assert sorted(at for group in found for at in group) == list(range(len(texts)))
    home = {at: number for number, group in enumerate(found) for at in group}
    for at, text in enumerate(texts):
        assert home[at] == home[texts.index(text)]
    assert found == sorted(found)


def test_two_hundred_sentences_take_no_time_worth_speaking_of() -> None:
    texts = [
        f"Sentence {n} tells of lamp {n} and of oil and keepers of the tower." for n in range(200)
    ]
    started = process_time()
    assert len(groups(texts)) == 200
    assert process_time() - started < 5
