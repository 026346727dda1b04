import pytest

from index.fusion import best, convex_combination, hybrid_scores, reciprocal_rank_fusion


def test_scores_are_sums_of_reciprocal_ranks() -> None:
    fused = dict(reciprocal_rank_fusion([[7, 8, 9], [9, 7]]))
    assert fused == pytest.approx({7: 1 / 61 + 1 / 62, 8: 1 / 62, 9: 1 / 63 + 1 / 61})


def test_ties_break_by_id() -> None:
    assert [found for found, _ in reciprocal_rank_fusion([[5, 1], [1, 5]])] == [1, 5]


def test_nothing_fused_is_nothing() -> None:
    assert reciprocal_rank_fusion([[], []]) == []


def test_scores_on_different_scales_are_weighed_by_their_best() -> None:
    words, meaning = {7: 40.0, 8: 30.0}, {8: 0.6, 9: 0.3, 7: -0.2}
    fused = convex_combination([(0.6, words), (0.4, meaning)])
    assert fused == pytest.approx({7: 0.6, 8: 0.45 + 0.4, 9: 0.2})


def test_a_scale_without_a_positive_score_decides_nothing() -> None:
    assert convex_combination([(0.5, {1: 0.0, 2: -1.0}), (0.5, {2: 3.0}), (1, {})]) == {
        1: 0.0,
        2: 0.5,
    }
    assert convex_combination([]) == {}


def test_hybrid_scores_are_of_those_that_have_a_cosine() -> None:
    scores = hybrid_scores({1: 8.0, 2: 4.0, 5: 9.0}, {1: 0.2, 2: 0.4, 3: 0.1}, 0.25)
    assert scores == pytest.approx({1: 0.75 + 0.125, 2: 0.375 + 0.25, 3: 0.0625})


def test_the_best_include_all_that_are_level_with_the_last() -> None:
    assert best({1: 0.1, 2: 0.7, 3: 0.7, 4: 0.9}, 2) == [2, 3, 4]
    assert best({1: 0.1}, 5) == [1]
    assert best({}, 5) == []
