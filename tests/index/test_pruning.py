"""Among many passages the rarest terms find, and all of them score, as FTS5 does."""

import random
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator

import pytest

from index import frequencies, lexical, pruning
from index.lengths import PassageLengths
from index.schema import migrate

RARE, FREQUENT, MOST = "mill", "lamp", "oil"
PASSAGES = 300


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:", isolation_level=None)
    migrate(made)
    rng = random.Random(0)
    texts = [
        " ".join(rng.choices([RARE, FREQUENT, MOST], [1, 20, 200], k=rng.randrange(1, 40)))
        for _ in range(PASSAGES)
    ]
    lexical.add(made, enumerate(texts, start=1))
    yield made
    made.close()


def rank(
    connection: sqlite3.Connection,
    asked: Collection[str],
    beside: Collection[int] | None,
    k: int = PASSAGES,
) -> list[tuple[int, float]]:
    found = frequencies.look_up(connection, asked)
    return pruning.rank(
        connection,
        Counter(asked),
        found,
        PassageLengths(),
        k=k,
        passages=PASSAGES,
        beside=beside,
    )


def by_fts5(connection: sqlite3.Connection, asked: Collection[str]) -> dict[int, float]:
    found = frequencies.look_up(connection, asked)
    return dict(lexical.rank(connection, Counter(asked), found, k=PASSAGES, passages=PASSAGES))


def test_the_rarest_terms_find_and_all_terms_score(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [RARE, FREQUENT, MOST]
    all_scores, rare = by_fts5(connection, asked), by_fts5(connection, [RARE])
    monkeypatch.setattr(pruning, "MOST_PLACES", len(rare))
    without = next(i for i in all_scores if i not in rare)
    ranked = rank(connection, asked, beside=[without, 9_999])
    wanted = {i: all_scores[i] for i in [*rare, without]}
    assert dict(ranked) == pytest.approx(wanted, rel=1e-9)
    assert [i for i, _ in ranked] == sorted(wanted, key=lambda i: -wanted[i])


def test_a_term_that_stands_everywhere_is_still_looked_for_alone(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "MOST_PLACES", 1)
    assert len(rank(connection, [MOST], beside=[], k=7)) == 7
    assert rank(connection, ["none"], beside=[], k=7) == []


def test_where_words_alone_decide_all_of_them_find(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "MOST_PLACES", 1)
    asked = [RARE, FREQUENT, FREQUENT]
    ranked = rank(connection, asked, beside=None)
    assert dict(ranked) == pytest.approx(by_fts5(connection, asked), rel=1e-9)
