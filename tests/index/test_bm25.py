"""BM25 of chosen passages is that of FTS5, and many passages are ranked by it."""

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator

import pytest

from index import bm25, frequencies, lexical
from index.schema import migrate

WORDS = [
    f"{a}{b}k"
    for a in "bdfgmp"
    for b in ["ab", "ob", "ub", "at", "ot", "ut", "al", "ol", "ul", "am"]
]
RARE, MIDDLE, FREQUENT, MOST = WORDS[40], WORDS[9], WORDS[1], WORDS[0]
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


def test_scores_are_those_of_fts5(connection: sqlite3.Connection) -> None:
    asked = Counter([RARE, RARE, MIDDLE, MOST])
    found = frequencies.look_up(connection, asked)
    by_fts5 = dict(lexical.rank(connection, asked, found, k=PASSAGES, passages=PASSAGES))
    scores = bm25.scores(connection, range(1, PASSAGES + 1), asked, found, PASSAGES)
    assert len(scores) > 200
    assert scores == pytest.approx(by_fts5, rel=1e-9)


def test_among_many_passages_the_rarest_terms_find_and_all_terms_score(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Counter([RARE, FREQUENT, MOST])
    found = frequencies.look_up(connection, asked)
    all_scores = dict(lexical.rank(connection, asked, found, k=PASSAGES, passages=PASSAGES))
    rare = dict(
        lexical.rank(connection, {RARE: 1}, {RARE: found[RARE]}, k=PASSAGES, passages=PASSAGES)
    )
    monkeypatch.setattr(lexical, "MANY_PASSAGES", 100)
    monkeypatch.setattr(lexical, "MOST_PLACES", found[RARE])
    without = next(i for i in all_scores if i not in rare)
    ranked = lexical.rank(
        connection, asked, found, k=PASSAGES, passages=PASSAGES, beside=[without, 9_999]
    )
    wanted = {i: all_scores[i] for i in [*rare, without]}
    assert dict(ranked) == pytest.approx(wanted, rel=1e-9)
    assert [i for i, _ in ranked] == sorted(wanted, key=lambda i: -wanted[i])


def test_a_term_that_stands_everywhere_is_still_looked_for_alone(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexical, "MANY_PASSAGES", 100)
    monkeypatch.setattr(lexical, "MOST_PLACES", 1)
    found = frequencies.look_up(connection, [MOST])
    ranked = lexical.rank(connection, {MOST: 1}, found, k=7, passages=PASSAGES, beside=[])
    assert len({i for i, _ in ranked}) == 7
    assert (
        lexical.rank(connection, {"none": 1}, {"none": 0}, k=7, passages=PASSAGES, beside=[]) == []
    )


def test_where_words_alone_decide_all_of_them_find(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Counter([RARE, FREQUENT])
    found = frequencies.look_up(connection, asked)
    few = lexical.rank(connection, asked, found, k=9, passages=PASSAGES)
    monkeypatch.setattr(lexical, "MANY_PASSAGES", 100)
    monkeypatch.setattr(lexical, "MOST_PLACES", 1)
    assert lexical.rank(connection, asked, found, k=9, passages=PASSAGES) == few
