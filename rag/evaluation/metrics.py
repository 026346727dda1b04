"""The field's measures, each a small pure function."""

import math
import random
import statistics
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass


def ndcg(ranking: Sequence[str], relevant: Mapping[str, float], k: int = 10) -> float:
    """Return the normalised discounted cumulative gain at k, 0 to 1.

    Gains are linear, the discount is log2(rank + 1), as in trec_eval.
    Source: Järvelin & Kekäläinen, TOIS 2002.

    >>> round(ndcg(["b", "a"], {"a": 1}), 4)
    0.6309
    """
    gains = [relevant.get(document, 0.0) for document in ranking[:k]]
    ideal = sorted(relevant.values(), reverse=True)[:k]
    best = _discounted(ideal)
    return _discounted(gains) / best if best else 0.0


def recall(ranking: Sequence[str], relevant: Mapping[str, float], k: int) -> float:
    """Return the share of relevant documents among the first k, 0 to 1."""
    wanted = {document for document, grade in relevant.items() if grade > 0}
    return len(wanted & set(ranking[:k])) / len(wanted) if wanted else 0.0


def reciprocal_rank(ranking: Sequence[str], relevant: Mapping[str, float], k: int = 10) -> float:
    """Return 1 / the rank of the first relevant document among the first k, else 0."""
    ranks = (rank for rank, d in enumerate(ranking[:k], start=1) if relevant.get(d, 0.0) > 0)
    return 1 / next(ranks, math.inf)


def area_under_curve(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return how often a positive scores above a negative, ties counting half, 0 to 1.

    It is the area under the ROC curve (Mann & Whitney 1947); 0.5 is a guess; nan without items.

    >>> area_under_curve([0.9, 0.4], [0.4, 0.1])
    0.875
    """
    if not positive or not negative:
        return math.nan
    labelled = sorted([(s, True) for s in positive] + [(s, False) for s in negative])
    rank_sum, at = 0.0, 0
    while at < len(labelled):
        end = at
        while end < len(labelled) and labelled[end][0] == labelled[at][0]:
            end += 1
        tied_positive = sum(label for _, label in labelled[at:end])
        rank_sum += tied_positive * (at + 1 + end) / 2
        at = end
    n = len(positive)
    return (rank_sum - n * (n + 1) / 2) / (n * len(negative))


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its bootstrap interval of 95 %, from ``n`` items."""

    value: float
    low: float
    high: float
    n: int


def bootstrap(
    values: Sequence[float],
    statistic: Callable[[Sequence[float]], float] = statistics.fmean,
    *,
    rounds: int = 1000,
    seed: int = 0,
) -> Estimate:
    """Return the statistic of ``values`` with its percentile bootstrap interval of 95 %.

    Source: Efron, Annals of Statistics 1979. No items give nan.
    """
    if not values:
        return Estimate(math.nan, math.nan, math.nan, 0)
    draw = random.Random(seed).choices  # noqa: S311 - resampling, not secrecy
    found = sorted(statistic(draw(values, k=len(values))) for _ in range(rounds))
    low, high = found[int(0.025 * rounds)], found[int(0.975 * rounds)]
    return Estimate(statistic(values), low, high, len(values))


def quantile(values: Collection[float], share: float) -> float:
    """Return the smallest value that at least ``share`` (0 to 1) of the values do not exceed."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
