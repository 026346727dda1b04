"""Answers kept after they were sent: nobody waits for it, and a failure is no error of theirs."""

import logging
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace

from api.bodies import Ask
from api.once import Once
from index.errors import NotFoundError, PinciteError
from rag.answering import Assistant, Event
from rag.recalling import to_keep
from rag.settings import Settings
from rag.types import Answer

logger = logging.getLogger(__name__)

Keep = Callable[[Answer], None]


def keeper(asked: Ask, assistant: Assistant, settings: Settings) -> Keep | None:
    """Return what keeps the answer to a request; None where it is not to be kept."""
    if not (asked.keep and settings.keep_history):
        return None

    def keep(answer: Answer) -> None:
        try:
            kept = to_keep(answer, asked.conversation)
            if not _is_kept(assistant, answer.id):
                assistant.index.history.keep(kept, answer.index.generation)
        except PinciteError as error:
            logger.warning("An answer was not kept: %s", error)
        except Exception:
            logger.exception("unforeseen error while an answer was kept")

    return keep


def named_after(once: Once, answer: Answer) -> Answer:
    """Return the answer under an id that its request's key makes, where there is one.

    A retry is answered anew, from the documents of now: of the same id, it is kept only once.
    """
    return answer if once.key is None else replace(answer, id=f"ans_{once.digest[:24]}")


def all_named_after(
    once: Once, events: Generator[Event, None, None]
) -> Generator[Event, None, None]:
    """Yield the events of an answer, which is named so."""
    with closing(events):
        for event in events:
            yield named_after(once, event) if isinstance(event, Answer) else event


def _is_kept(assistant: Assistant, identifier: str) -> bool:
    try:
        assistant.index.history.one(identifier)
    except NotFoundError:
        return False
    return True
