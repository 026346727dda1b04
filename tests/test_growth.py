"""Twice the text takes about twice the time: nothing that takes a user's text takes its square."""

import pytest

from bench.growth import MOST, too_slow
from bench.growth_takers import Taker, takers

CHARACTERS, PACKED = 4_000, 100_000
"""Of the longer texts: enough that the square of them shows; a packed one is mostly its tags."""

pytestmark = pytest.mark.alone


@pytest.mark.parametrize("taker", list(takers()), ids=lambda taker: taker.name)
def test_twice_the_text_takes_at_most_two_and_a_half_times_as_long(taker: Taker) -> None:
    characters = min(PACKED if taker.made else CHARACTERS, taker.most)
    slow = {
        name: found
        for name, text in taker.texts.items()
        if (found := too_slow(taker, text, characters, taker.most))
    }
    assert slow == {}


def test_what_takes_the_square_of_the_time_is_found() -> None:
    def counted(text: str) -> int:
        return sum(text.count(character) for character in text)

    found = too_slow(counted, lambda length: "ab" * (length // 2), 2 * CHARACTERS, 10**7)
    assert found is not None
    assert found.ratio > MOST


def test_a_step_is_no_growth() -> None:
    def long_alone(text: str) -> int:
        return sum(range(len(text) * 20)) if len(text) > CHARACTERS else 0

    assert too_slow(long_alone, lambda length: "a" * length, 2 * CHARACTERS, 10**7) is None
