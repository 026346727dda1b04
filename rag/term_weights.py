"""How much each content term of a question counts, and which words are of one family."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

FAMILY = 0.7
"""What a word of the same family ("invaded" for "invasion") counts, beside the word itself."""
_ROOT = 4


@dataclass(frozen=True, slots=True)
class Weights:
    """Inverse passage frequencies of a question's content terms."""

    of: Mapping[str, float]

    @classmethod
    def from_frequencies(cls, frequencies: Mapping[str, int], passages: int) -> "Weights":
        """Weigh each term by BM25's inverse frequency; one in every passage weighs almost 0.

        Source: Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009.
        """
        return cls(
            {
                term: math.log(1 + (passages - found + 0.5) / (found + 0.5))
                for term, found in frequencies.items()
            }
        )

    def share(self, present: Collection[str]) -> float:
        """Return the share of the weight, 0 to 1, that the terms in ``present`` have."""
        return self._share({term: 1.0 for term in self.of if term in present})

    def family_share(self, present: Collection[str]) -> float:
        """Return the share, 0 to 1, where a word of a term's family counts ``FAMILY``."""
        counted = {term: 1.0 for term in self.of if term in present}
        for term in self.of.keys() - counted.keys():
            root = term[:_ROOT]
            if any(other.startswith(root) and same_family(term, other) for other in present):
                counted[term] = FAMILY
        return self._share(counted)

    def pair_share(self, asked: Sequence[str], present: Sequence[str]) -> float:
        """Return the share, 0 to 1, of the question's neighbouring terms that stand together."""
        weighed = {
            pair: self.of.get(pair[0], 0.0) + self.of.get(pair[1], 0.0) for pair in pairwise(asked)
        }
        total = sum(weighed.values())
        there = set(pairwise(present))
        return sum(w for pair, w in weighed.items() if pair in there) / total if total else 0.0

    def _share(self, counted: Mapping[str, float]) -> float:
        total = sum(self.of.values())
        return sum(self.of[term] * part for term, part in counted.items()) / total if total else 0.0


def same_family(one: str, other: str) -> bool:
    """Tell whether two terms share a root of four letters and most of the longer one.

    >>> same_family("invas", "invad"), same_family("norman", "normal")
    (True, True)
    >>> same_family("cat", "cats"), same_family("amaz", "a"), same_family("1931", "1932")
    (False, False, False)
    """
    if min(len(one), len(other)) < _ROOT or one[:_ROOT] != other[:_ROOT] or not one.isalpha():
        return False
    longest = max(len(one), len(other))
    root = _ROOT
    while root < min(len(one), len(other)) and one[root] == other[root]:
        root += 1
    return root >= 0.6 * longest
