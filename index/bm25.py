"""BM25 of chosen passages, as FTS5 reckons it, without reading every place of every term."""

import math
import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping

SATURATION = 1.2
"""k1, fixed in FTS5."""
LENGTH = 0.75
"""b, fixed in FTS5."""
LEAST_RARITY = 1e-6
"""What FTS5 takes for a term that stands in more than half of the passages."""


def scores(
    connection: sqlite3.Connection,
    ids: Collection[int],
    weights: Mapping[str, int],
    found: Mapping[str, int],
    passages: int,
) -> dict[int, float]:
    """Return the score of each of these passages that holds one of the terms.

    It is the sum over the terms of ``weight · rarity · tf · (k1 + 1) / (tf + k1 · (1 - b + b ·
    length / average length))`` with rarity ``log((N - n + 0.5) / (n + 0.5))``.
    Source: Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009.

    Args:
        connection: The store.
        ids: Passages.
        weights: The terms that count, and how often.
        found: In how many passages each term stands.
        passages: The number of passages in the store.
    """
    average = _average_length(connection)
    rarity = {t: weight * _rarity(found[t], passages) for t, weight in weights.items()}
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(
        f"SELECT rowid, terms FROM passage_terms WHERE rowid IN ({marks})",  # noqa: S608 - only question marks
        tuple(ids),
    )
    scored = ((identifier, _score(text.split(), rarity, average)) for identifier, text in rows)
    return {identifier: score for identifier, score in scored if score}


def _rarity(found: int, passages: int) -> float:
    rarity = math.log((passages - found + 0.5) / (found + 0.5))
    return rarity if rarity > 0 else LEAST_RARITY


def _score(terms: list[str], rarity: Mapping[str, float], average: float) -> float:
    times = Counter(term for term in terms if term in rarity)
    norm = SATURATION * (1 - LENGTH + LENGTH * len(terms) / average)
    return sum(
        rarity[term] * count * (SATURATION + 1) / (count + norm) for term, count in times.items()
    )


def _average_length(connection: sqlite3.Connection) -> float:
    """Return the mean number of terms of a passage.

    FTS5 keeps both sums in row 1 of its data: the number of rows and that of terms, as varints.
    """
    (data,) = connection.execute("SELECT block FROM passage_terms_data WHERE id = 1").fetchone()
    rows, terms = _varints(data)[:2] if data else (0, 0)
    return terms / rows if rows else 1.0


def _varints(data: bytes) -> list[int]:
    """Return SQLite's integers of variable length: 7 bits a byte, the high bit says "more".

    >>> _varints(bytes([0x81, 0x00, 0x07]))
    [128, 7]
    """
    values, value = [], 0
    for byte in data:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            values.append(value)
            value = 0
    return values
