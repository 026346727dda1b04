"""How the time of whatever takes a user's text grows with it: ``python -m bench.growth``.

Every function of ``growth_takers`` is given the texts of ``growth_texts``, longer and longer, up to
the most that it takes. Told is where twice the text takes more than ``MOST`` times as long.
``tests/test_growth.py`` does the same with short texts.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import process_time

from bench.growth_takers import Taker, takers
from bench.growth_texts import Text

MOST = 2.5
"""How many times as long twice the text may take."""
LEAST = 0.02
"""Seconds of the longer text below which the clock tells nothing."""
ENOUGH = 0.5
"""Seconds after which a text need not be longer to show how its time grows."""
TURNS = 3
"""Of which the least counts."""


@dataclass(frozen=True, slots=True)
class Growth:
    """What twice the text takes."""

    characters: int
    once: float
    """Seconds."""
    twice: float

    @property
    def ratio(self) -> float:
        """How many times as long twice the text takes."""
        return self.twice / self.once

    @property
    def is_fast(self) -> bool:
        """Whether that is as many times as it may."""
        return self.twice < LEAST or self.ratio <= MOST


def too_slow(
    take: Callable[[str], object], text: Text, characters: int, most: int
) -> Growth | None:
    """Return what a text of so many characters takes if that grows too fast, else None.

    Where rules change at some length there is a step; only what doubling shows twice is growth.
    """
    found = growth(take, text, characters)
    if found.is_fast:
        return None
    other = growth(take, text, 2 * characters if 2 * characters <= most else characters // 2)
    return None if other.is_fast else found


def growth(take: Callable[[str], object], text: Text, characters: int) -> Growth:
    """Return what a text of so many characters takes, and one of half of them.

    A doubtful measurement is made again: on a busy machine one is not to be trusted.
    """
    twice = _seconds(take, text(characters))
    found = Growth(characters, twice, twice)
    for turns in (1, TURNS, 2 * TURNS) if twice >= LEAST else ():
        once = min(_seconds(take, text(characters // 2)) for _ in range(turns))
        twice = min(twice, *(_seconds(take, text(characters)) for _ in range(turns)))
        found = Growth(characters, once, twice)
        if found.is_fast:
            break
    return found


def _seconds(take: Callable[[str], object], text: str) -> float:
    begun = process_time()
    take(text)
    return process_time() - begun


def sweep(taker: Taker, name: str, text: Text) -> Iterator[tuple[str, Growth]]:
    """Yield what is too slow for a taker; texts get longer until that or their time is enough."""
    characters = min(2_000, taker.most)
    while True:
        if slow := too_slow(taker, text, characters, taker.most):
            yield name, slow
            return
        if characters >= taker.most or _seconds(taker, text(characters)) > ENOUGH:
            return
        characters = min(4 * characters, taker.most)


def main() -> None:
    """Print what grows too fast; exit with 1 if anything does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="?", default="", help="Only functions with this in the name.")
    wanted = parser.parse_args().name
    slow = 0
    for taker in takers():
        if wanted in taker.name:
            found = [each for item in taker.texts.items() for each in sweep(taker, *item)]
            _tell(f"{taker.name}: {len(taker.texts)} texts, {len(found)} too slow")
            for name, each in found:
                _tell(
                    f"  {name}: {each.characters:,} characters {each.twice:.2f} s {each.ratio:.1f}×"
                )
            slow += len(found)
    sys.exit(1 if slow else 0)


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
