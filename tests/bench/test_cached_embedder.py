from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bench.cached_embedder import PROBE, CachedEmbedder
from index.embedding import Vectors
from tests.fakes import WordHashEmbedder


class Counting(WordHashEmbedder):
    """Remembers which texts went through it."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        return super().embed(texts)


class Mirrored(Counting):
    """Has the same name, but other vectors."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        return super().embed(texts)[:, ::-1]


def test_a_text_is_embedded_once_also_in_a_later_run(tmp_path: Path) -> None:
    first, later = Counting(), Counting()
    rows = CachedEmbedder(first, tmp_path).embed(["a lamp", "a mill", "a lamp"])
    again = CachedEmbedder(later, tmp_path).embed(["a mill", "a fox"])
    assert first.seen == [PROBE, "a lamp", "a mill"]
    assert later.seen == [PROBE, "a fox"]
    plain = WordHashEmbedder().embed(["a lamp", "a mill", "a lamp", "a mill", "a fox"])
    assert np.array_equal(np.concatenate([rows, again]), plain)


def test_another_model_of_the_same_name_does_not_get_its_vectors(tmp_path: Path) -> None:
    CachedEmbedder(Counting(), tmp_path).embed(["a lamp"])
    other = Mirrored()
    rows = CachedEmbedder(other, tmp_path).embed(["a lamp"])
    assert other.seen == [PROBE, "a lamp"]
    assert np.array_equal(rows, WordHashEmbedder().embed(["a lamp"])[:, ::-1])


def test_no_texts_give_no_rows_and_many_are_all_kept(tmp_path: Path) -> None:
    cached = CachedEmbedder(Counting(), tmp_path)
    assert cached.embed([]).shape == (0, 256)
    texts = [f"text {number}" for number in range(1200)]
    assert np.array_equal(cached.embed(texts), cached.embed(texts))
    assert (cached.name, cached.dimension) == ("word-hash", 256)


def test_what_was_embedded_before_a_failure_is_kept(tmp_path: Path) -> None:
    class Failing(Counting):
        def embed(self, texts: Sequence[str]) -> Vectors:
            if "last" in texts:
                raise OSError("no power")
            return super().embed(texts)

    texts = [f"text {number}" for number in range(256)]
    with pytest.raises(OSError, match="no power"):
        CachedEmbedder(Failing(), tmp_path).embed([*texts, "last"])
    later = Counting()
    CachedEmbedder(later, tmp_path).embed(texts)
    assert later.seen == [PROBE]
