"""Several rankings made one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence


def convex_combination(
    weighted: Iterable[tuple[float, Mapping[int, float]]],
) -> dict[int, float]:
    """Return for each id the weighted sum of its scores, each scale brought to 0 to 1.

    A scale is divided by its best score; what is negative or missing in it counts 0. Two scores
    thus keep how far apart they are, which ranks forget. The result orders what was found for one
    query: the best of every query is near 1, so do not compare it with a threshold.
    Source: Bruch, Gai & Ingber, An Analysis of Fusion Functions for Hybrid Retrieval, TOIS 2023.

    >>> convex_combination([(0.5, {7: 4.0, 8: 2.0}), (0.5, {8: 0.6, 9: 0.3})])
    {7: 0.5, 8: 0.75, 9: 0.25}
    """
    fused: defaultdict[int, float] = defaultdict(float)
    for weight, scores in weighted:
        best = max(scores.values(), default=0.0)
        for identifier, score in scores.items():
            fused[identifier] += weight * max(0.0, score) / best if best > 0 else 0.0
    return dict(fused)


def hybrid_scores(
    bm25: Mapping[int, float], cosines: Mapping[int, float], meaning: float
) -> dict[int, float]:
    """Return the fused score of each id that has a cosine; ``meaning`` (0 to 1) is its weight.

    Scores are rounded, for sums of floats differ in their last bits: they must not depend on where
    in an index a passage stands.
    """
    worded = {i: round(score, 9) for i, score in bm25.items() if i in cosines}
    meant = {i: round(cosine, 5) for i, cosine in cosines.items()}
    fused = convex_combination([(1 - meaning, worded), (meaning, meant)])
    return {i: round(score, 6) for i, score in fused.items()}


def best(scores: Mapping[int, float], least: int) -> list[int]:
    """Return the ids of the ``least`` best scores, and those level with the last of them.

    >>> best({7: 0.5, 8: 0.9, 9: 0.5, 10: 0.1}, 2)
    [7, 8, 9]
    """
    ordered = sorted(scores.values(), reverse=True)[:least]
    return [i for i, score in scores.items() if score >= ordered[-1]] if ordered else []


def reciprocal_rank_fusion(
    rankings: Iterable[Sequence[int]], k: int = 60
) -> list[tuple[int, float]]:
    """Merge rankings of ids into one, best first.

    An id at rank r (from 1) of a ranking earns ``1 / (k + r)``; ties break by id.
    The result is a rank sum, not a relevance: do not compare it with a threshold. Search measures
    itself against it.
    Source: Cormack, Clarke & Büttcher, SIGIR 2009.

    >>> [id for id, _ in reciprocal_rank_fusion([[7, 8, 9], [9, 7]])]
    [7, 9, 8]
    """
    scores: defaultdict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, identifier in enumerate(ranking, start=1):
            scores[identifier] += 1 / (k + rank)
    return sorted(scores.items(), key=lambda scored: (-scored[1], scored[0]))
