"""Typing errors: a term that no passage holds, and the stored term that was probably meant."""

import sqlite3
from collections.abc import Collection, Iterable
from functools import lru_cache

from index.embedding import unchecked_folder
from index.terms import fold, term_spans

SHORTEST = 5
"""Letters of a stem from which on it is corrected: shorter ones have too many neighbours."""
LONG = 8
"""Letters from which on two errors are allowed for, instead of one."""
MOST_CORRECTED = 4
"""Terms of one query that are corrected, the longest: looking for one takes milliseconds."""
_VOWELS = str.maketrans("", "", "aeiouy")


def doubtful(query: str) -> list[str]:
    """Return the terms of a query that may be typing errors if no passage holds them.

    A word that is known to be one is no error, however much it looks like another: "manor" is not
    "major". Numbers and short words are never doubted.
    """
    found = {
        term: None
        for term, span in term_spans(query)
        if len(term) >= SHORTEST and term.isalpha() and fold(span.of(query)) not in known_words()
    }
    return sorted(found, key=len, reverse=True)


def corrections(connection: sqlite3.Connection, absent: Collection[str]) -> dict[str, str | None]:
    """Return for each term the stored one that it is an error of, None if there is none.

    The first letter is taken to be right, which spares reading the whole vocabulary.
    """
    return {term: closest(term, _alike(connection, term)) for term in absent}


def closest(term: str, stored: Iterable[tuple[str, int]]) -> str | None:
    """Return the term of ``stored`` (each with its frequency) that ``term`` is an error of.

    An error is a letter too many, missing, or another, or two swapped: one in a term of up to
    seven letters, at most two in a longer one. Of equally near ones that with the same consonants
    is taken, for vowels are what people get wrong, then the most frequent.

    >>> closest("seper", [("sever", 90), ("separ", 10), ("super", 50), ("servic", 200)])
    'separ'
    """
    most = 1 if len(term) < LONG else 2
    letters, consonants = set(term), term.translate(_VOWELS)
    found = [
        (errors, other.translate(_VOWELS) != consonants, -frequency, other)
        for other, frequency in stored
        if len(letters.symmetric_difference(other)) <= 2 * most  # cheap, and true of few
        if (errors := edit_distance(term, other, most)) <= most
    ]
    return min(found)[-1] if found else None


def edit_distance(first: str, second: str, most: int) -> int:
    """Return how many letters to add, drop, replace or swap make ``second`` of ``first``.

    More than ``most`` is told as ``most + 1``. Each letter is changed once at the most.
    Source: the optimal string alignment distance (Damerau, CACM 1964).

    >>> edit_distance("reciev", "receiv", 2), edit_distance("lamp", "quarry", 2)
    (1, 3)
    """
    before: list[int] = []
    row = list(range(len(second) + 1))
    for at, letter in enumerate(first, start=1):
        last, before, row = before, row, [at]
        for place, other in enumerate(second, start=1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != other))
            if at > 1 < place and letter == second[place - 2] and other == first[at - 2]:
                cost = min(cost, last[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Return some twenty thousand words, mostly English: those that the packaged model knows."""
    folder = unchecked_folder()
    try:
        listed = (folder / "vocab.txt").read_text(encoding="utf-8") if folder else ""
    except OSError:
        listed = ""
    return frozenset(word for word in listed.split() if word.isalpha())


def _alike(connection: sqlite3.Connection, term: str) -> list[tuple[str, int]]:
    """Return stored terms with the same first letter and about as long, with their frequency."""
    most = 1 if len(term) < LONG else 2
    return connection.execute(
        "SELECT term, passages FROM term_frequencies WHERE term >= ? AND term < ? "
        "AND length(term) BETWEEN ? AND ?",
        (term[0], chr(ord(term[0]) + 1), len(term) - most, len(term) + most),
    ).fetchall()
