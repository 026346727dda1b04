"""Clients who go away before they are answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from threading import Event

from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Client:
    """Whoever waits for an answer."""

    left: asyncio.Task[None]
    """Is done as soon as the client is gone."""
    given_up: Event
    """Is set then, for those who work in threads."""


@asynccontextmanager
async def watched(request: Request) -> AsyncIterator[Client]:
    """Watch, until this ends, for the client going away; the request's body must be read before."""
    given_up = Event()
    left = asyncio.create_task(_gone(request, given_up))
    try:
        yield Client(left, given_up)
    finally:
        left.cancel()


async def _gone(request: Request, given_up: Event) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    given_up.set()
