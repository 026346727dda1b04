"""Fine codes keep cosines nearly as they are."""

import numpy as np
import pytest

from index import fine_codes


def test_numbers_become_levels_of_the_largest_of_their_row() -> None:
    rows = np.array([[0.6, -0.8, 0.0], [0.0, 0.0, 1.0]], dtype=np.float32)
    assert fine_codes.encode(rows).tolist() == [[95, -127, 0], [0, 0, 127]]


def test_cosines_are_those_of_the_rows_to_three_places() -> None:
    rows = np.random.default_rng(0).normal(size=(500, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    near = fine_codes.cosines(fine_codes.encode(rows), rows[7])
    assert near == pytest.approx(rows @ rows[7], abs=0.0015)
    assert np.std(near - rows @ rows[7]) < 0.0005
    assert near[7] == near.max()
