"""The field's measures, each a small pure function."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ROUNDS = 1000
"""Samples that a bootstrap draws."""
Counts = npt.NDArray[np.int64]


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
    return _area(*_counted(positive, negative))


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its bootstrap interval of 95 %, from ``n`` items."""

    value: float
    low: float
    high: float
    n: int


def bootstrap(values: Sequence[float]) -> Estimate:
    """Return the mean of ``values`` with its percentile bootstrap interval of 95 %.

    Source: Efron, Annals of Statistics 1979. No items give nan.
    """
    return bootstrap_ratio(values, [1.0] * len(values))


def bootstrap_ratio(above: Sequence[float], below: Sequence[float]) -> Estimate:
    """Return sum(above) / sum(below), items drawn in pairs, with its bootstrap interval.

    It serves for precision, recall and F1, whose items are counted above, below or in both.
    ``n`` counts the items that are below; without any the value is nan.
    """
    tops, bottoms = np.asarray(above, dtype=float), np.asarray(below, dtype=float)
    counted = int(np.count_nonzero(bottoms))
    if not counted:
        return Estimate(math.nan, math.nan, math.nan, 0)
    draws = (_drawn(generator, len(tops)) for generator in _rounds())
    ratios = [tops[d].sum() / bottoms[d].sum() for d in draws if bottoms[d].any()]
    return _estimate(float(tops.sum() / bottoms.sum()), ratios, counted)


def bootstrap_area(positive: Sequence[float], negative: Sequence[float]) -> Estimate:
    """Return the area under the curve with its bootstrap interval, each kind drawn by itself."""
    if not positive or not negative:
        return Estimate(math.nan, math.nan, math.nan, 0)
    of_positive, of_negative = _ranked(positive, negative)
    width = 1 + max(of_positive.max(), of_negative.max())
    areas = []
    for generator in _rounds():
        p = np.bincount(of_positive[_drawn(generator, len(positive))], minlength=width)
        q = np.bincount(of_negative[_drawn(generator, len(negative))], minlength=width)
        areas.append(_area(p, q))
    total = len(positive) + len(negative)
    return _estimate(area_under_curve(positive, negative), areas, total)


def quantile(values: Collection[float], share: float) -> float:
    """Return the smallest value that at least ``share`` (0 to 1) of the values do not exceed."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _rounds() -> Iterator[np.random.Generator]:
    generator = np.random.default_rng(0)
    return (generator for _ in range(ROUNDS))


def _drawn(generator: np.random.Generator, items: int) -> Counts:
    return generator.integers(0, items, items)


def _estimate(value: float, drawn: Sequence[float], n: int) -> Estimate:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(value, float(low), float(high), n)


def _ranked(positive: Sequence[float], negative: Sequence[float]) -> tuple[Counts, Counts]:
    """Return the place of each score among the distinct ones, from 0, lowest first."""
    _, places = np.unique([*positive, *negative], return_inverse=True)
    return places[: len(positive)], places[len(positive) :]


def _counted(positive: Sequence[float], negative: Sequence[float]) -> tuple[Counts, Counts]:
    """Return how many of each kind have each distinct score, lowest first."""
    of_positive, of_negative = _ranked(positive, negative)
    width = 1 + max(of_positive.max(), of_negative.max())
    return np.bincount(of_positive, minlength=width), np.bincount(of_negative, minlength=width)


def _area(positive: Counts, negative: Counts) -> float:
    below = np.cumsum(negative) - negative / 2
    return float((positive * below).sum() / (positive.sum() * negative.sum()))
