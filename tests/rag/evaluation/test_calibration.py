import random

import pytest

from rag.evaluation.calibration import Bin, Logistic, calibration_error, fit, reliability


def test_a_curve_is_found_again_from_what_it_draws() -> None:
    true = Logistic(slope=6.0, intercept=-3.0)
    draw = random.Random(0)
    scores = [draw.random() for _ in range(20_000)]
    found = fit(scores, [draw.random() < true(score) for score in scores])
    assert found.slope == pytest.approx(6.0, rel=0.05)
    assert found.intercept == pytest.approx(-3.0, rel=0.05)


def test_scores_that_part_the_labels_perfectly_still_give_a_curve() -> None:
    curve = fit([0.1, 0.2, 0.8, 0.9], [False, False, True, True])
    assert curve(0.1) < 0.4 < 0.6 < curve(0.9) < 1


def test_a_score_for_nothing_found_does_not_bend_the_curve() -> None:
    labels = [False, True] * 20 + [False]
    scores = [0.2, 0.8] * 20
    assert fit([*scores, -10.0], labels) == fit([*scores, -1.0], labels)
    assert 0 <= Logistic(5, 0)(-10.0) < 0.01


def test_labels_of_one_kind_give_no_curve() -> None:
    with pytest.raises(ValueError, match="both kinds"):
        fit([0.1, 0.2], [True, True])


def test_bins_hold_equally_many_items_and_tell_what_came_true() -> None:
    probabilities = [0.1, 0.2, 0.3, 0.7, 0.8, 0.9]
    labels = [False, False, True, True, False, True]
    low, high = reliability(probabilities, labels, bins=2)
    assert (low.expected, low.observed, low.items) == pytest.approx((0.2, 1 / 3, 3))
    assert (high.expected, high.observed, high.items) == pytest.approx((0.8, 2 / 3, 3))
    assert [each.items for each in reliability([0.1, 0.2], [True, False])] == [1, 1]


def test_the_calibration_error_weighs_bins_by_their_items() -> None:
    bins = [Bin(0.5, 0.5, 30), Bin(0.9, 0.5, 10)]
    assert calibration_error(bins) == pytest.approx(0.1)
