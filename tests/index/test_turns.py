"""Things that few have and many want are given out in order."""

import time
from concurrent.futures import ThreadPoolExecutor

from index.turns import Turns


def order_of(asked: list[tuple[str, bool]]) -> list[str]:
    """Return in which order those got the one thing who asked for it while another had it."""
    turns, order = Turns(["the only one"]), list[str]()

    def work(name: str, *, in_haste: bool) -> None:
        with turns.one(in_haste=in_haste) as thing:
            assert thing == "the only one"
            order.append(name)

    with ThreadPoolExecutor() as pool:
        with turns.one():
            for at, (name, in_haste) in enumerate(asked):
                pool.submit(work, name, in_haste=in_haste)
                until = time.monotonic() + 10
                while turns.waiting <= at:
                    assert time.monotonic() < until
        work("who had it before", in_haste=False)
    return order


def test_whoever_gives_a_thing_back_gets_it_again_only_after_those_who_waited() -> None:
    waited = [("first", False), ("second", False), ("third", False)]
    assert order_of(waited) == ["first", "second", "third", "who had it before"]


def test_who_is_in_haste_goes_ahead() -> None:
    waited = [("first", False), ("second", False), ("in haste", True)]
    assert order_of(waited) == ["in haste", "first", "second", "who had it before"]


def test_several_things_are_lent_at_once() -> None:
    turns = Turns([1, 2])
    with turns.one() as one, turns.one() as other:
        assert {one, other} == {1, 2}
