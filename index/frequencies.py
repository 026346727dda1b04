"""In how many passages each term stands, written with the passages themselves.

FTS5 counts a term by reading all its places, which takes milliseconds for a frequent one.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import chain


def add(connection: sqlite3.Connection, texts: Iterable[str]) -> None:
    """Count the terms of new passages, given with spaces between, in the open transaction."""
    connection.executemany(
        "INSERT INTO term_frequencies VALUES (?1, ?2) "
        "ON CONFLICT (term) DO UPDATE SET passages = passages + ?2",
        sorted(_counted(texts).items()),
    )


def remove(connection: sqlite3.Connection, texts: Iterable[str]) -> None:
    """Count the terms of passages out; a term that is in none any more leaves no trace."""
    counted = sorted(_counted(texts).items())
    connection.executemany(
        "UPDATE term_frequencies SET passages = passages - ?2 WHERE term = ?1", counted
    )
    connection.executemany(
        "DELETE FROM term_frequencies WHERE term = ? AND passages < 1",
        ((term,) for term, _ in counted),
    )


def look_up(connection: sqlite3.Connection, wanted: Collection[str]) -> dict[str, int]:
    """Return in how many passages each term occurs; 0 if in none."""
    return {term: _frequency(connection, term) for term in wanted}


def agree(connection: sqlite3.Connection) -> bool:
    """Tell whether FTS5, counting all, comes to the same."""
    # FTS5 cuts terms at 32,768 bytes, so those are another's there.
    ours, theirs = (
        f"SELECT term, {count} FROM {table} WHERE length(CAST(term AS BLOB)) < 32768"  # noqa: S608 - constants
        for table, count in (("term_frequencies", "passages"), ("term_counts", "doc"))
    )
    return not any(
        connection.execute(f"{one} EXCEPT {other} LIMIT 1").fetchone()
        for one, other in ((ours, theirs), (theirs, ours))
    )


def _counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(chain.from_iterable(set(text.split()) for text in texts))


def _frequency(connection: sqlite3.Connection, term: str) -> int:
    row = connection.execute(
        "SELECT passages FROM term_frequencies WHERE term = ?", (term,)
    ).fetchone()
    return int(row[0]) if row else 0
