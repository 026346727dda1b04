"""Which English words may stand for which: synonyms, derived and broader words, opposites.

The relations were taken from WordNet 3.0 (see ``LICENSE`` beside this file) by
``training/extract_thesaurus.py``. They are those of common senses, whatever the sense in a text
is: two words that are related here need not say the same there.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "relations.txt.gz"
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Relations between stems; a verb of two words has both joined by "_"."""

    stands_for: Mapping[str, frozenset[str]]
    """For a stem that is said those that the source may have: its synonyms and narrower words."""
    opposites: Mapping[str, frozenset[str]]

    def alike(self, said: str) -> frozenset[str]:
        """Return the stems that ``said`` may stand for, without itself."""
        return self.stands_for.get(said, _NONE)


@lru_cache(maxsize=1)
def thesaurus() -> Thesaurus:
    """Return the relations that come with Pincite, read once (about 50 ms)."""
    stands_for: dict[str, frozenset[str]] = {}
    opposites: dict[str, frozenset[str]] = {}
    with gzip.open(_FILE, "rt", encoding="ascii") as lines:
        for line in lines:
            stem, *others = line.split()
            stands_for[stem] = frozenset(each for each in others if each[0] != "!")
            if found := frozenset(each[1:] for each in others if each[0] == "!"):
                opposites[stem] = found
    return Thesaurus(stands_for, opposites)


def is_word(stem: str) -> bool:
    """Tell whether a stem is one of a common English word that has relations, so no mere name."""
    return stem in thesaurus().stands_for


def alike(one: str, other: str) -> bool:
    """Tell whether either of two stems may stand for the other."""
    relations = thesaurus()
    return one == other or other in relations.alike(one) or one in relations.alike(other)
