"""States of the codes: each change makes another, and the ones before stay as they are."""

import numpy as np

from index.fine_rows import FineRows
from index.held_codes import HeldCodes


def held(*ids: int) -> HeldCodes:
    """Return codes whose signs and fine codes tell the id, the fine ones in reverse order."""
    fine = FineRows(1)
    slots = fine.add(np.array(ids[::-1], dtype=np.int8).reshape(-1, 1))
    signs = np.array(ids, dtype=np.uint8).reshape(-1, 1)
    return HeldCodes(np.array(ids, dtype=np.int64), signs, slots[::-1], fine)


def told(codes: HeldCodes) -> list[tuple[int, int, int]]:
    columns = (codes.ids, codes.signs[:, 0], codes.fine.at(codes.slots)[:, 0])
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_places_are_those_of_the_ids_that_are_held() -> None:
    assert held(3, 5, 8).places([8, 4, 3, 99, 3]).tolist() == [0, 2]
    assert held().places([1]).tolist() == []


def test_removing_leaves_the_fine_codes_where_they_are() -> None:
    before = held(3, 5, 8)
    after = before.without(before.places([5]))
    assert told(after) == [(3, 3, 3), (8, 8, 8)]
    assert after.fine is before.fine
    assert told(before) == [(3, 3, 3), (5, 5, 5), (8, 8, 8)]


def test_packing_drops_what_was_removed() -> None:
    left = held(3, 5, 8)
    packed = left.without(left.places([5])).packed()
    assert told(packed) == [(3, 3, 3), (8, 8, 8)]
    assert packed.slots.tolist() == [0, 1]
    assert len(packed.fine) == 2


def test_room_begins_with_what_is_held() -> None:
    roomy = held(3, 5).with_room(4)
    assert len(roomy) == 5
    assert told(roomy.first(2, roomy.fine)) == [(3, 3, 3), (5, 5, 5)]


def test_merging_keeps_the_order_of_ids() -> None:
    codes = held(3, 8)
    slots = codes.fine.add(np.array([[1], [5]], dtype=np.int8))
    merged = codes.merged(np.array([1, 5]), np.array([[1], [5]], dtype=np.uint8), slots)
    assert told(merged) == [(1, 1, 1), (3, 3, 3), (5, 5, 5), (8, 8, 8)]
