"""Codes of vectors: what they find beside exact search, and how they are kept."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import sign_codes
from index.embedding import Vectors
from index.sign_codes import SignCodes, directions
from index.sign_store import SPARE
from tests.index.code_stores import Kept

DIMENSION = 64


def units(count: int, seed: int) -> Vectors:
    """Return rows in groups round common points, as texts of one subject are."""
    rng = np.random.default_rng(seed)
    points = np.random.default_rng(0).normal(size=(40, DIMENSION))
    rows = points[rng.integers(40, size=count)] + 0.8 * rng.normal(size=(count, DIMENSION))
    made: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return made


def exact(vectors: dict[int, Vectors], query: Vectors, k: int) -> list[int]:
    scored = {identifier: float(row @ query) for identifier, row in vectors.items()}
    return sorted(scored, key=lambda each: (-scored[each], each))[:k]


@pytest.fixture(scope="module")
def many() -> Kept:
    store = Kept(DIMENSION)
    store.add(range(20_000), units(20_000, seed=1))
    return store


def test_of_the_ten_nearest_of_twenty_thousand_hardly_one_is_missed(many: Kept) -> None:
    queries = units(20, seed=2)
    found = [[each for each, _ in many.search(query, 10)] for query in queries]
    true = [exact(many.vectors, query, 10) for query in queries]
    hits = sum(len(set(a) & set(b)) for a, b in zip(found, true, strict=True))
    assert hits >= 198
    assert max(many.asked) == 10 + SPARE


def test_cosines_are_those_of_the_vectors(many: Kept) -> None:
    query = units(1, seed=3)[0]
    found = many.search(query, 20)
    assert dict(found) == pytest.approx({i: float(many.vectors[i] @ query) for i, _ in found})
    assert found == sorted(found, key=lambda scored: (-scored[1], scored[0]))


@pytest.mark.parametrize("size", [3, 900, 6_000])
def test_a_filter_is_searched_whole_however_narrow(many: Kept, size: int) -> None:
    query = units(1, seed=4)[0]
    within = np.random.default_rng(5).permutation(20_000)[:size].tolist()
    found = [each for each, _ in many.search(query, 10, within=[*within, 99_999])]
    assert found == exact({i: many.vectors[i] for i in within}, query, 10)


def test_removing_all_that_is_near_brings_up_what_is_left() -> None:
    store = Kept(DIMENSION)
    store.add(range(5_000), units(5_000, seed=6))
    query = units(1, seed=7)[0]
    nearest = exact(store.vectors, query, 4_600)
    store.remove(nearest)
    left = {i: row for i, row in store.vectors.items() if i not in set(nearest)}
    assert [each for each, _ in store.search(query, 10)] == exact(left, query, 10)
    assert store.ids() == set(left)


STEPS = st.lists(st.tuples(st.booleans(), st.lists(st.integers(0, 30), max_size=6, unique=True)))


@settings(deadline=None, max_examples=50)
@given(STEPS)
def test_the_codes_hang_on_what_is_held_and_not_on_how_it_came(
    steps: list[tuple[bool, list[int]]],
) -> None:
    rows, codes, held = units(31, seed=8), SignCodes(DIMENSION), set[int]()
    for adding, ids in steps:
        if adding:
            fresh = [identifier for identifier in ids if identifier not in held]
            codes.add(fresh, rows[fresh])
            held.update(fresh)
        else:
            codes.remove(ids)
            held.difference_update(ids)
    anew = SignCodes(DIMENSION)
    anew.add(sorted(held), rows[sorted(held)])
    assert codes.to_bytes() == anew.to_bytes()
    assert SignCodes.from_bytes(codes.to_bytes(), DIMENSION).ids() == held


def test_what_is_loaded_can_be_added_to() -> None:
    rows, codes = units(4, seed=9), SignCodes(DIMENSION)
    codes.add([1, 2, 3], rows[:3])
    loaded = SignCodes.from_bytes(codes.to_bytes(), DIMENSION)
    loaded.add([9], rows[3:])
    loaded.remove([2])
    assert loaded.sorted_ids().tolist() == [1, 3, 9]
    assert loaded.nearest(rows[3], 1) == [9]


def test_removing_and_adding_for_long_takes_no_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_codes, "BLOCK", 5)
    rows, codes = units(60, seed=11), SignCodes(DIMENSION)
    codes.add(range(20), rows[:20])
    for turn in range(1, 50):
        codes.remove(range(20 * turn - 20, 20 * turn))
        codes.add(range(20 * turn, 20 * turn + 20), rows[20:40])
    assert codes.nearest(rows[27], 1) == [20 * 49 + 7]
    assert len(codes._held.fine) <= 30


def test_the_directions_are_for_ever_the_same_and_orthogonal() -> None:
    made = directions(DIMENSION)
    for turn in (made[:, :DIMENSION], made[:, DIMENSION:]):
        assert turn.T @ turn == pytest.approx(np.eye(DIMENSION), abs=1e-5)
    code = SignCodes(8).encode(np.eye(8, dtype=np.float32)[:3])
    assert code.tolist() == [[142, 23], [126, 27], [216, 137]]


@pytest.mark.parametrize("damage", [b"", b"IxFl", sign_codes.MAGIC, sign_codes.MAGIC + bytes(16)])
def test_bytes_that_are_no_codes_are_refused(damage: bytes) -> None:
    with pytest.raises(ValueError, match="not the codes"):
        SignCodes.from_bytes(damage, DIMENSION)


def test_readers_see_whole_states_while_others_write() -> None:
    rows, store = units(400, seed=10), Kept(DIMENSION)
    store.add([0], rows[:1])
    nearest: list[list[int]] = []

    def search() -> None:
        nearest.extend(store.codes.nearest(rows[0], 1) for _ in range(200))

    searching = [threading.Thread(target=search) for _ in range(2)]
    for thread in searching:
        thread.start()
    for i in range(1, 400):
        store.add([i], -rows[:1])
        store.remove([i - 1] if i > 1 else [])
    for thread in searching:
        thread.join()
    assert nearest == [[0]] * 400
