import math

import pytest

from rag.evaluation.metrics import (
    area_under_curve,
    bootstrap,
    bootstrap_area,
    bootstrap_ratio,
    ndcg,
    quantile,
    recall,
    reciprocal_rank,
)

RELEVANT = {"a": 2.0, "b": 1.0, "z": 0.0}


def test_ndcg_of_a_worked_example() -> None:
    gained = 1 / math.log2(2) + 2 / math.log2(4)
    ideal = 2 / math.log2(2) + 1 / math.log2(3)
    assert ndcg(["b", "x", "a"], RELEVANT) == pytest.approx(gained / ideal)


def test_ndcg_of_the_ideal_ranking_is_one_and_of_a_useless_one_zero() -> None:
    assert ndcg(["a", "b", "x"], RELEVANT) == 1.0
    assert ndcg(["x", "z"], RELEVANT) == 0.0
    assert ndcg(["x"] * 10 + ["a"], RELEVANT) == 0.0
    assert ndcg(["a"], {}) == 0.0


def test_recall_counts_documents_that_are_relevant_at_all() -> None:
    assert recall(["b", "z"], RELEVANT, 10) == 0.5
    assert recall(["x", "b", "a"], RELEVANT, 2) == 0.5
    assert recall(["a"], {"z": 0.0}, 10) == 0.0


def test_reciprocal_rank_is_that_of_the_first_relevant_document() -> None:
    assert reciprocal_rank(["x", "z", "b", "a"], RELEVANT) == pytest.approx(1 / 3)
    assert reciprocal_rank(["x"], RELEVANT) == 0.0
    assert reciprocal_rank(["x"] * 10 + ["a"], RELEVANT) == 0.0


@pytest.mark.parametrize(
    ("positive", "negative", "expected"),
    [([2, 3], [0, 1], 1.0), ([0, 1], [2, 3], 0.0), ([1, 1], [1], 0.5), ([3, 1], [2], 0.5)],
)
def test_area_under_the_curve(
    positive: list[float], negative: list[float], expected: float
) -> None:
    assert area_under_curve(positive, negative) == expected


def test_area_under_the_curve_is_undefined_without_both_kinds() -> None:
    assert math.isnan(area_under_curve([], [1.0]))


def test_a_bootstrap_interval_holds_the_mean_and_is_repeatable() -> None:
    estimate = bootstrap([0.0, 1.0] * 50)
    assert estimate.value == 0.5
    assert estimate.n == 100
    assert 0.37 <= estimate.low <= 0.43
    assert 0.57 <= estimate.high <= 0.63
    assert estimate == bootstrap([0.0, 1.0] * 50)


def test_a_ratio_is_of_sums_and_counts_the_items_below() -> None:
    estimate = bootstrap_ratio([2, 0, 2, 0], [2, 1, 2, 0])
    assert (estimate.value, estimate.n) == (0.8, 3)
    assert 0 <= estimate.low < 0.8 < estimate.high <= 1
    assert math.isnan(bootstrap_ratio([0, 0], [0, 0]).value)


def test_the_interval_of_an_area_holds_it_and_narrows_with_items() -> None:
    few = bootstrap_area([0.4, 0.9, 0.7, 0.2], [0.1, 0.5, 0.3])
    many = bootstrap_area([0.4, 0.9, 0.7, 0.2] * 50, [0.1, 0.5, 0.3] * 50)
    assert few.value == pytest.approx(9 / 12)
    assert many.value == pytest.approx(9 / 12)
    assert few.low < many.low < 0.75 < many.high < few.high
    assert (few.n, many.n) == (7, 350)
    assert math.isnan(bootstrap_area([1.0], []).value)


def test_quantiles() -> None:
    assert quantile([5, 1, 3, 2, 4], 0.5) == 3
    assert quantile([5, 1, 3, 2, 4], 0.95) == 5
    assert math.isnan(quantile([], 0.5))
