"""Batches of examples of like length, in random order, without end."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

POOL = 50
"""Batches that are filled with inputs of like length together."""


def batches(
    one_round: Callable[[], Sequence[T]],
    length: Callable[[T], int],
    size: int,
    rng: random.Random,
) -> Iterator[list[T]]:
    """Yield batches of ``size`` (the last of a pool may be smaller), round after round."""
    while True:
        examples = list(one_round())
        rng.shuffle(examples)
        found = []
        for at in range(0, len(examples), POOL * size):
            pool = sorted(examples[at : at + POOL * size], key=length)
            found += [pool[start : start + size] for start in range(0, len(pool), size)]
        rng.shuffle(found)
        yield from found
