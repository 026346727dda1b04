"""From scores to probabilities, and whether these come true."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ROUNDS = 50
LOWEST = -1.0
"""Scores below count as this: one that stands for nothing found would bend the curve."""
BINS = 10


@dataclass(frozen=True, slots=True)
class Logistic:
    """A probability that rises or falls with a score."""

    slope: float
    intercept: float

    def __call__(self, score: float) -> float:
        """Return the probability, 0 to 1."""
        place = self.intercept + self.slope * max(score, LOWEST)
        return 1 / (1 + math.exp(-min(max(place, -500.0), 500.0)))


@dataclass(frozen=True, slots=True)
class Bin:
    """Items of like probability: what was expected of them, and how many came true."""

    expected: float
    observed: float
    items: int


def fit(scores: Sequence[float], labels: Sequence[bool]) -> Logistic:
    """Return the logistic curve that makes the labels likeliest, by Newton's method.

    Platt, Probabilistic Outputs for Support Vector Machines, 1999: the labels are taken as a
    little less than certain, so that scores that part them perfectly still give a curve.

    Raises:
        ValueError: the labels are not of both kinds.
    """
    truth = np.asarray(labels, dtype=float)
    positive = float(truth.sum())
    negative = len(truth) - positive
    if not positive or not negative:
        raise ValueError("a curve needs labels of both kinds")
    targets = np.where(truth > 0, (positive + 1) / (positive + 2), 1 / (negative + 2))
    columns = np.column_stack([np.maximum(scores, LOWEST), np.ones(len(truth))])
    weights = np.array([0.0, math.log((positive + 1) / (negative + 1))])
    for _ in range(ROUNDS):
        step = _newton_step(columns, targets, weights)
        weights = weights + np.clip(step, -10, 10)
        if np.abs(step).max() < 1e-9:
            break
    return Logistic(float(weights[0]), float(weights[1]))


def reliability(
    probabilities: Sequence[float], labels: Sequence[bool], bins: int = BINS
) -> list[Bin]:
    """Return ``bins`` bins of equally many items (or one less), least probable first.

    >>> reliability([0.1, 0.8, 0.3, 1.0], [False, True, True, True], bins=2)
    [Bin(expected=0.2, observed=0.5, items=2), Bin(expected=0.9, observed=1.0, items=2)]
    """
    pairs = sorted(zip(probabilities, labels, strict=True))
    groups = [group for group in np.array_split(np.array(pairs, dtype=float), bins) if len(group)]
    return [Bin(float(g[:, 0].mean()), float(g[:, 1].mean()), len(g)) for g in groups]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return how far expectation and outcome lie apart, on average over the items."""
    total = sum(each.items for each in bins)
    return sum(each.items * abs(each.expected - each.observed) for each in bins) / total


def _newton_step(
    columns: npt.NDArray[np.float64],
    targets: npt.NDArray[np.float64],
    weights: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    told = 1 / (1 + np.exp(-np.clip(columns @ weights, -500, 500)))
    gradient = columns.T @ (targets - told)
    curvature = columns.T @ (columns * (told * (1 - told))[:, None])
    return np.asarray(np.linalg.solve(curvature + 1e-9 * np.eye(2), gradient), dtype=np.float64)
