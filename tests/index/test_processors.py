"""Work is spread over the processors, and its results come in order."""

import threading

import pytest

from index import processors
from index.processors import begin, side_by_side


def test_results_come_in_the_order_of_what_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processors, "cores", lambda: 2)
    later_was_done = threading.Event()

    def squared(number: int) -> int:
        if number == 0:
            assert later_was_done.wait(10)  # would never end one after the other
        later_was_done.set()
        return number * number

    assert side_by_side(squared, [0, 1, 2, 3]) == [0, 1, 4, 9]


@pytest.mark.parametrize("cores", [1, 2])
def test_what_the_work_raises_is_raised(monkeypatch: pytest.MonkeyPatch, cores: int) -> None:
    monkeypatch.setattr(processors, "cores", lambda: cores)
    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda number: 1 / number, [1, 0, 2])


def test_nothing_given_makes_nothing() -> None:
    assert side_by_side(abs, []) == []


def test_work_that_is_begun_goes_on_beside_and_what_it_raises_is_told_to_nobody() -> None:
    went_on, ended = threading.Event(), threading.Event()

    def work() -> None:
        assert went_on.wait(10)  # would never end before ``begin`` does
        ended.set()
        raise ZeroDivisionError

    begin(work)
    went_on.set()
    assert ended.wait(10)
