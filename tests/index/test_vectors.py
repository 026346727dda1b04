"""The contract of a vector store, and what FAISS adds to it."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedding import Vectors
from index.vectors import FaissStore, VectorStore
from tests.index.code_stores import Kept

DIMENSION = 8


def unit(*values: float) -> Vectors:
    row = np.zeros(DIMENSION, dtype=np.float32)
    row[: len(values)] = values
    return row / np.linalg.norm(row)


@pytest.fixture(params=[FaissStore, Kept])
def store(request: pytest.FixtureRequest) -> VectorStore:
    made: VectorStore = request.param(DIMENSION)
    return made


def test_the_nearest_come_first_with_their_cosine(store: VectorStore) -> None:
    store.add([7, 3, 9], np.stack([unit(1), unit(1, 1), unit(-1)]))
    found = store.search(unit(1), 3)
    assert [each for each, _ in found] == [7, 3, 9]
    assert [cosine for _, cosine in found] == pytest.approx([1, 2**-0.5, -1], abs=1e-6)


def test_no_more_than_k_are_returned_and_fewer_where_fewer_are_held(store: VectorStore) -> None:
    store.add([1, 2], np.stack([unit(1), unit(0, 1)]))
    assert [found for found, _ in store.search(unit(1), 1)] == [1]
    assert [found for found, _ in store.search(unit(1), 10)] == [1, 2]


def test_an_empty_store_finds_nothing(store: VectorStore) -> None:
    assert store.search(unit(1), 5) == []


def test_what_was_removed_is_not_found(store: VectorStore) -> None:
    store.add([1, 2, 3], np.stack([unit(1), unit(1, 1), unit(0, 1)]))
    store.remove([1, 99])
    assert [found for found, _ in store.search(unit(1), 5)] == [2, 3]
    assert store.ids() == {2, 3}


def test_only_ids_within_are_found(store: VectorStore) -> None:
    store.add([1, 2, 3], np.stack([unit(1), unit(1, 1), unit(0, 1)]))
    assert [found for found, _ in store.search(unit(1), 5, within={3, 2, 50})] == [2, 3]
    assert store.search(unit(1), 5, within=[]) == []


@pytest.mark.parametrize(
    ("ids", "rows"),
    [
        ([1], np.zeros((1, DIMENSION), dtype=np.float32)),
        ([1], np.full((1, DIMENSION), np.nan, dtype=np.float32)),
        ([1], unit(1)[np.newaxis, :4]),
        ([1, 2], unit(1)[np.newaxis]),
        ([1, 1], np.stack([unit(1), unit(1)])),
        ([-1], unit(1)[np.newaxis]),
        ([5], unit(1)[np.newaxis]),
    ],
    ids=["zero", "nan", "dimension", "count", "twice", "negative", "taken"],
)
def test_rows_that_cannot_be_held_are_refused_whole(
    store: VectorStore, ids: list[int], rows: Vectors
) -> None:
    store.add([5], unit(0, 1)[np.newaxis])
    with pytest.raises(ValueError, match=r"."):
        store.add(ids, rows)
    assert store.ids() == {5}


def test_a_query_that_is_no_unit_row_is_refused(store: VectorStore) -> None:
    with pytest.raises(ValueError, match="length 1"):
        store.search(np.zeros(DIMENSION, dtype=np.float32), 1)


def test_cosines_are_told_of_the_ids_that_are_held() -> None:
    store = FaissStore(DIMENSION)
    store.add([7, 3, 9], np.stack([unit(1), unit(1, 1), unit(-1)]))
    store.remove([9])
    assert store.cosines(unit(1), [3, 7, 8, 9]) == pytest.approx({3: 2**-0.5, 7: 1.0}, abs=1e-6)
    assert store.cosines(unit(1), []) == {}


STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 9), st.integers(0, 10**6)), max_size=25)


@settings(deadline=None)
@given(STEPS)
def test_it_does_what_a_dictionary_and_a_dot_product_do(
    steps: list[tuple[bool, int, int]],
) -> None:
    store, model = FaissStore(DIMENSION), dict[int, Vectors]()
    for adding, identifier, seed in steps:
        if adding and identifier not in model:
            model[identifier] = unit(*np.random.default_rng(seed).normal(size=DIMENSION))
            store.add([identifier], model[identifier][np.newaxis])
        elif not adding:
            model.pop(identifier, None)
            store.remove([identifier])
    query = unit(1, 2, 3)
    found = dict(store.search(query, 20))
    assert found == pytest.approx({i: float(row @ query) for i, row in model.items()}, abs=1e-5)
    assert list(found) == sorted(found, key=lambda i: (-found[i], i))


def test_saving_and_loading_changes_no_ranking() -> None:
    rng = np.random.default_rng(1)
    rows = np.stack([unit(*rng.normal(size=DIMENSION)) for _ in range(50)])
    store = FaissStore(DIMENSION)
    store.add(range(100, 150), rows)
    store.remove([101, 120])
    loaded = FaissStore.from_bytes(store.to_bytes(), DIMENSION)
    assert loaded.search(unit(1, 1), 50) == store.search(unit(1, 1), 50)
    assert loaded.ids() == store.ids()
    loaded.add([101], unit(1, 1)[np.newaxis])
    assert loaded.search(unit(1, 1), 1)[0][0] == 101


@pytest.mark.parametrize("damage", [b"", b"IxFl", b"no index at all"])
def test_bytes_that_are_no_index_are_refused(damage: bytes) -> None:
    with pytest.raises(ValueError, match="not a"):
        FaissStore.from_bytes(damage, DIMENSION)


def test_an_index_of_another_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="8 dimensions"):
        FaissStore.from_bytes(FaissStore(4).to_bytes(), DIMENSION)


def test_searching_while_adding_and_removing_is_safe() -> None:
    store = FaissStore(DIMENSION)
    store.add([0], unit(1)[np.newaxis])
    nearest: list[int] = []

    def search() -> None:
        nearest.extend(store.search(unit(1), 3)[0][0] for _ in range(300))

    searching = [threading.Thread(target=search) for _ in range(3)]
    for thread in searching:
        thread.start()
    for i in range(1, 300):
        store.add([i], unit(0, 1)[np.newaxis])
        store.remove([i - 1] if i > 1 else [])
    for thread in searching:
        thread.join()
    assert nearest == [0] * 900
    assert store.ids() == {0, 299}
