"""Rows in blocks come back under their slots, however they came."""

import numpy as np
import pytest

from index import fine_rows
from index.fine_codes import FineCodes
from index.fine_rows import FineRows


@pytest.fixture(autouse=True)
def _short_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fine_rows, "BLOCK", 4)


def rows(count: int, first: int = 0) -> FineCodes:
    return np.arange(2 * first, 2 * (first + count), dtype=np.int8).reshape(count, 2)


@pytest.mark.parametrize("counts", [[], [0], [3], [4], [3, 3, 3], [9, 1, 0, 10]])
def test_rows_come_back_under_their_slots(counts: list[int]) -> None:
    made = FineRows(2)
    slots = [made.add(rows(count, first=len(made))) for count in counts]
    given = np.concatenate([np.empty(0, np.int32), *slots])
    assert given.tolist() == list(range(sum(counts)))
    assert made.at(given[::-1]).tolist() == rows(sum(counts))[::-1].tolist()
    assert [part.tolist() for part in made.parts(given)] == [
        rows(min(4, sum(counts) - at), at).tolist() for at in range(0, sum(counts), 4)
    ]


@pytest.mark.parametrize("count", [0, 3, 4, 10])
def test_rows_that_were_read_can_be_added_to(count: int) -> None:
    read = rows(count)
    read.flags.writeable = False
    made = FineRows.of(read)
    slots = made.add(rows(5, first=count))
    assert slots.tolist() == list(range(count, count + 5))
    assert made.at(np.arange(count + 5, dtype=np.int32)).tolist() == rows(count + 5).tolist()


def test_full_blocks_that_were_read_are_not_copied() -> None:
    read = rows(10)
    made = FineRows.of(read)
    assert [np.shares_memory(block, read) for block in made._blocks] == [True, True, False]
