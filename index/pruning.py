"""Full-text search among very many passages: few terms find, all of them score.

Source: Turtle & Flood, Query Evaluation: Strategies and Optimizations, 1995, who leave out what
cannot matter; here also goes what seldom does.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate

from index import bm25
from index.lengths import PassageLengths
from index.lexical import most, sought

MANY_PASSAGES = 50_000
"""Up to so many, FTS5 ranks by all terms."""
MOST_PLACES = 5_000
"""In how many passages the rarest terms may stand together that find passages."""


def rank(
    connection: sqlite3.Connection,
    asked: Mapping[str, int],
    found: Mapping[str, int],
    lengths: PassageLengths,
    *,
    k: int,
    passages: int,
    beside: Collection[int] | None,
) -> list[tuple[int, float]]:
    """Return passage ids with their BM25 score, higher is better, best first.

    The rarest terms alone find k passages. All but function words score those and the passages
    ``beside``, which makes more than k. Without ``beside`` it is what ``lexical.rank`` returns.

    Args:
        connection: The store.
        asked: How often the query holds each term.
        found: In how many passages each term occurs.
        lengths: Those of the passages.
        k: The most ids to find.
        passages: The number of passages in the store.
        beside: Passages that are found already by meaning; None where words alone decide.
    """
    chosen = sought(asked, found, most(passages))
    finding = chosen if beside is None else _rarest(chosen, found)
    rarity = bm25.rarities(Counter(finding), found, passages)
    best = bm25.best(connection, rarity, lengths, k)
    if beside is None:
        return best
    weighed = bm25.rarities(Counter(sought(asked, found, passages)), found, passages)
    scores = bm25.scores(connection, {i for i, _ in best}.union(beside), weighed)
    return sorted(scores.items(), key=lambda scored: (-scored[1], scored[0]))


def _rarest(terms: Sequence[str], found: Mapping[str, int]) -> list[str]:
    """Return the first of these terms, at least one, that stand in few passages together."""
    places = accumulate(found[term] for term in terms)
    few = [term for term, sum_ in zip(terms, places, strict=True) if sum_ <= MOST_PLACES]
    return few or list(terms[:1])
