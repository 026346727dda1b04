"""The answers that are kept with the documents of a store; safe to use from several threads.

Keeping and forgetting them is no change of the documents: the store's generation stays.
"""

from collections.abc import Iterator

from index import answer_rows
from index.kept_answers import KeptAnswer, KeptSummary
from index.store import Store

AT_ONCE = 100
"""Answers that are read together where all are wanted."""


class History:
    """Kept answers, the newest first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, answer: KeptAnswer, generation: int) -> None:
        """Keep an answer for good; it was made from the documents of ``generation``.

        Raises:
            StoreFullError: the disk is full; nothing was kept.
            StoreError: the store cannot be written.
        """
        with self._store.writing() as connection:
            answer_rows.insert(connection, answer, generation)

    def one(self, identifier: str) -> KeptAnswer:
        """Return a kept answer.

        Raises:
            NotFoundError: none of that id is kept.
        """
        with self._store.reading() as connection:
            return answer_rows.load(connection, answer_rows.number_of(connection, identifier))

    def summaries(
        self, *, after: str | None = None, limit: int = 100, conversation: str | None = None
    ) -> list[KeptSummary]:
        """Return what is told of at most ``limit`` answers older than ``after``, newest first.

        Raises:
            NotFoundError: no answer with the id ``after`` is kept.
        """
        with self._store.reading() as connection:
            found = answer_rows.numbers(connection, after, limit, conversation)
            return [answer_rows.summary(connection, number) for number in found]

    def answers(
        self, *, after: str | None = None, limit: int = 100, conversation: str | None = None
    ) -> list[KeptAnswer]:
        """Return at most ``limit`` answers older than ``after``, newest first.

        Raises:
            NotFoundError: no answer with the id ``after`` is kept.
        """
        with self._store.reading() as connection:
            found = answer_rows.numbers(connection, after, limit, conversation)
            return [answer_rows.load(connection, number) for number in found]

    def each(self) -> Iterator[KeptAnswer]:
        """Yield every answer, the newest first; one that is kept meanwhile may be missing."""
        before: int | None = None
        while True:
            with self._store.reading() as connection:
                found = answer_rows.numbers_below(connection, before, AT_ONCE)
                answers = [answer_rows.load(connection, number) for number in found]
            if not answers:
                return
            yield from answers
            before = found[-1]

    def remove(self, identifier: str) -> None:
        """Forget an answer.

        Raises:
            NotFoundError: none of that id is kept.
        """
        with self._store.writing() as connection:
            answer_rows.delete(connection, answer_rows.number_of(connection, identifier))

    def clear(self, conversation: str | None = None) -> None:
        """Forget all answers, or those of a conversation."""
        with self._store.writing() as connection:
            answer_rows.clear(connection, conversation)
