"""Answers kept after they were sent: nobody waits for it, and a failure is no error of theirs."""

import logging
from collections.abc import Callable

from api.bodies import Ask
from index.errors import PinciteError
from rag.answering import Assistant
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
            assistant.index.history.keep(kept, answer.index.generation)
        except PinciteError as error:
            logger.warning("An answer was not kept: %s", error)
        except Exception:
            logger.exception("unforeseen error while an answer was kept")

    return keep
