"""Several rankings made one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence


def reciprocal_rank_fusion(
    rankings: Iterable[Sequence[int]], k: int = 60
) -> list[tuple[int, float]]:
    """Merge rankings of ids into one, best first.

    An id at rank r (from 1) of a ranking earns ``1 / (k + r)``; ties break by id.
    The result is a rank sum, not a relevance: do not compare it with a threshold.
    Source: Cormack, Clarke & Büttcher, SIGIR 2009.

    >>> [id for id, _ in reciprocal_rank_fusion([[7, 8, 9], [9, 7]])]
    [7, 9, 8]
    """
    scores: defaultdict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, identifier in enumerate(ranking, start=1):
            scores[identifier] += 1 / (k + rank)
    return sorted(scores.items(), key=lambda scored: (-scored[1], scored[0]))
