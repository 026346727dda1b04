"""The check of a draft as server-sent events while it is made."""

import logging
import threading
from collections.abc import Iterator

from api.desk import Desk
from api.event_stream import AnswerStream, Frames, event
from api.problems import internal_problem, problem_of
from index.errors import PinciteError
from rag.check_serialization import check_json, quotation_json, sentence_json
from rag.coverage import coverage_of
from rag.draft_checking import (
    CheckedQuotation,
    CheckedSentence,
    DraftCheck,
    DraftChecker,
)
from rag.drafts.draft import Draft
from rag.serialization import Numbering

logger = logging.getLogger(__name__)


class CheckStream(AnswerStream):
    """Sends each sentence as soon as it is checked; when the client goes away, checking stops."""

    def __init__(
        self,
        checker: DraftChecker,
        draft: Draft,
        desk: Desk,
        *,
        first: bytes = b"",
        with_coverage: bool = False,
    ) -> None:
        """Check ``draft`` at ``desk`` while it is sent, and at last what it takes from its sources.

        The event ``first`` comes before all.
        """
        made = frames(checker, draft, first=first, with_coverage=with_coverage)
        super().__init__(made, threading.Event(), desk)


def frames(
    checker: DraftChecker, draft: Draft, *, first: bytes = b"", with_coverage: bool = False
) -> Frames:
    """Yield each event of a check in the wire format; an error becomes an ``error`` event."""
    try:
        if first:
            yield first
        yield from _frames(checker, draft, with_coverage=with_coverage)
    except PinciteError as error:
        yield event("error", problem_of(error))
    except Exception:
        logger.exception("unforeseen error in the middle of a check")
        yield event("error", internal_problem())


def _frames(checker: DraftChecker, draft: Draft, *, with_coverage: bool) -> Iterator[bytes]:
    numbering = Numbering()
    sentences: list[CheckedSentence] = []
    quotations: list[CheckedQuotation] = []
    total = sum(1 for _ in draft.sentences())
    for found in checker.stream(draft):
        if isinstance(found, CheckedSentence):
            sentences.append(found)
            yield event("sentence", sentence_json(found, numbering))
            yield event("status", {"checked": len(sentences), "sentences": total})
        else:
            quotations.append(found)
            yield event("quotation", quotation_json(found, numbering))
    check = DraftCheck(tuple(sentences), tuple(quotations), checker.state)
    covered = coverage_of(check, draft, checker.index.document) if with_coverage else None
    yield event("done", check_json(check, covered))
