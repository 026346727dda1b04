"""An answer as server-sent events while it is made."""

import asyncio
import json
import logging
import threading
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import aclosing
from itertools import chain
from typing import Any

import anyio
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from starlette.concurrency import run_in_threadpool
from starlette.types import Send

from api.desk import Desk
from api.keeping import Keep
from api.problems import internal_problem, problem_of
from index.errors import PinciteError
from rag.answering import Event, Progress
from rag.serialization import Numbering, answer_json, rejection_json, statement_json
from rag.types import Answer, Rejection, Statement

logger = logging.getLogger(__name__)

KEEP_ALIVE_SECONDS = 15.0

Frames = Generator[bytes, None, None]


class AnswerStream(EventSourceResponse):
    """Sends frames as they are made; when the client goes away, the making stops."""

    def __init__(self, made: Frames, given_up: threading.Event, desk: Desk) -> None:
        """Send ``made`` at ``desk``; set ``given_up`` when nobody reads it any more."""
        super().__init__(
            paced(made, given_up, desk), headers={"X-Accel-Buffering": "no", "Vary": "Accept"}
        )

    async def stream_response(self, send: Send) -> None:
        """Send all frames; close their generator at once, not when memory is next cleaned up."""
        async with aclosing(self.body_iterator):  # type: ignore[type-var] # it is paced(), above
            await super().stream_response(send)


def frames(first: Event, rest: Iterator[Event], keep: Keep | None = None) -> Frames:
    """Yield each event of an answer in the wire format.

    Numbers of citations are those of the whole answer. After the first byte the status can no
    longer tell of an error, so it becomes an ``error`` event. ``keep`` gets the answer once it is
    sent, also where whoever read it left at once.
    """
    numbering = Numbering()
    try:
        for told in chain((first,), rest):
            try:
                yield _frame(told, numbering)
            finally:
                if keep and isinstance(told, Answer):
                    keep(told)
    except PinciteError as error:
        yield event("error", problem_of(error))
    except Exception:
        logger.exception("unforeseen error in the middle of an answer")
        yield event("error", internal_problem())


async def paced(made: Frames, given_up: threading.Event, desk: Desk) -> AsyncIterator[bytes]:
    """Yield the frames, each made at a place of the desk, and a comment when a pause grows long.

    Between two frames the place is free for others: a client that reads slowly holds up nobody.
    ``given_up`` is set at the end: whoever makes a frame that nobody will read may stop.
    """
    upcoming: asyncio.Task[bytes | None] | None = None
    left: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def following() -> bytes | None:
        async with desk.place(left, begun=True):
            return await run_in_threadpool(next, made, None)

    try:
        while True:
            upcoming = upcoming or asyncio.create_task(following())
            arrived, _ = await asyncio.wait({upcoming}, timeout=KEEP_ALIVE_SECONDS)
            if not arrived:
                yield KEEPALIVE_COMMENT
                continue
            frame, upcoming = upcoming.result(), None
            if frame is None:
                return
            yield frame
    finally:
        given_up.set()
        left.set_result(None)
        with anyio.CancelScope(shield=True):
            if upcoming is not None:  # a generator that runs cannot be closed
                await asyncio.wait({upcoming})
                if not upcoming.cancelled():
                    upcoming.exception()  # nobody is there to hear it
            await run_in_threadpool(made.close)


def _frame(told: Event, numbering: Numbering) -> bytes:
    if isinstance(told, Progress):
        return event("status", {"stage": told.stage})
    if isinstance(told, Statement):
        return event("statement", statement_json(told, numbering))
    if isinstance(told, Rejection):
        return event("dropped", rejection_json(told))
    return event("done", answer_json(told))


def event(name: str, data: dict[str, Any]) -> bytes:
    """Return one event in the wire format."""
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))
