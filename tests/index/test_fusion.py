import pytest

from index.fusion import reciprocal_rank_fusion


def test_scores_are_sums_of_reciprocal_ranks() -> None:
    fused = dict(reciprocal_rank_fusion([[7, 8, 9], [9, 7]]))
    assert fused == pytest.approx({7: 1 / 61 + 1 / 62, 8: 1 / 62, 9: 1 / 63 + 1 / 61})


def test_ties_break_by_id() -> None:
    assert [found for found, _ in reciprocal_rank_fusion([[5, 1], [1, 5]])] == [1, 5]


def test_nothing_fused_is_nothing() -> None:
    assert reciprocal_rank_fusion([[], []]) == []
