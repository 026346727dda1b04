"""`make bench-scale` over a store of a few hundred generated passages."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from bench import scale
from bench.scale import POOL, Fixed, K, Times, _recall, _table
from tests.fakes import WordHashEmbedder

PASSAGES, ASKED = 400, 8


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Known vectors: those asked under a low key, those drawn round under a high one."""
    monkeypatch.setattr(scale, "load_embedder", WordHashEmbedder)
    rows = np.random.default_rng(0).standard_normal((200, 256)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    keys = [bytes([0 if at < ASKED else 9, at]) for at in range(len(rows))]
    with sqlite3.connect(tmp_path / "vectors.sqlite3") as database:
        database.execute("CREATE TABLE vectors (key PRIMARY KEY, vector)")
        known = [(key, row.tobytes()) for key, row in zip(keys, rows, strict=True)]
        database.executemany("INSERT INTO vectors VALUES (?, ?)", known)
        database.execute("INSERT INTO vectors VALUES (?, ?)", (b"\x00\xff", b"of another model"))
    return tmp_path


def run(cache: Path, *options: str) -> str:
    result = cache / "scale.md"
    scale.main(["--cache", str(cache), "--result", str(result), *options])
    return result.read_text()


def test_a_small_store_is_made_measured_and_kept(cache: Path) -> None:
    options = ["--passages", str(PASSAGES), "--questions", str(ASKED)]
    report = run(cache, *options, "--store", str(cache / "store"))
    assert f"{PASSAGES} passages; {ASKED} questions, one at a time." in report
    assert "Of the 10 nearest by exact search, 1.0000 are found" in report
    rows = [line for line in report.splitlines() if line.startswith("| ")][1:]
    assert [row.split("|")[1].strip() for row in rows] == [
        "by meaning", "counting the words' passages", "by words", "**fused, whole search**",
    ]  # fmt: skip
    written = (cache / "store" / "pincite.db").stat().st_mtime_ns
    assert f"{PASSAGES} passages; " in run(cache, *options, "--store", str(cache / "store"))
    assert (cache / "store" / "pincite.db").stat().st_mtime_ns == written


def test_vectors_that_are_asked_are_not_drawn_round(cache: Path) -> None:
    asked, others = scale._real_vectors(cache)
    assert (len(asked), len(others)) == (ASKED, 200 - ASKED)
    assert not (asked @ others.T > 0.99).any()


def test_without_known_vectors_it_says_how_to_get_some(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="make quality"):
        scale.main(["--cache", str(tmp_path)])


def test_recall_is_the_share_of_the_exact_ones_that_are_found() -> None:
    exact = [list(range(POOL)), list(range(POOL))]
    found = [list(range(5, 5 + POOL)), list(range(POOL))]
    assert _recall(found, exact, K) == pytest.approx((0.5 + 1) / 2)
    assert _recall(found, exact, POOL) == pytest.approx((0.95 + 1) / 2)


def test_the_questions_that_warm_up_are_not_told() -> None:
    slow = Times([1_000.0] * scale.WARMING + [2.0] * 20, [500.0] * scale.WARMING + [1.0] * 20)
    assert list(_table({"by words": slow}))[-1] == "| by words | 2.0 | 2.0 | 1.0 | 1.0 |"


def test_a_fixed_embedder_gives_its_vector_for_each_text() -> None:
    fixed = Fixed(WordHashEmbedder())
    fixed.vector = np.full((1, 256), 1 / 16, dtype=np.float32)
    assert np.array_equal(fixed.embed(["a", "b"]), np.full((2, 256), 1 / 16, dtype=np.float32))
