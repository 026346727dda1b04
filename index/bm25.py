"""BM25 as FTS5 reckons it, without its tables for every passage that holds a term."""

import math
import sqlite3
from collections.abc import Collection, Mapping
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from index.lengths import PassageLengths, average

Ratio = TypeVar("Ratio", float, npt.NDArray[np.float64])
SATURATION = 1.2
"""k1, fixed in FTS5."""
LENGTH = 0.75
"""b, fixed in FTS5."""
LEAST_RARITY = 1e-6
"""What FTS5 takes for a term that stands in more than half of the passages."""


def best(
    connection: sqlite3.Connection,
    rarity: Mapping[str, float],
    lengths: PassageLengths,
    k: int,
) -> list[tuple[int, float]]:
    """Return the k ids of passages with the highest score, best first, ties by id.

    It takes 0.2 µs for each place of a term, where FTS5 takes 2.

    Args:
        connection: The store.
        rarity: The terms that count, and how much each.
        lengths: Those of the passages.
        k: The most ids to return.
    """
    held = [np.unique(_places(connection, term), return_counts=True) for term in rarity]
    if not held:
        return []
    ids, at = np.unique(np.concatenate([found for found, _ in held]), return_inverse=True)
    norms = _norm(lengths.of(connection, ids) / average(connection))[at]
    times = np.concatenate([count for _, count in held])
    weights = np.repeat(list(rarity.values()), [len(found) for found, _ in held])
    scores = np.bincount(at, weights * times * (SATURATION + 1) / (times + norms), len(ids))
    first = np.argsort(-scores.round(9), kind="stable")[:k]
    return list(zip(ids[first].tolist(), scores[first].tolist(), strict=True))


def scores(
    connection: sqlite3.Connection, ids: Collection[int], rarity: Mapping[str, float]
) -> dict[int, float]:
    """Return the score of each of these passages that holds one of the terms.

    It is the sum over the terms of ``rarity · tf · (k1 + 1) / (tf + k1 · (1 - b + b · length /
    average length))``.
    Source: Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009.
    """
    mean = average(connection)
    scored = {i: _score(text, rarity, mean) for i, text in _texts(connection, ids).items()}
    return {i: score for i, score in scored.items() if score}


def rarities(
    weights: Mapping[str, int], found: Mapping[str, int], passages: int
) -> dict[str, float]:
    """Return ``weight · log((N - n + 0.5) / (n + 0.5))`` of each term.

    Args:
        weights: The terms that count, and how often.
        found: In how many passages each term stands.
        passages: The number of passages in the store.
    """
    return {term: weight * _rarity(found[term], passages) for term, weight in weights.items()}


def _rarity(found: int, passages: int) -> float:
    rarity = math.log((passages - found + 0.5) / (found + 0.5))
    return rarity if rarity > 0 else LEAST_RARITY


def _places(connection: sqlite3.Connection, term: str) -> npt.NDArray[np.int64]:
    """Return the id of its passage for each place at which a term stands."""
    # In one row: after each, SQLite lets another thread go first.
    query = "SELECT group_concat(doc) FROM term_places WHERE term = ?"
    (found,) = connection.execute(query, (term,)).fetchone()
    return np.fromstring(found or "", dtype=np.int64, sep=",")


def _texts(connection: sqlite3.Connection, ids: Collection[int]) -> dict[int, str]:
    """Return the terms of those of the passages that are stored, in one row too."""
    query = (
        "SELECT group_concat(id), group_concat(c0, char(10)) FROM passage_terms_content "  # noqa: S608 - only question marks
        f"WHERE id IN ({', '.join('?' * len(ids))})"
    )
    found, texts = connection.execute(query, tuple(ids)).fetchone()
    if found is None:
        return {}
    return dict(zip(map(int, found.split(",")), texts.split("\n"), strict=True))


def _norm(ratio: Ratio) -> Ratio:
    """Return what lengths weigh, given by their ratio to the mean one."""
    return SATURATION * (1 - LENGTH + LENGTH * ratio)


def _score(text: str, rarity: Mapping[str, float], mean: float) -> float:
    some = [term for term in rarity if term in text]  # most have none, which spares parting them
    if not some:
        return 0.0
    terms = text.split()
    norm = _norm(len(terms) / mean)
    times = {term: terms.count(term) for term in some}
    return sum(
        rarity[term] * count * (SATURATION + 1) / (count + norm) for term, count in times.items()
    )
