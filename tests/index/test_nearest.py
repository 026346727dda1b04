"""Few passages are compared exactly, many by codes; answers do not feel the change."""

import random
import threading
from pathlib import Path

import pytest

from index import nearest, pruning
from index.passage_index import PassageIndex
from index.sign_codes import SignCodes
from index.snapshot import CODES_FILE, FILE
from index.vectors import FaissStore
from tests.fakes import WordHashEmbedder
from tests.index.documents import document_of

WORDS = ["lamp", "oil", "stone", "keeper", "quarry", "storm", "glass", "boat"]
QUERY = "the keeper of the lamp"
LIMIT = 20


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "MOST_EXACT", LIMIT)
    monkeypatch.setattr(pruning, "MANY_PASSAGES", LIMIT)


def fill(index: PassageIndex, name: str) -> None:
    rng = random.Random(name)
    lines = [f"Note {n} has a {' and a '.join(rng.sample(WORDS, 3))}." for n in range(12)]
    index.add(document_of("# Notes\n" + "\n# More\n".join(lines), name))


def opened(folder: Path) -> PassageIndex:
    return PassageIndex.open(folder, WordHashEmbedder())


def test_growing_past_the_limit_changes_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path / "codes") as index:
        fill(index, "ada")
        assert isinstance(index._vectors, FaissStore)
        fill(index, "bob")
        assert isinstance(index._vectors, SignCodes)
        assert index.passage_count == 24
        found = index.search(QUERY, k=24)
        assert index.check() == []
    monkeypatch.setattr(nearest, "MOST_EXACT", 1_000)
    with opened(tmp_path / "exact") as index:
        fill(index, "ada")
        fill(index, "bob")
        assert index.search(QUERY, k=24) == found


def test_codes_come_back_from_their_own_file_and_follow_every_change(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        fill(index, "ada")
    assert (tmp_path / FILE).exists()
    with opened(tmp_path) as index:
        fill(index, "bob")
        fill(index, "cyd")
        found = index.search(QUERY)
    assert not (tmp_path / FILE).exists()
    assert (tmp_path / CODES_FILE).exists()
    with opened(tmp_path) as index:
        assert index.opened_from == "snapshot"
        assert index.search(QUERY) == found
        index.remove("ada")
        assert {hit.passage.document_id for hit in index.search(QUERY, k=99)} == {"bob", "cyd"}
        own = index.search(QUERY, k=99, within="bob")
        assert {hit.passage.document_id for hit in own} == {"bob"}
        assert len(own) == 12
        assert index.check() == []


def test_a_store_that_became_small_is_exact_again_when_it_is_opened(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        fill(index, "ada")
        fill(index, "bob")
        index.remove("ada")
        assert isinstance(index._vectors, SignCodes)
        found = index.search(QUERY)
    with opened(tmp_path) as index:
        assert isinstance(index._vectors, FaissStore)
        assert index.opened_from == "rebuilt"
        assert index.search(QUERY) == found
    assert not (tmp_path / CODES_FILE).exists()


def test_damaged_codes_are_noticed_and_made_anew(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        fill(index, "ada")
        fill(index, "bob")
        found = index.search(QUERY)
    file = tmp_path / CODES_FILE
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    with opened(tmp_path) as index:
        assert index.opened_from == "rebuilt"
        assert index.search(QUERY) == found


def test_readers_beside_never_meet_what_is_removed(tmp_path: Path) -> None:
    removed, wrong, done = set[str](), list[object](), threading.Event()

    with opened(tmp_path / "changed") as index:
        fill(index, "ada")
        fill(index, "bob")

        def search() -> None:
            while not done.is_set():
                gone = frozenset(removed)
                try:
                    found = {hit.passage.document_id for hit in index.search(QUERY, k=99)}
                except BaseException as error:  # noqa: BLE001 - told below
                    wrong.append(error)
                else:
                    wrong.extend(found & gone)

        searching = [threading.Thread(target=search) for _ in range(2)]
        for thread in searching:
            thread.start()
        for n in range(12):
            fill(index, f"new{n}")
            index.remove(f"new{n}")
            removed.add(f"new{n}")
        done.set()
        for thread in searching:
            thread.join()
        assert wrong == []
        found = index.search(QUERY, k=99)
        assert index.check() == []
    with opened(tmp_path / "anew") as index:
        fill(index, "ada")
        fill(index, "bob")
        assert index.search(QUERY, k=99) == found
