"""BM25 from the places of terms, and from their passages, is that of FTS5."""

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator

import pytest

from index import bm25, frequencies, lexical
from index.lengths import PassageLengths
from index.schema import migrate

WORDS = [
    f"{a}{b}k"
    for a in "bdfgmp"
    for b in ["ab", "ob", "ub", "at", "ot", "ut", "al", "ol", "ul", "am"]
]
RARE, MIDDLE, MOST = WORDS[40], WORDS[9], WORDS[0]
PASSAGES = 300


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:", isolation_level=None)
    migrate(made)
    rng = random.Random(0)
    weights = [1 / (n + 1) for n in range(60)]
    texts = [
        " ".join(rng.choices(WORDS, weights, k=rng.randrange(5, 200))) for _ in range(PASSAGES)
    ]
    lexical.add(made, enumerate(texts, start=1))
    yield made
    made.close()


def ranked_by_fts5(
    connection: sqlite3.Connection, asked: Counter[str], k: int = PASSAGES
) -> dict[int, float]:
    found = frequencies.look_up(connection, asked)
    return dict(lexical.rank(connection, asked, found, k=k, passages=PASSAGES))


def rarities(connection: sqlite3.Connection, asked: Counter[str]) -> dict[str, float]:
    return bm25.rarities(asked, frequencies.look_up(connection, asked), PASSAGES)


def test_scores_are_those_of_fts5(connection: sqlite3.Connection) -> None:
    asked = Counter([RARE, RARE, MIDDLE, MOST])
    scores = bm25.scores(connection, range(1, PASSAGES + 9), rarities(connection, asked))
    assert len(scores) > 200
    assert scores == pytest.approx(ranked_by_fts5(connection, asked), rel=1e-9)


def test_the_best_by_places_are_those_of_fts5(connection: sqlite3.Connection) -> None:
    asked = Counter([RARE, RARE, MIDDLE, MOST])
    weighed = rarities(connection, asked)
    all_ = bm25.best(connection, weighed, PassageLengths(), PASSAGES)
    assert dict(all_) == pytest.approx(ranked_by_fts5(connection, asked), rel=1e-9)
    assert all_ == sorted(all_, key=lambda scored: (-round(scored[1], 9), scored[0]))
    assert bm25.best(connection, weighed, PassageLengths(), 7) == all_[:7]


def test_nothing_is_best_without_terms_or_places(connection: sqlite3.Connection) -> None:
    assert bm25.best(connection, {}, PassageLengths(), 7) == []
    assert bm25.best(connection, {"none": 1.0}, PassageLengths(), 7) == []
    assert bm25.scores(connection, [9_999], {MOST: 1.0}) == {}
    assert bm25.scores(connection, [], {MOST: 1.0}) == {}
