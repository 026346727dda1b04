"""Kept answers as rows, and what becomes of them when a document is replaced or removed."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from index.errors import NotFoundError
from index.kept_answers import (
    KeptAnswer,
    KeptStatement,
    KeptSummary,
    Loss,
    Lost,
    Place,
    digest_of,
)
from index.terms import terms
from index.types import Document, Span

RELATED = -1
"""Stands for the statement of a passage that is shown as no answer."""
DROPPED = -2
"""Stands for the sentences that were left out, as one text that rests on all that was read."""
_JOINED = 3
"""Neighbouring sentences that a quote may consist of and still be found where it went."""
_TELLING = 4
"""Terms from which words are told by themselves; fewer stand anywhere."""


def insert(connection: sqlite3.Connection, kept: KeptAnswer, generation: int) -> None:
    """Write an answer that was made from the store of ``generation``.

    A place in a document that changed since is lost at once.
    """
    number = connection.execute(
        "INSERT INTO answers (id, conversation, question, kept_at, facts) VALUES (?, ?, ?, ?, ?)",
        (
            kept.id,
            kept.conversation,
            kept.question,
            datetime.now(UTC).isoformat(timespec="seconds"),
            json.dumps(dict(kept.facts), ensure_ascii=False),
        ),
    ).lastrowid
    for ordinal, statement in enumerate(kept.statements):
        rows = [_row(connection, place, generation) for place in statement.places]
        whole = all(document is not None for _, document, *_ in rows)
        connection.execute(
            "INSERT INTO answer_statements VALUES (?, ?, ?, ?)",
            (number, ordinal, statement.is_quote, statement.text if whole else None),
        )
        _insert_places(connection, (number, ordinal), rows)
    if kept.dropped and kept.read:
        _insert_dropped(connection, number, kept, generation)
    related = [_row(connection, place, generation) for place in kept.related]
    _insert_places(connection, (number, RELATED), related)


def _insert_dropped(
    connection: sqlite3.Connection, number: int | None, kept: KeptAnswer, generation: int
) -> None:
    rows = [_row(connection, place, generation) for place in kept.read]
    if all(document is not None for _, document, *_ in rows):
        text = json.dumps(kept.dropped, ensure_ascii=False)
        connection.execute(
            "INSERT INTO answer_statements VALUES (?, ?, 0, ?)", (number, DROPPED, text)
        )
        _insert_places(connection, (number, DROPPED), rows)


def _dropped(connection: sqlite3.Connection, number: int) -> tuple[tuple[str, str], ...]:
    """Return the sentences that were left out of an answer, unless they had to be forgotten."""
    row = connection.execute(
        "SELECT text FROM answer_statements WHERE answer = ? AND ordinal = ?", (number, DROPPED)
    ).fetchone()
    found = json.loads(row[0]) if row and row[0] else []
    return tuple((text, reason) for text, reason in found)


def load(connection: sqlite3.Connection, number: int) -> KeptAnswer:
    """Return the answer of that number."""
    identifier, conversation, question, kept_at, facts = connection.execute(
        "SELECT id, conversation, question, kept_at, facts FROM answers WHERE number = ?",
        (number,),
    ).fetchone()
    places = _places(connection, number)
    statements = connection.execute(
        "SELECT ordinal, is_quote, text FROM answer_statements WHERE answer = ? "
        "AND ordinal >= 0 ORDER BY ordinal",
        (number,),
    )
    return KeptAnswer(
        id=identifier,
        conversation=conversation,
        question=question,
        statements=tuple(
            KeptStatement(tuple(places.get(ordinal, ())), bool(is_quote), text)
            for ordinal, is_quote, text in statements
        ),
        related=tuple(each for each in places.get(RELATED, ()) if isinstance(each, Place)),
        facts=json.loads(facts),
        kept_at=kept_at,
        dropped=_dropped(connection, number),
        read=tuple(each for each in places.get(DROPPED, ()) if isinstance(each, Place)),
    )


def number_of(connection: sqlite3.Connection, identifier: str) -> int:
    """Return the number of an answer.

    Raises:
        NotFoundError: none of that id is kept.
    """
    row = connection.execute("SELECT number FROM answers WHERE id = ?", (identifier,)).fetchone()
    if row is None:
        raise NotFoundError(
            "No answer of that id is kept: it was deleted, or never to be kept. "
            "GET /v1/answers lists those that are."
        )
    return int(row[0])


def numbers(
    connection: sqlite3.Connection, after: str | None, limit: int, conversation: str | None = None
) -> list[int]:
    """Return the numbers of at most ``limit`` answers older than ``after``, the newest first.

    Raises:
        NotFoundError: no answer with the id ``after`` is kept.
    """
    before = number_of(connection, after) if after else None
    return numbers_below(connection, before, limit, conversation)


def numbers_below(
    connection: sqlite3.Connection, before: int | None, limit: int, conversation: str | None = None
) -> list[int]:
    """Return at most ``limit`` numbers of answers below ``before``, the highest first."""
    rows = connection.execute(
        "SELECT number FROM answers WHERE (?1 IS NULL OR number < ?1) "
        "AND (?2 IS NULL OR conversation = ?2) ORDER BY number DESC LIMIT ?3",
        (before, conversation, limit),
    )
    return [number for (number,) in rows]


def summary(connection: sqlite3.Connection, number: int) -> KeptSummary:
    """Return what a list tells of the answer of that number."""
    identifier, conversation, question, kept_at, facts, statements, withheld = connection.execute(
        "SELECT id, conversation, question, kept_at, facts, "
        "(SELECT count(*) FROM answer_statements WHERE answer = number AND ordinal >= 0), "
        "(SELECT count(DISTINCT statement) FROM answer_places "
        "WHERE answer = number AND statement >= 0 AND document IS NULL) "
        "FROM answers WHERE number = ?",
        (number,),
    ).fetchone()
    return KeptSummary(
        id=identifier,
        conversation=conversation,
        question=question,
        kept_at=kept_at,
        statements=statements - withheld,
        withheld=withheld,
        facts=json.loads(facts),
    )


def delete(connection: sqlite3.Connection, number: int) -> None:
    """Forget an answer."""
    connection.execute("DELETE FROM answers WHERE number = ?", (number,))


def clear(connection: sqlite3.Connection, conversation: str | None) -> None:
    """Forget the answers of a conversation; with None all of them."""
    connection.execute("DELETE FROM answers WHERE ?1 IS NULL OR conversation = ?1", (conversation,))


def let_go(connection: sqlite3.Connection, number: int) -> None:
    """Forget what kept answers hold of the document of that number, which is about to go."""
    places = [key for *key, _, _, _ in _held(connection, number)]
    _lose(connection, places, "removed")


def follow(connection: sqlite3.Connection, number: int, document: Document) -> None:
    """Bring kept answers in step with the new content of the document of that number.

    A place follows its words to where they stand now; one whose words are gone is lost.
    """
    held = [
        (answer, statement, ordinal, Span(start, end), digest)
        for answer, statement, ordinal, start, end, digest in _held(connection, number)
    ]
    moved = [row for row in held if digest_of(row[3].of(document.text)) != row[4]]
    if not moved:
        return
    there = _sentences_by_digest(document)
    lost = []
    for answer, statement, ordinal, _, digest in moved:
        if (now := there.get(digest)) and len(terms(now.of(document.text))) >= _TELLING:
            connection.execute(
                "UPDATE answer_places SET span_start = ?, span_end = ? "
                "WHERE answer = ? AND statement = ? AND ordinal = ?",
                (now.start, now.end, answer, statement, ordinal),
            )
        else:
            lost.append([answer, statement, ordinal])
    _lose(connection, lost, "changed")


def _held(
    connection: sqlite3.Connection, number: int
) -> list[tuple[int, int, int, int, int, bytes]]:
    return connection.execute(
        "SELECT answer, statement, ordinal, span_start, span_end, digest FROM answer_places "
        "WHERE document = ?",
        (number,),
    ).fetchall()


def _lose(connection: sqlite3.Connection, places: Iterable[Sequence[int]], why: Loss) -> None:
    """Forget where places were, and the sentences that rested on them."""
    for answer, statement, ordinal in places:
        connection.execute(
            "UPDATE answer_places SET document = NULL, span_start = NULL, span_end = NULL, "
            "digest = NULL, highlights = NULL, lost = ? "
            "WHERE answer = ? AND statement = ? AND ordinal = ?",
            (why, answer, statement, ordinal),
        )
        connection.execute(
            "UPDATE answer_statements SET text = NULL WHERE answer = ? AND ordinal = ?",
            (answer, statement),
        )


def _sentences_by_digest(document: Document) -> dict[bytes, Span]:
    """Return where each sentence that can be cited stands, and each few that follow each other."""
    found: dict[bytes, Span] = {}
    for span in _runs(document):
        found.setdefault(digest_of(span.of(document.text)), span)
    return found


def _runs(document: Document) -> Iterator[Span]:
    for block in document.blocks:
        for first in range(len(block.sentences)):
            for last in block.sentences[first : first + _JOINED]:
                yield Span(block.sentences[first].start, last.end)


def _row(
    connection: sqlite3.Connection, place: Place | Lost, generation: int
) -> tuple[object, ...]:
    """Return the columns of a place after its key: its number, document and so on."""
    if isinstance(place, Lost):
        return (place.n, None, None, None, None, None, place.why)
    row = connection.execute(
        "SELECT number, version FROM documents WHERE id = ?", (place.document_id,)
    ).fetchone()
    if row is None or row[1] > generation:
        return (place.n, None, None, None, None, None, "changed" if row else "removed")
    highlights = json.dumps([[span.start, span.end] for span in place.highlights])
    return (place.n, row[0], place.span.start, place.span.end, place.digest, highlights, None)


def _insert_places(
    connection: sqlite3.Connection, key: tuple[int | None, int], rows: Iterable[tuple[object, ...]]
) -> None:
    connection.executemany(
        "INSERT INTO answer_places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((*key, ordinal, *row) for ordinal, row in enumerate(rows)),
    )


def _places(connection: sqlite3.Connection, number: int) -> dict[int, list[Place | Lost]]:
    """Return the places of an answer by statement, in order."""
    rows = connection.execute(
        "SELECT statement, n, id, span_start, span_end, digest, highlights, lost "
        "FROM answer_places LEFT JOIN documents ON documents.number = document "
        "WHERE answer = ? ORDER BY statement, ordinal",
        (number,),
    )
    found: dict[int, list[Place | Lost]] = {}
    for statement, n, identifier, start, end, digest, highlights, lost in rows:
        place: Place | Lost = Lost(n, lost)
        if lost is None:
            spans = tuple(Span(*pair) for pair in json.loads(highlights))
            place = Place(n, identifier, Span(start, end), digest, spans)
        found.setdefault(statement, []).append(place)
    return found
