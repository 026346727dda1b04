"""Who works now and who waits: some at once, the next ones in line, others are told to come back.

Answers, checks and uploads have a desk each, so that none waits behind a long one of another kind.
All of this happens in the event loop; what is done at a place is done in a thread.
"""

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any, Self

from fastapi import HTTPException

from index.errors import GivenUpError
from index.processors import cores
from rag.settings import Settings

LONGEST_WAIT = 30.0
"""Seconds that a request waits for its turn before it is told to come back."""
_BUSY = (
    "Pincite is working on as many requests as it can, and enough wait already. "
    "Ask again in {seconds} s."
)
_SMOOTHING = 8
"""Of how many visits the mean is taken, about."""

Left = asyncio.Future[Any]
"""Is done as soon as nobody wants what is waited for."""


class Desk:
    """A few places, and a line of those who wait for one."""

    def __init__(self, at_once: int, waiting: int, *, longest_wait: float = LONGEST_WAIT) -> None:
        self._free = at_once
        self.at_once = at_once
        self._most_waiting = waiting
        self._longest_wait = longest_wait
        self._begun: deque[asyncio.Future[None]] = deque()
        self._line: deque[asyncio.Future[None]] = deque()
        self._visit = 0.0

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._begun) + len(self._line)

    @property
    def working(self) -> int:
        """How many have one."""
        return self.at_once - self._free

    @asynccontextmanager
    async def place(self, left: Left | None = None, *, begun: bool = False) -> AsyncIterator[None]:
        """Hold a place until this ends; wait for it where all are taken.

        What was ``begun`` at a place before goes ahead of those who come new, and is not refused.

        Raises:
            HTTPException: 503 with ``Retry-After``: too many wait, or it took too long.
            GivenUpError: ``left`` was done before it was this one's turn.
        """
        await self._take(left, begun=begun)
        started = monotonic()
        try:
            yield
        finally:
            self._visit += (monotonic() - started - self._visit) / _SMOOTHING
            self._pass_on()

    async def _take(self, left: Left | None, *, begun: bool) -> None:
        if self._free:
            self._free -= 1
            return
        if not begun and self.waiting >= self._most_waiting:
            raise self._busy()
        line = self._begun if begun else self._line
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(turn)
        try:
            either = {turn} if left is None else {turn, left}
            longest = None if begun else self._longest_wait
            await asyncio.wait(either, timeout=longest, return_when=asyncio.FIRST_COMPLETED)
        except BaseException:
            if turn.done():
                self._pass_on()
            else:
                line.remove(turn)
            raise
        if not turn.done():
            line.remove(turn)
            raise GivenUpError if left is not None and left.done() else self._busy()

    def _pass_on(self) -> None:
        """Give a place that is free now to the next in line."""
        if line := self._begun or self._line:
            line.popleft().set_result(None)
        else:
            self._free += 1

    def _busy(self) -> HTTPException:
        seconds = max(1, min(60, math.ceil(self.waiting * self._visit / self.at_once)))
        return HTTPException(
            503, _BUSY.format(seconds=seconds), headers={"Retry-After": str(seconds)}
        )


@dataclass(frozen=True, slots=True)
class Desks:
    """The desks of one application."""

    answers: Desk
    """Answers and searches."""
    checks: Desk
    changes: Desk

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the desks that the settings describe.

        Whoever waits for a language model computes nothing, so there are as many places more.
        """
        at_once = settings.requests_at_once or cores() + 1
        asking = settings.llm_at_once if settings.llm_model else 0
        desks = (
            Desk(each, settings.requests_waiting) for each in (at_once + asking, at_once, at_once)
        )
        return cls(*desks)
