"""Damaged, truncated, missing, stale and foreign copies of the vector index: all are noticed."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from index.passage_index import PassageIndex
from index.snapshot import FILE
from index.types import Hit
from tests.fakes import WordHashEmbedder
from tests.index.documents import document_of

QUERIES = ["the lamp of note 7", "stone", "keeper 23 of the quarry"]
WORDS = ["lamp", "oil", "stone", "keeper", "quarry", "storm", "glass", "boat"]

Damage = Callable[[bytes, random.Random], bytes | None]
"""Makes of a good file another content, or None for no file."""


def truncated(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def bit_flipped(data: bytes, rng: random.Random) -> bytes:
    damaged = bytearray(data)
    damaged[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def zeroed(data: bytes, rng: random.Random) -> bytes:
    # From a byte that is not zero already, or nothing would be damaged.
    start = rng.choice([at for at, byte in enumerate(data) if byte])
    end = start + rng.randrange(1, 4096)
    return data[:start] + bytes(len(data[start:end])) + data[end:]


def lengthened(data: bytes, rng: random.Random) -> bytes:
    return data + rng.randbytes(rng.randrange(1, 64))


def swapped(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(1, len(data))
    turned = data[at:] + data[:at]
    return turned if turned != data else b""


def random_bytes(data: bytes, rng: random.Random) -> bytes:
    return rng.randbytes(len(data))


def missing(_data: bytes, _rng: random.Random) -> None:
    return None


def fill(index: PassageIndex, rng: random.Random, name: str) -> None:
    lines = [f"Note {n} has a {' and a '.join(rng.sample(WORDS, 3))}." for n in range(12)]
    index.add(document_of("# Notes\n" + "\n# More\n".join(lines), name))


def answers(index: PassageIndex) -> list[Hit]:
    return [hit for query in QUERIES for hit in index.search(query, k=20)]


def opened(folder: Path) -> PassageIndex:
    return PassageIndex.open(folder, WordHashEmbedder())


def foreign_snapshot(folder: Path, rng: random.Random) -> bytes:
    """Return the snapshot of another store with as many passages."""
    with opened(folder) as other:
        for name in ("ada", "bob"):
            fill(other, rng, name)
    return (folder / FILE).read_bytes()


def round_of(folder: Path, damage: Damage, rng: random.Random, fresh: list[Hit]) -> None:
    """Damage the snapshot, open, and compare with what a fresh index answers."""
    file = folder / FILE
    damaged = damage(file.read_bytes(), rng)
    if damaged is None:
        file.unlink()
    else:
        file.write_bytes(damaged)
    with opened(folder) as index:
        assert index.opened_from == "rebuilt", damage
        assert answers(index) == fresh
    with opened(folder) as index:
        assert index.opened_from == "snapshot"


def damage_many_times(tmp_path: Path, rounds: int) -> None:
    rng = random.Random(20)
    folder = tmp_path / "store"
    with opened(folder) as index:
        for name in ("ada", "bob"):
            fill(index, rng, name)
    stale = [(folder / FILE).read_bytes()]
    with opened(folder) as index:
        fill(index, rng, "cyd")
        index.remove("ada")
    stale.append((folder / FILE).read_bytes())
    with opened(folder) as index:
        fill(index, rng, "bob")
        fresh = answers(index)
    assert len(fresh) > 40
    foreign = foreign_snapshot(tmp_path / "other", rng)
    damages: list[Damage] = [
        *(truncated, bit_flipped, zeroed, lengthened, swapped, random_bytes, missing),
        lambda _data, _rng: b"",
        lambda _data, rng: rng.choice(stale),
        lambda _data, _rng: foreign,
    ]
    for number in range(rounds):
        round_of(folder, damages[number % len(damages)], rng, fresh)


def test_a_bad_snapshot_is_noticed_and_rebuilt(tmp_path: Path) -> None:
    damage_many_times(tmp_path, 60)


@pytest.mark.torture
def test_a_thousand_bad_snapshots_are_noticed_and_rebuilt(tmp_path: Path) -> None:
    damage_many_times(tmp_path, 1_000)


def test_a_good_snapshot_of_fewer_passages_is_completed(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        fill(index, random.Random(1), "ada")
    index = opened(tmp_path)
    fill(index, random.Random(2), "bob")
    fresh = answers(index)
    index._store.close()  # ends without writing a snapshot, as a killed process does
    with opened(tmp_path) as index:
        assert index.opened_from == "snapshot"
        assert answers(index) == fresh
        assert index.check() == []
