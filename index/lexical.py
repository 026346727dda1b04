"""Full-text search: BM25 over SQLite FTS5.

The table holds the terms of ``index.terms``, so that stems, look-alikes and scripts without spaces
are found as everywhere else in Pincite.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from index import frequencies
from index.schema import read_generation
from index.terms import terms

MOST_QUERY_TERMS = 64
"""Only the rarest terms of a longer query are looked for."""
FREQUENT_SHARE = 0.05
FREQUENT_PASSAGES = 1_000
"""A term in more passages than both says little and costs much: 87 ms against 2.6 ms for a query
at 100,000 passages."""
_INSIDE = "AND rowid IN (SELECT id FROM passages WHERE document = ?) "
MOST_REMEMBERED = 50_000
"""Terms whose frequency is kept in memory."""
FUNCTION_WORDS = frozenset(
    terms(
        "a about above after also am an and any are as at be because been before being below "
        "between both but by could did do does doing during each for from had has have having he "
        "her here hers him his how i if in into is its itself me my no nor not of off on or our "
        "own please said same she should so some such than that the their them then there these "
        "they this those through to too until upon very was we were what when where which while "
        "who whom whose why with would you your"
    )
)
"""English words that tell nothing of what is sought. "It", "may", "us" and "will" are not among
them: without their capitals they are also IT, May, the US and a will."""


Value = TypeVar("Value")
LookUp = Callable[[sqlite3.Connection, Collection[str]], Mapping[str, Value]]


def add(connection: sqlite3.Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Index (passage id, text) pairs, in the transaction that is open."""
    rows = [(identifier, " ".join(terms(text))) for identifier, text in texts]
    connection.executemany("INSERT INTO passage_terms (rowid, terms) VALUES (?, ?)", rows)
    frequencies.add(connection, (text for _, text in rows))


def remove(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Take passages out, in the transaction that is open."""
    rows = [(identifier,) for identifier in ids]
    texts = [
        text
        for row in rows
        for (text,) in connection.execute("SELECT terms FROM passage_terms WHERE rowid = ?", row)
    ]
    frequencies.remove(connection, texts)
    connection.executemany("DELETE FROM passage_terms WHERE rowid = ?", rows)


def optimize(connection: sqlite3.Connection) -> None:
    """Make the index anew in one piece, in which no term of a removed passage is left."""
    connection.execute("INSERT INTO passage_terms (passage_terms) VALUES ('optimize')")


class Remembered(Generic[Value]):
    """What a look-up of terms returns, remembered for as long as the store does not change."""

    def __init__(self, look_up: LookUp[Value]) -> None:
        self._look_up = look_up
        self._held: tuple[int, dict[str, Value]] = (-1, {})

    def __call__(self, connection: sqlite3.Connection, wanted: Collection[str]) -> dict[str, Value]:
        """Return what stands behind each term in the state that the connection sees."""
        generation, known = self._held
        if generation != (seen := read_generation(connection)) or len(known) > MOST_REMEMBERED:
            known = {}
        known.update(self._look_up(connection, [term for term in wanted if term not in known]))
        self._held = (seen, known)
        return {term: known[term] for term in wanted}


def rank(
    connection: sqlite3.Connection,
    asked: Mapping[str, int],
    found: Mapping[str, int],
    *,
    k: int,
    passages: int,
    document: int | None = None,
) -> list[tuple[int, float]]:
    """Return at most k passage ids with their BM25 score, higher is better, best first.

    A passage needs one of the terms asked for; one that is asked for twice counts twice. Function
    words, and terms that stand in very many passages, are left out if there are others.

    Args:
        connection: The store.
        asked: How often the query holds each term.
        found: In how many passages each term occurs.
        k: The most ids to return.
        passages: The number of passages in the store.
        document: The number of the only document whose passages are ranked; None for all.
    """
    chosen = sought(asked, found, most(passages))
    if not chosen:
        return []
    inside = "" if document is None else _INSIDE
    rows = connection.execute(
        f"SELECT rowid, -rank FROM passage_terms WHERE passage_terms MATCH ? {inside}"  # noqa: S608 - a constant
        "ORDER BY rank LIMIT ?",
        (
            " OR ".join(f'"{term}"' for term in chosen),
            *(() if document is None else (document,)),
            k,
        ),
    )
    return [(identifier, score) for identifier, score in rows]


def most(passages: int) -> float:
    """Return in how many passages a term may stand that is looked for beside rarer ones."""
    return max(FREQUENT_PASSAGES, FREQUENT_SHARE * passages)


def sought(asked: Mapping[str, int], found: Mapping[str, int], limit: float) -> list[str]:
    """Return the terms to look for, rarest first, each as often as it is asked.

    Function words, and those in more than ``limit`` passages, are left out if there are others.
    """
    known = sorted((term for term, count in found.items() if count), key=lambda t: (found[t], t))
    content = [term for term in known if term not in FUNCTION_WORDS]
    rare = [term for term in content if found[term] <= limit]
    chosen = rare or content or known
    return [term for term in chosen for _ in range(asked[term])][:MOST_QUERY_TERMS]
