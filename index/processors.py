"""What this process has to compute on, and how work is spread over it."""

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


def cores() -> int:
    """Return how many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def side_by_side(work: Callable[[Given], Made], each: Sequence[Given]) -> list[Made]:
    """Return what ``work`` makes of each, in order, on all processors; raises what it raises.

    Only work that lets go of the interpreter's lock, as compiled networks do, gains by it.
    """
    if len(each) < 2 or cores() < 2:
        return [work(one) for one in each]
    with ThreadPoolExecutor(min(cores(), len(each))) as pool:
        return list(pool.map(work, each))


def begin(work: Callable[[], object]) -> None:
    """Begin work that is needed soon, beside what comes first; nobody hears what it raises.

    It is for what is loaded on first use: whoever needs it waits for it, and hears why it failed.
    """
    pool = ThreadPoolExecutor(1)
    pool.submit(work)
    pool.shutdown(wait=False)
